/** Every role of the field, idle ones too, so that a permission never needs a new word. */
export const roles = [
  { id: 'publisher_editor', short: 'PE', zh: '经办人', en: 'Publisher, editor', reach: 'organisation' },
  { id: 'publisher_approver', short: 'PA', zh: '批准人', en: 'Publisher, approver', reach: 'organisation' },
  { id: 'district_officer', short: 'DA', zh: '区场景专班', en: 'District scene officer', reach: 'district' },
  { id: 'matchmaker', short: 'MM', zh: '撮合员', en: 'Matchmaker', reach: 'district' },
  { id: 'company_editor', short: 'CE', zh: '企业编辑', en: 'Company editor', reach: 'organisation' },
  { id: 'company_signatory', short: 'CS', zh: '企业签署人', en: 'Company signatory', reach: 'organisation' },
  { id: 'evaluator', short: 'EV', zh: '评审', en: 'Evaluator', reach: 'district' },
  { id: 'compliance_reviewer', short: 'CO', zh: '合规审查', en: 'Compliance reviewer', reach: 'district' },
  { id: 'fund_officer', short: 'FO', zh: '资金管理', en: 'Fund officer', reach: 'district' },
  { id: 'auditor', short: 'AU', zh: '监督', en: 'Auditor', reach: 'district' },
  { id: 'administrator', short: 'AD', zh: '管理员', en: 'Administrator', reach: 'district' },
] as const

export type Role = (typeof roles)[number]['id']

export const roleIds = roles.map((role) => role.id)

export const organisationRoles: readonly Role[] = roles.filter((role) => role.reach === 'organisation').map((role) => role.id)

export const districtRoles: readonly Role[] = roles.filter((role) => role.reach === 'district').map((role) => role.id)

export const invitationStatuses = [
  { id: 'invited', zh: '待答复', en: 'Invited' },
  { id: 'accepted', zh: '已接受', en: 'Accepted' },
  { id: 'declined', zh: '已婉拒', en: 'Declined' },
  { id: 'lapsed', zh: '已逾期', en: 'Lapsed' },
  { id: 'pitched', zh: '已申报', en: 'Pitched' },
] as const

export type InvitationStatus = (typeof invitationStatuses)[number]['id']

export const pitchStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft' },
  { id: 'submitted', zh: '已提交', en: 'Submitted' },
  { id: 'withdrawn', zh: '已撤回', en: 'Withdrawn' },
  { id: 'ineligible', zh: '不符合资格', en: 'Ineligible' },
  { id: 'in_review', zh: '评审中', en: 'In review' },
  { id: 'scored', zh: '已评分', en: 'Scored' },
  { id: 'consensus', zh: '已合议', en: 'Consensus' },
  { id: 'shortlisted', zh: '已入围', en: 'Shortlisted' },
  { id: 'selected', zh: '入选', en: 'Selected' },
  { id: 'reserve', zh: '候补', en: 'Reserve' },
  { id: 'declined', zh: '未入选', en: 'Declined' },
  { id: 'disqualified', zh: '取消资格', en: 'Disqualified' },
] as const

export type PitchStatus = (typeof pitchStatuses)[number]['id']

export const pitchDecisions = [
  { id: 'selected', zh: '入选', en: 'Selected' },
  { id: 'reserve', zh: '候补', en: 'Reserve' },
  { id: 'declined', zh: '未入选', en: 'Declined' },
] as const

export type PitchDecision = (typeof pitchDecisions)[number]['id']

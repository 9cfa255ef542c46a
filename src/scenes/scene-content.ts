import * as v from 'valibot'
import { CalendarDate, contentSchema, Fen, Figure, line, list, patchSchema, text, wholeNumber } from '../shared/schema.ts'
import type { Field } from '../shared/schema.ts'
import { aiForms, coopModes, dataLevels, deployments, domains, idsOf, stages } from '../shared/taxonomy.ts'
import sceneTypeList from './scene-types.json' with { type: 'json' }

/** Scene types are configuration: a new one is an entry in scene-types.json and no code. */
export const sceneTypes = sceneTypeList

export const scaleClasses = [
  { id: 'major', zh: '综合性重大', en: 'Major and cross-cutting' },
  { id: 'sector', zh: '行业集成式', en: 'Integrated in one sector' },
  { id: 'focused', zh: '高价值小切口', en: 'Small and valuable' },
] as const

export const moneySources = [
  { id: 'department_budget', zh: '部门预算', en: 'Department budget' },
  { id: 'project', zh: '项目经费', en: 'Project' },
  { id: 'special_fund', zh: '专项资金', en: 'Special fund' },
  { id: 'none', zh: '无', en: 'None' },
] as const

export const supports = [
  { id: 'site', zh: '场地', en: 'Site' },
  { id: 'data', zh: '数据', en: 'Data' },
  { id: 'staff', zh: '人员', en: 'Staff' },
  { id: 'compute_voucher', zh: '算力券', en: 'Compute voucher' },
  { id: 'publicity', zh: '宣传', en: 'Publicity' },
] as const

export const ipChoices = [
  { id: 'supplier', zh: '归供方', en: 'Stays with the supplier' },
  { id: 'demander', zh: '归需方', en: 'Goes to the demand side' },
  { id: 'shared', zh: '双方共有', en: 'Shared' },
  { id: 'negotiable', zh: '另行商定', en: 'To be agreed' },
] as const

export const successRoutes = [
  { id: 'procurement', zh: '依法采购', en: 'Public procurement' },
  { id: 'contract', zh: '直接签约', en: 'Contract' },
  { id: 'extension', zh: '扩大试点', en: 'Extension' },
  { id: 'roll_out', zh: '推广复制', en: 'Roll-out to others' },
  { id: 'unknown', zh: '尚未明确', en: 'Unknown' },
] as const

export const criteria = [
  { id: 'fit', zh: '契合度', en: 'Fit' },
  { id: 'feasibility', zh: '可行性', en: 'Feasibility' },
  { id: 'effect', zh: '成效', en: 'Effect' },
  { id: 'price', zh: '价格', en: 'Price' },
  { id: 'team', zh: '团队', en: 'Team' },
  { id: 'safety', zh: '安全', en: 'Safety' },
] as const

export const invitePolicies = [
  { id: 'open', zh: '公开申请', en: 'Open' },
  { id: 'open_and_invite', zh: '公开申请并邀请', en: 'Open, with invitations' },
  { id: 'invite', zh: '定向邀请（须说明理由）', en: 'By invitation, with a reason' },
] as const

export const Kpi = v.strictObject({
  name: line(40),
  baseline: v.exactOptional(Figure),
  target: v.exactOptional(Figure),
  unit: v.exactOptional(text(20)),
  method: v.exactOptional(text(120)),
  owner: v.exactOptional(text(40)),
})
export type Kpi = v.InferOutput<typeof Kpi>

const Site = v.strictObject({
  name: line(60),
  address: v.exactOptional(text(120)),
  areaM2: v.exactOptional(wholeNumber(0, 10_000_000)),
  openingHours: v.exactOptional(text(60)),
})

const DataAsset = v.strictObject({
  name: line(60),
  class: v.exactOptional(v.picklist(['open', 'internal', 'sensitive'])),
  volume: v.exactOptional(text(60)),
  format: v.exactOptional(text(60)),
  personal: v.exactOptional(v.boolean()),
  legalBasis: v.exactOptional(text(120)),
  place: v.exactOptional(text(60)),
})

const AfterSuccess = v.strictObject({
  route: v.picklist(idsOf(successRoutes)),
  budgetLine: v.exactOptional(text(60)),
  authority: v.exactOptional(text(60)),
  decisionDate: v.exactOptional(CalendarDate),
})

const requirement = line(120)
const keyword = line(20)

/** Every field of the standard scene template, in the order of the form. */
// oxfmt-ignore
export const sceneFields = {
  sceneType: { schema: v.picklist(sceneTypes.map((type) => type.id)), zh: '类型', en: 'Type', need: 'submit', access: 'pub', group: 'what', index: 'keyword' },
  scaleClass: { schema: v.picklist(idsOf(scaleClasses)), zh: '规模分类', en: 'Scale', need: 'publish', access: 'pub', group: 'what', index: 'keyword' },
  lang: { schema: v.picklist(['zh', 'en']), zh: '语言', en: 'Language', need: 'submit', access: 'pub', group: 'what' },
  title: { schema: text(40), zh: '场景名称', en: 'Title', need: 'submit', access: 'pub', group: 'what', index: 'text', hint: { zh: '8–40 字，说清做什么，不写单位口号', en: '8–40 characters: what is to be done, no slogans' } },
  titleEn: { schema: text(120), zh: '英文名称', en: 'English title', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  summary: { schema: text(150), zh: '一句话需求', en: 'Summary', need: 'submit', access: 'pub', group: 'what', index: 'text', hint: { zh: '谁、在哪里、遇到什么问题、多大的数', en: 'Who, where, what problem, and a figure' } },
  summaryEn: { schema: text(400), zh: '英文摘要', en: 'English summary', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  domain: { schema: v.picklist(idsOf(domains)), zh: '领域', en: 'Domain', need: 'submit', access: 'pub', group: 'what', index: 'keyword' },
  otherDomains: { schema: list(v.picklist(idsOf(domains)), 2), zh: '相关领域', en: 'Other domains', need: 'optional', access: 'pub', group: 'what', index: 'keyword' },
  techKeywords: { schema: list(keyword, 5), zh: '技术关键词', en: 'Technical keywords', need: 'submit', access: 'pub', group: 'what', index: 'text' },
  marketKeywords: { schema: list(keyword, 5), zh: '市场关键词', en: 'Market keywords', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  aiForm: { schema: v.picklist(idsOf(aiForms)), zh: '形态', en: 'Form', need: 'submit', access: 'pub', group: 'what', index: 'keyword' },

  background: { schema: text(400), zh: '现状', en: 'Background', need: 'submit', access: 'pub', group: 'why', index: 'text' },
  problem: { schema: text(400), zh: '痛点', en: 'Problem', need: 'submit', access: 'pub', group: 'why', index: 'text', hint: { zh: '至少写一个数', en: 'With at least one figure' } },
  endUsers: { schema: text(200), zh: '使用者', en: 'End users', need: 'publish', access: 'pub', group: 'why', index: 'text' },
  beneficiariesN: { schema: wholeNumber(0, 100_000_000), zh: '受益人数', en: 'Beneficiaries', need: 'publish', access: 'pub', group: 'why' },
  processToday: { schema: text(400), zh: '现有流程', en: 'Process today', need: 'optional', access: 'reg', group: 'why' },
  systems: { schema: list(line(60), 10), zh: '现有系统', en: 'Systems in place', need: 'optional', access: 'reg', group: 'why' },
  workDone: { schema: text(300), zh: '已做工作', en: 'Work done', need: 'optional', access: 'reg', group: 'why' },
  triedBefore: { schema: text(300), zh: '失败尝试', en: 'What was tried', need: 'optional', access: 'reg', group: 'why' },

  essential: { schema: list(requirement, 10), zh: '必要要求', en: 'Essential requirements', need: 'submit', access: 'pub', group: 'requirements', index: 'text', hint: { zh: '每行一条，可检验：动作、对象、数字或系统', en: 'One a line, each testable: an action, an object, a figure or a system' } },
  desirable: { schema: list(requirement, 10), zh: '加分要求', en: 'Desirable requirements', need: 'optional', access: 'pub', group: 'requirements', index: 'text' },
  outOfScope: { schema: text(200), zh: '不做什么', en: 'Out of scope', need: 'optional', access: 'pub', group: 'requirements' },
  kpis: { schema: list(Kpi, 10), zh: '成效指标', en: 'KPIs', need: 'publish', access: 'pub', group: 'requirements', index: 'text', hint: { zh: '每项写基线、目标、单位、测法', en: 'Each with baseline, target, unit and method' } },

  dataLevel: { schema: v.picklist(idsOf(dataLevels)), zh: '数据就绪', en: 'Data readiness', need: 'publish', access: 'pub', group: 'data', index: 'keyword' },
  dataAssets: { schema: list(DataAsset, 10), zh: '数据清单', en: 'Data assets', need: 'optional', access: 'mat', group: 'data' },
  deployment: { schema: v.picklist(idsOf(deployments)), zh: '部署要求', en: 'Deployment', need: 'publish', access: 'pub', group: 'data', index: 'keyword' },
  domesticStack: { schema: v.boolean(), zh: '要求国产化', en: 'Domestic stack required', need: 'optional', access: 'pub', group: 'data', index: 'boolean' },
  complianceNeeds: { schema: list(line(40), 10), zh: '合规要求', en: 'Compliance needs', need: 'optional', access: 'pub', group: 'data', index: 'keyword', hint: { zh: '如：等保三级、生成式人工智能服务备案', en: 'Such as 等保三级 or a model filing' } },
  riskLevel: { schema: wholeNumber(1, 4), zh: '风险等级', en: 'Risk level', need: 'optional', access: 'pub', group: 'data' },
  safetyNotes: { schema: text(300), zh: '安全与伦理', en: 'Safety and ethics', need: 'optional', access: 'reg', group: 'data' },
  integration: { schema: list(line(120), 10), zh: '接口', en: 'Integration', need: 'optional', access: 'mat', group: 'data' },

  budgetNone: { schema: v.boolean(), zh: '明确无预算', en: 'Explicitly no budget', need: 'optional', access: 'pub', group: 'terms' },
  budgetMinFen: { schema: Fen, zh: '预算下限', en: 'Budget from', need: 'optional', access: 'pub', group: 'terms', index: 'long' },
  budgetMaxFen: { schema: Fen, zh: '预算上限', en: 'Budget to', need: 'optional', access: 'pub', group: 'terms', index: 'long' },
  moneySource: { schema: v.picklist(idsOf(moneySources)), zh: '资金来源', en: 'Source of money', need: 'publish', access: 'int', group: 'terms' },
  supportOffered: { schema: list(v.picklist(idsOf(supports)), 5), zh: '可提供支持', en: 'Support offered', need: 'publish', access: 'pub', group: 'terms', index: 'keyword' },
  coopModes: { schema: list(v.picklist(idsOf(coopModes)), 3), zh: '合作方式', en: 'Ways of cooperating', need: 'submit', access: 'pub', group: 'terms', index: 'keyword' },
  minStage: { schema: v.picklist(idsOf(stages)), zh: '成熟度下限', en: 'Minimum stage', need: 'publish', access: 'pub', group: 'terms', index: 'keyword' },
  localOnly: { schema: v.boolean(), zh: '仅限本区企业', en: 'Local companies only', need: 'optional', access: 'pub', group: 'terms', index: 'boolean' },
  eligibility: { schema: list(line(60), 10), zh: '资格', en: 'Eligibility', need: 'optional', access: 'pub', group: 'terms' },
  invitePolicy: { schema: v.picklist(idsOf(invitePolicies)), zh: '邀请方式', en: 'Invitations', need: 'publish', access: 'pub', group: 'terms' },
  shortlistN: { schema: wholeNumber(2, 8), zh: '入围数', en: 'Shortlist', need: 'publish', access: 'pub', group: 'terms' },
  awardN: { schema: wholeNumber(1, 3), zh: '选定数', en: 'Awards', need: 'publish', access: 'pub', group: 'terms' },
  criteria: { schema: list(v.strictObject({ criterion: v.picklist(idsOf(criteria)), weight: wholeNumber(0, 100) }), 6), zh: '评价标准', en: 'Criteria', need: 'publish', access: 'pub', group: 'terms' },
  ipTerms: { schema: v.picklist(idsOf(ipChoices)), zh: '知识产权', en: 'Intellectual property', need: 'publish', access: 'pub', group: 'terms' },
  dataTerms: { schema: text(300), zh: '数据条款', en: 'Data terms', need: 'optional', access: 'pub', group: 'terms' },

  afterSuccess: { schema: AfterSuccess, zh: '成功之后', en: 'After success', need: 'publish', access: 'pub', group: 'after', hint: { zh: '走什么路径、哪笔预算、谁拍板、何时定', en: 'Which route, which budget line, who decides, and when' } },
  replicability: { schema: text(200), zh: '可复制性', en: 'Replicability', need: 'optional', access: 'pub', group: 'after' },

  sites: { schema: list(Site, 5), zh: '场地', en: 'Sites', need: 'publish', access: 'pub', group: 'time' },
  carrier: { schema: text(60), zh: '所属载体', en: 'Carrier', need: 'optional', access: 'pub', group: 'time', index: 'keyword' },
  pilotWeeks: { schema: wholeNumber(2, 52), zh: '试点周数', en: 'Pilot weeks', need: 'publish', access: 'pub', group: 'time' },
  opensAt: { schema: CalendarDate, zh: '开放日期', en: 'Opens', need: 'publish', access: 'pub', group: 'time', index: 'date' },
  questionsClose: { schema: CalendarDate, zh: '提问截止', en: 'Questions close', need: 'publish', access: 'pub', group: 'time' },
  deadline: { schema: CalendarDate, zh: '申请截止', en: 'Deadline', need: 'publish', access: 'pub', group: 'time', index: 'date' },
  decisionAt: { schema: CalendarDate, zh: '决定日期', en: 'Decision', need: 'publish', access: 'pub', group: 'time' },
  startBy: { schema: CalendarDate, zh: '最迟启动', en: 'Start by', need: 'publish', access: 'pub', group: 'time' },
  contact: { schema: text(60), zh: '对接人', en: 'Contact', need: 'publish', access: 'reg', group: 'time', hint: { zh: '写岗位信箱，不写个人电话', en: 'A role mailbox, never a personal number' } },
  contactWindow: { schema: text(40), zh: '联系时段', en: 'Contact hours', need: 'optional', access: 'reg', group: 'time' },
} as const satisfies Record<string, Field>

export type SceneField = keyof typeof sceneFields

export const SceneContent = contentSchema(sceneFields)
export type SceneContent = v.InferOutput<typeof SceneContent>

export const ScenePatch = patchSchema(sceneFields)
export type ScenePatch = v.InferOutput<typeof ScenePatch>

/** Shortest title that can be specific; the longest stands in the schema. */
export const titleCharactersMin = 8

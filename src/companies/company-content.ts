import * as v from 'valibot'
import { CalendarDate, contentSchema, Fen, Figure, line, list, patchSchema, text, wholeNumber } from '../shared/schema.ts'
import type { Field } from '../shared/schema.ts'
import { aiForms, coopModes, dataLevels, deployments, domains, idsOf, layers, stages } from '../shared/taxonomy.ts'

export const staffBands = [
  { id: 'to_10', zh: '10 人及以下', en: 'Up to 10' },
  { id: 'to_49', zh: '11–49 人', en: '11–49' },
  { id: 'to_249', zh: '50–249 人', en: '50–249' },
  { id: 'from_250', zh: '250 人及以上', en: '250 and more' },
] as const

export const fundingRounds = [
  { id: 'none', zh: '未融资', en: 'None' },
  { id: 'seed', zh: '种子/天使', en: 'Seed' },
  { id: 'a', zh: 'A 轮', en: 'Series A' },
  { id: 'b_or_later', zh: 'B 轮及以后', en: 'Series B or later' },
  { id: 'listed', zh: '已上市', en: 'Listed' },
] as const

export const iprStates = [
  { id: 'none', zh: '无', en: 'None' },
  { id: 'secret', zh: '商业秘密', en: 'Trade secret' },
  { id: 'applied', zh: '已申请', en: 'Applied for' },
  { id: 'granted', zh: '已授权', en: 'Granted' },
] as const

/** 备案, 登记, 等保 and the like: what it is, for which model, its number and date. */
export const Filing = v.strictObject({
  kind: line(40),
  subject: v.exactOptional(text(60)),
  number: v.exactOptional(text(60)),
  date: v.exactOptional(CalendarDate),
  validUntil: v.exactOptional(CalendarDate),
  sourceUrl: v.exactOptional(v.pipe(text(300), v.url())),
})
export type Filing = v.InferOutput<typeof Filing>

/** Who controls the company, by 统一社会信用代码, and with what share in per cent. */
const Controller = v.strictObject({
  uscc: line(18),
  name: v.exactOptional(text(60)),
  sharePercent: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
})

const Metric = v.strictObject({
  name: line(60),
  value: Figure,
  unit: v.exactOptional(text(20)),
  dataset: v.exactOptional(text(60)),
  date: v.exactOptional(CalendarDate),
  tester: v.exactOptional(text(60)),
})

/** One use at a client, with the figure before and after where it was measured. */
export const Case = v.strictObject({
  client: line(60),
  domain: v.exactOptional(v.picklist(idsOf(domains))),
  period: v.exactOptional(text(40)),
  description: line(300),
  outcome: v.exactOptional(text(200)),
})
export type Case = v.InferOutput<typeof Case>

const keyword = line(20)

/** The organisation's own part of a capability profile, in the order of the form. */
// oxfmt-ignore
export const companyFields = {
  lang: { schema: v.picklist(['zh', 'en']), zh: '语言', en: 'Language', need: 'submit', access: 'pub', group: 'who' },
  name: { schema: text(60), zh: '名称', en: 'Name', need: 'submit', access: 'pub', group: 'who', index: 'text' },
  nameEn: { schema: text(120), zh: '英文名称', en: 'English name', need: 'optional', access: 'pub', group: 'who', index: 'text' },
  aliases: { schema: list(line(60), 10), zh: '品牌与别名', en: 'Brands and aliases', need: 'optional', access: 'pub', group: 'who', index: 'text' },
  summary: { schema: text(300), zh: '简介', en: 'Summary', need: 'submit', access: 'pub', group: 'who', index: 'text' },
  summaryEn: { schema: text(800), zh: '英文简介', en: 'English summary', need: 'optional', access: 'pub', group: 'who', index: 'text' },
  founded: { schema: wholeNumber(1900, 2200), zh: '成立年份', en: 'Founded', need: 'optional', access: 'pub', group: 'who' },
  staffBand: { schema: v.picklist(idsOf(staffBands)), zh: '人员规模', en: 'Staff', need: 'submit', access: 'pub', group: 'who', index: 'keyword' },
  fundingRound: { schema: v.picklist(idsOf(fundingRounds)), zh: '融资阶段', en: 'Funding', need: 'optional', access: 'pub', group: 'who' },
  opc: { schema: v.boolean(), zh: '一人公司', en: 'One-person company', need: 'optional', access: 'pub', group: 'who', index: 'boolean' },
  city: { schema: text(20), zh: '城市', en: 'City', need: 'submit', access: 'pub', group: 'who', index: 'keyword' },
  district: { schema: text(20), zh: '区', en: 'District', need: 'submit', access: 'pub', group: 'who', index: 'keyword' },
  carrier: { schema: text(60), zh: '所在载体', en: 'Carrier', need: 'optional', access: 'pub', group: 'who', index: 'keyword' },
  layer: { schema: v.picklist(idsOf(layers)), zh: '产业层', en: 'Layer', need: 'submit', access: 'pub', group: 'who', index: 'keyword' },
  tracks: { schema: list(keyword, 5), zh: '赛道', en: 'Tracks', need: 'optional', access: 'pub', group: 'who', index: 'keyword' },
  languages: { schema: list(line(20), 5), zh: '工作语言', en: 'Languages', need: 'optional', access: 'pub', group: 'who' },

  filings: { schema: list(Filing, 20), zh: '备案与资质', en: 'Filings', need: 'optional', access: 'pub', group: 'trust', index: 'keyword' },
  certifications: { schema: list(line(60), 10), zh: '认证', en: 'Certifications', need: 'optional', access: 'pub', group: 'trust' },
  controllers: { schema: list(Controller, 10), zh: '控股关系', en: 'Controllers', need: 'optional', access: 'int', group: 'trust' },

  deployment: { schema: list(v.picklist(idsOf(deployments)), 3), zh: '部署方式', en: 'Deployment', need: 'optional', access: 'pub', group: 'terms', index: 'keyword' },
  minBudgetFen: { schema: Fen, zh: '最低预算', en: 'Minimum budget', need: 'optional', access: 'mat', group: 'terms', index: 'long' },
  maxConcurrentPilots: { schema: wholeNumber(0, 1000), zh: '可同时试点数', en: 'Pilots at a time', need: 'optional', access: 'reg', group: 'terms' },
  runningPilots: { schema: wholeNumber(0, 1000), zh: '在试点数', en: 'Pilots running', need: 'optional', access: 'reg', group: 'terms' },
  freeFrom: { schema: CalendarDate, zh: '最早可启动', en: 'Free from', need: 'optional', access: 'reg', group: 'terms' },
  preferredDomains: { schema: list(v.picklist(idsOf(domains)), 5), zh: '优先领域', en: 'Preferred domains', need: 'optional', access: 'pub', group: 'terms', index: 'keyword' },
  excludedDomains: { schema: list(v.picklist(idsOf(domains)), 5), zh: '不做的领域', en: 'Excluded domains', need: 'optional', access: 'pub', group: 'terms' },
  contact: { schema: text(60), zh: '联系方式', en: 'Contact', need: 'optional', access: 'reg', group: 'terms' },
} as const satisfies Record<string, Field>

export const CompanyContent = contentSchema(companyFields)
export type CompanyContent = v.InferOutput<typeof CompanyContent>
export const CompanyPatch = patchSchema(companyFields)
export type CompanyPatch = v.InferOutput<typeof CompanyPatch>

/** A capability card: the ranked object. */
// oxfmt-ignore
export const cardFields = {
  lang: { schema: v.picklist(['zh', 'en']), zh: '语言', en: 'Language', need: 'submit', access: 'pub', group: 'what' },
  name: { schema: text(40), zh: '产品/能力名称', en: 'Name', need: 'submit', access: 'pub', group: 'what', index: 'text' },
  nameEn: { schema: text(120), zh: '英文名称', en: 'English name', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  oneLine: { schema: text(150), zh: '一句话', en: 'In one line', need: 'submit', access: 'pub', group: 'what', index: 'text', hint: { zh: '为谁、做什么、实测效果', en: 'For whom, what it does, with which measured effect' } },
  oneLineEn: { schema: text(400), zh: '英文一句话', en: 'In one line, English', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  description: { schema: text(800), zh: '说明', en: 'Description', need: 'submit', access: 'pub', group: 'what', index: 'text' },
  solves: { schema: list(line(120), 10), zh: '解决的问题', en: 'Problems solved', need: 'submit', access: 'pub', group: 'what', index: 'text' },
  advantages: { schema: text(400), zh: '优势与创新', en: 'Advantages', need: 'optional', access: 'pub', group: 'what', index: 'text' },
  notFor: { schema: text(200), zh: '不适用', en: 'Not for', need: 'optional', access: 'pub', group: 'what' },
  domains: { schema: list(v.picklist(idsOf(domains)), 3), zh: '领域', en: 'Domains', need: 'submit', access: 'pub', group: 'what', index: 'keyword' },
  aiForm: { schema: v.picklist(idsOf(aiForms)), zh: '形态', en: 'Form', need: 'submit', access: 'pub', group: 'what', index: 'keyword' },
  techKeywords: { schema: list(keyword, 5), zh: '技术关键词', en: 'Technical keywords', need: 'submit', access: 'pub', group: 'what', index: 'text' },
  marketKeywords: { schema: list(keyword, 5), zh: '市场关键词', en: 'Market keywords', need: 'optional', access: 'pub', group: 'what', index: 'text' },

  stage: { schema: v.picklist(idsOf(stages)), zh: '成熟度', en: 'Stage', need: 'submit', access: 'pub', group: 'proof', index: 'keyword' },
  trl: { schema: wholeNumber(1, 9), zh: '技术就绪度', en: 'TRL', need: 'optional', access: 'pub', group: 'proof' },
  cases: { schema: list(Case, 10), zh: '案例', en: 'Cases', need: 'optional', access: 'pub', group: 'proof', index: 'text' },
  metrics: { schema: list(Metric, 10), zh: '性能指标', en: 'Metrics', need: 'optional', access: 'pub', group: 'proof' },
  ipr: { schema: v.picklist(idsOf(iprStates)), zh: '知识产权', en: 'Intellectual property', need: 'optional', access: 'reg', group: 'proof' },

  deployment: { schema: list(v.picklist(idsOf(deployments)), 3), zh: '部署方式', en: 'Deployment', need: 'optional', access: 'pub', group: 'terms', index: 'keyword' },
  domesticStack: { schema: v.boolean(), zh: '支持国产化', en: 'Runs on a domestic stack', need: 'optional', access: 'pub', group: 'terms', index: 'boolean' },
  needsDataLevel: { schema: v.picklist(idsOf(dataLevels)), zh: '需要的数据就绪', en: 'Data readiness needed', need: 'optional', access: 'pub', group: 'terms' },
  needsData: { schema: list(line(60), 10), zh: '需要的数据', en: 'Data needed', need: 'optional', access: 'reg', group: 'terms' },
  computeNeed: { schema: text(60), zh: '算力需求', en: 'Compute needed', need: 'optional', access: 'reg', group: 'terms' },
  leadTimeWeeks: { schema: wholeNumber(1, 52), zh: '交付周数', en: 'Lead time, weeks', need: 'optional', access: 'reg', group: 'terms' },
  minPriceFen: { schema: Fen, zh: '价格下限', en: 'Price from', need: 'optional', access: 'mat', group: 'terms', index: 'long' },
  maxPriceFen: { schema: Fen, zh: '价格上限', en: 'Price to', need: 'optional', access: 'mat', group: 'terms' },
  coopModes: { schema: list(v.picklist(idsOf(coopModes)), 6), zh: '合作方式', en: 'Ways of cooperating', need: 'submit', access: 'pub', group: 'terms', index: 'keyword' },
  partnerRoleSought: { schema: text(300), zh: '希望对方角色', en: 'Partner sought', need: 'optional', access: 'pub', group: 'terms' },
} as const satisfies Record<string, Field>

export const CardContent = contentSchema(cardFields)
export type CardContent = v.InferOutput<typeof CardContent>
export const CardPatch = patchSchema(cardFields)
export type CardPatch = v.InferOutput<typeof CardPatch>

/** How far a claim of a card has been checked; what is verified counts in full, the rest in part. */
export const verificationLevels = [
  { id: 'self', zh: '自行申报', en: 'Self-declared' },
  { id: 'document', zh: '已附材料', en: 'Document attached' },
  { id: 'verified', zh: '已核验', en: 'Verified' },
  { id: 'expired', zh: '核验过期', en: 'Expired' },
] as const

/** One claim of a card (a field, or a member such as `cases.0`) and who vouches for it until when. */
export const Claim = v.strictObject({
  field: line(60),
  level: v.picklist(['self', 'document', 'verified']),
  by: v.exactOptional(line(60)),
  on: v.exactOptional(CalendarDate),
  until: v.exactOptional(CalendarDate),
})
export type Claim = v.InferOutput<typeof Claim>

/** Why a card goes back or is held, for the other side to read. */
export const Reason = v.strictObject({ reason: line(400) })

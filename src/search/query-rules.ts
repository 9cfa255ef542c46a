import { coopModes, deployments, layers, stages } from '../shared/taxonomy.ts'
import { normalise } from '../shared/text.ts'
import places from './query-places.json' with { type: 'json' }

/** What of a query's words means one value, or several, of a field; `valuesOf` is told what the pattern's group holds. */
export type Rule = { field: string; pattern: RegExp; valuesOf: (said: string) => readonly string[] }

export type QueryKind = 'scene' | 'company'

/** By what scenes and companies call the same thing. */
const names = {
  deployment: { scene: 'deployment', company: 'deployment' },
  stage: { scene: 'min_stage', company: 'stage' },
  filings: { scene: 'compliance_needs', company: 'filings' },
} as const

type Words = { id: string; words: string }

const deploymentWords: Words[] = [
  { id: 'saas', words: '公有云(?:部署)?|saas|public cloud' },
  {
    id: 'private',
    words: '私有化(?:部署)?|本地化?部署|专有云(?:或本地)?|私有云|on[- ]prem(?:ises)?|private (?:cloud|deployment)',
  },
  { id: 'edge', words: '端侧(?:部署)?|边缘部署|on[- ]device|edge deployment' },
]

const stageWords: Words[] = [
  { id: 'concept', words: '概念阶段|concept stage' },
  { id: 'dev', words: '研发中|研发阶段|in development' },
  { id: 'lab', words: '实验室验证(?:阶段)?|proven in the laboratory' },
  { id: 'demo', words: '示范应用(?:阶段)?|demonstrated' },
  { id: 'market', words: '已上市|上市阶段|on the market' },
]

const coopWords: Words[] = [
  { id: 'free_pilot', words: '免费试点|free pilot' },
  { id: 'paid_pilot', words: '付费试点|paid pilot' },
  { id: 'try_then_buy', words: '先试后转|try,? then buy' },
  { id: 'joint_rd', words: '联合研发|joint r&d' },
]

const layerWords: Words[] = [
  { id: 'upstream', words: '上游要素层?|上游企业|upstream' },
  { id: 'midstream', words: '中游模型层?|中游企业|midstream' },
  { id: 'downstream', words: '下游(?:垂类)?应用|下游企业|downstream' },
]

const statusWords: Words[] = [
  { id: 'published', words: '开放中|正在征集|open for application' },
  { id: 'closed', words: '已截止|已关闭|closed scenes?' },
  { id: 'decided', words: '已公布结果|decided scenes?' },
  { id: 'unmatched', words: '未匹配(?!到)|unmatched' },
]

/** A higher level covers a lower one, where a company shows what it holds. */
const filingRules: { values: { scene: string[]; company: string[] }; words: string }[] = [
  { values: both('等保二级', '等保三级', '等保四级'), words: '等保二级|二级等保|mlps (?:level )?2' },
  { values: both('等保三级', '等保四级'), words: '等保三级|三级等保|mlps (?:level )?3' },
  { values: both('算法备案'), words: '算法备案|algorithm filing' },
  { values: both('生成式人工智能服务备案'), words: '生成式人工智能服务备案|生成式ai备案|大模型备案|generative ai filing' },
  { values: both('医疗器械二类', '医疗器械三类'), words: '医疗器械二类|二类医疗器械' },
  { values: both('医疗器械三类'), words: '医疗器械三类|三类医疗器械' },
  { values: both('ISO 27001'), words: 'iso ?27001' },
]

/** What is recognised wherever it stands, the longer before the shorter. */
export function rulesFor(kind: QueryKind): readonly Rule[] {
  return rules[kind]
}

const rules: Record<QueryKind, Rule[]> = { scene: made('scene'), company: made('company') }

function made(kind: QueryKind): Rule[] {
  return [
    carrierRule(),
    ...filingRules.map(({ values, words }) => ({
      field: names.filings[kind],
      pattern: anywhere(words),
      valuesOf: () => values[kind],
    })),
    ...listed(names.deployment[kind], deploymentWords, deployments),
    ...listed(names.stage[kind], stageWords, stages),
    ...listed('coop_modes', coopWords, coopModes),
    ...(kind === 'scene' ? listed('status', statusWords) : listed('layer', layerWords, layers)),
    placeRule('city', places.cities, 'city'),
    placeRule('district', places.districts, 'district'),
  ]
}

function listed(field: string, words: readonly Words[], terms: readonly { id: string }[] = words): Rule[] {
  return words
    .filter(({ id }) => terms.some((term) => term.id === id))
    .map((one) => ({ field, pattern: anywhere(one.words), valuesOf: () => [one.id] }))
}

/** A carrier's name stands for all its sites. */
function carrierRule(): Rule {
  const known = places.carriers.toSorted((a, b) => b.length - a.length)
  const words = known.map((carrier) => normalise(carrier).replace(/[()]/gu, String.raw`\$&`))
  const valuesOf = (said: string) => places.carriers.filter((carrier) => normalise(carrier).startsWith(said))
  return { field: 'carrier', pattern: new RegExp(`(${words.join('|')})`, 'gu'), valuesOf }
}

/** 徐汇区 at any beginning, 徐汇 and Xuhui only where nothing else is named after them, such as a company or a station. */
function placeRule(field: string, list: readonly { zh: string; en: string }[], suffix: string): Rule {
  const known = new Map<string, string>()
  for (const { zh, en } of list) for (const name of [zh, shortOf(zh), latinOf(en)]) known.set(name, zh)
  const full = list.map(({ zh }) => zh).join('|')
  const short = list.flatMap(({ zh, en }) => [shortOf(zh), en.toLowerCase().replace("'", "['’]?")]).join('|')
  // 上海市第六人民医院 is somebody, and not everybody in Shanghai.
  const body = String.raw`\p{Script=Han}{1,20}(?:公司|局|院|中心|集团|大学|学校|街道|研究所|实验室|办公室)`
  const pattern = String.raw`(?:(?<![\p{L}\p{N}(])|(?<=的))(?:在|位于|来自)?((?:${full})(?!${body})|(?:${short})(?=的|公司|企业|场景|(?: ${suffix})?(?![\p{L}\p{N})])))(?: ${suffix})?`
  return { field, pattern: new RegExp(pattern, 'gu'), valuesOf: (said) => [known.get(latinOf(said))!] }
}

function shortOf(zh: string): string {
  return zh.replace(/(?:新区|区|市)$/u, '')
}

function latinOf(en: string): string {
  return en.toLowerCase().replace(/['’]/gu, '')
}

/** Latin words stand alone; Chinese ones wherever they are. */
function anywhere(words: string): RegExp {
  return new RegExp(String.raw`(?<![a-z0-9])(${words})(?![a-z0-9])`, 'gu')
}

function both(...values: string[]): { scene: string[]; company: string[] } {
  return { scene: [values[0]!], company: values }
}

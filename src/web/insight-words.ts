import type { ExposureGroup, ExposureState } from '../matching/exposure-rules.ts'
import type { Bilingual } from './language.ts'

/** What is said beside a place that does not follow from fit alone. */
export const placeWords = {
  newcomer: {
    zh: '新上架企业展示位：按契合度排在第 {n} 位，今日由抽签得此位置',
    en: 'A newcomer’s slot: place {n} by fit, drawn by lot for this place today',
  },
  shared: {
    zh: '与另外的企业档案几乎相同，共用这一个位次。',
    en: 'Near-identical to another profile; they share this one place.',
  },
  nearIdentical: { zh: '几乎相同的档案 {n} 份，共用这一个位次', en: '{n} near-identical profiles share this place' },
} satisfies Record<string, Bilingual>

export const exposureWords = {
  title: { zh: '曝光公平', en: 'Fair exposure' },
  lead: {
    zh: '开放场景的前十名中，各类企业得到的曝光，与其在合格企业中所占份额相比。比值在 0.8 与 1.25 之间为均衡。',
    en: 'What each kind of company gets of the exposure in the top ten of open scenes, against its share of the companies that qualify. A ratio from 0.8 to 1.25 is balanced.',
  },
  method: {
    zh: '第 n 位的曝光为 1 / log2(1 + n)。校准分不低于 {min} 且未被条件排除的企业为合格；几乎相同的档案合为一份。未填写该项的企业两边都不计。',
    en: 'Place n counts 1 / log2(1 + n). A company qualifies for a scene with a calibrated score of {min} or more that no condition keeps out; near-identical profiles count as one. Companies that do not say where they belong count on neither side.',
  },
  counted: {
    zh: '依据 {counted} 个开放场景的当前排名（共 {open} 个）。',
    en: 'From the rankings of {counted} open scenes as they stand, of {open}.',
  },
  current: { zh: '按当前排名', en: 'As the rankings stand' },
  seen: { zh: '按近 30 天实际展示', en: 'As shown in the last 30 days' },
  noneSeen: { zh: '近 30 天没有展示记录。', en: 'Nothing was shown in the last 30 days.' },
  group: { zh: '企业类别', en: 'Kind of company' },
  exposureShare: { zh: '曝光份额', en: 'Share of exposure' },
  poolShare: { zh: '合格份额', en: 'Share of the qualified' },
  ratio: { zh: '比值', en: 'Ratio' },
  state: { zh: '判断', en: 'Verdict' },
  basis: { zh: '依据', en: 'Rests on' },
  basisOf: { zh: '{scenes} 个场景，{companies} 家企业，{pairs} 对', en: '{scenes} scenes, {companies} companies, {pairs} pairs' },
  folded: { zh: '几乎相同的档案', en: 'Near-identical profiles' },
  foldedLead: {
    zh: '以下企业的档案几乎相同，在排名中共用一个位次，请核实。',
    en: 'These profiles are near-identical and share one place in every ranking; somebody should look.',
  },
  noneFolded: { zh: '没有发现几乎相同的档案。', en: 'No profiles are near-identical.' },
} satisfies Record<string, Bilingual>

export const groupLabels: Record<ExposureGroup, Bilingual> = {
  small: { zh: '人员少于 50', en: 'Fewer than 50 staff' },
  young: { zh: '成立不满三年', en: 'Younger than three years' },
  outside_district: { zh: '本区以外', en: 'Outside the district' },
  outside_carrier: { zh: '载体以外或未填写', en: 'In no carrier, or none stated' },
}

export const stateLabels: Record<ExposureState, Bilingual> = {
  balanced: { zh: '均衡', en: 'Balanced' },
  low: { zh: '偏低，请关注', en: 'Too little: look into it' },
  high: { zh: '偏高，请关注', en: 'Too much: look into it' },
  too_few: { zh: '样本太少，不作判断', en: 'Too few to tell' },
}

export const unmetWords = {
  title: { zh: '未满足需求', en: 'Unmet demand' },
  lead: {
    zh: '没有企业接得住的需求：记为未匹配的场景、没有合格企业的开放场景，以及没有结果的检索，按意思相近归为一组。',
    en: 'What nobody supplies: scenes recorded as unmatched, open scenes for which no company qualifies, and searches that found nothing, grouped by meaning.',
  },
  privacy: {
    zh: '检索只记词句和次数，不记是谁；含个人号码的不记。',
    en: 'Of searches only words and counts are kept, never who searched; nothing that holds a personal number is kept.',
  },
  month: { zh: '月份', en: 'Month' },
  show: { zh: '查看', en: 'Show' },
  none: { zh: '这个月没有未满足的需求。', en: 'Nothing was left unmet in this month.' },
  found: { zh: '{n} 组', en: '{n} clusters' },
  size: { zh: '{n} 条需求', en: '{n} demands' },
  times: { zh: '{n} 次', en: '{n} times' },
  nearest: { zh: '最接近的供给', en: 'Nearest supply' },
  noSupply: { zh: '没有接近的供给。', en: 'No supply comes near.' },
  score: { zh: '契合度 {n} / 100', en: 'Fit {n} / 100' },
  card: { zh: '能力卡《{card}》', en: 'Card “{card}”' },
  gap: { zh: '缺口', en: 'The gap' },
  more: { zh: '另有 {n} 条', en: '{n} more' },
} satisfies Record<string, Bilingual>

export const unmetKindLabels = {
  unmatched: { zh: '未匹配场景', en: 'Unmatched scene' },
  thin: { zh: '无合格企业的场景', en: 'Scene nobody qualifies for' },
  company_search: { zh: '找企业，无结果', en: 'Search for companies, nothing found' },
  scene_search: { zh: '找场景，无结果', en: 'Search for scenes, nothing found' },
} satisfies Record<string, Bilingual>

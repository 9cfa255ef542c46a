import type { Bilingual } from './language.ts'

export const relatedWords = {
  scenes: { zh: '相似的开放场景', en: 'Open scenes like this one' },
  companies: { zh: '相似的企业', en: 'Companies like this one' },
} satisfies Record<string, Bilingual>

export const teamWords = {
  title: { zh: '可以一起做的企业', en: 'Who could pitch together' },
  lead: {
    zh: '没有一家企业单独写明能做到全部必要要求。下面的企业合起来覆盖得更多：每家带来哪几条，写在它下面；是否合作由企业自己决定。',
    en: 'No single company’s cards cover every essential requirement. Together these cover more; under each stands what it brings. Whether they join forces is theirs to decide.',
  },
  open: { zh: '仍无人覆盖：', en: 'Still covered by nobody: ' },
} satisfies Record<string, Bilingual>

export const matchWords = {
  invite: { zh: '邀请申报', en: 'Invite to pitch' },
  pitch: { zh: '申报', en: 'Pitch for it' },
  pitches: { zh: '邀请与申报', en: 'Invitations and pitches' },
  ranking: { zh: '匹配的企业', en: 'Companies that fit' },
  rankingLead: {
    zh: '共 {total} 家可选企业，按契合度排列。分数经校准，不同场景之间可以比较；分数供参考，决定由人作出。',
    en: '{total} companies could pitch, the best fit first. Scores are calibrated, so they compare from scene to scene; people decide, not scores.',
  },
  none: { zh: '暂时没有可推荐的企业。', en: 'There is no company to recommend yet.' },
  noneExcluded: { zh: '没有企业因条件不符被排除。', en: 'No company was kept out by a condition.' },
  excluded: { zh: '因条件不符未列入的企业', en: 'Companies kept out by a condition' },
  seeExcluded: { zh: '查看因条件不符未列入的企业', en: 'See the companies kept out by a condition' },
  seeRanking: { zh: '回到匹配的企业', en: 'Back to the companies that fit' },
  opportunities: { zh: '适合我们的场景', en: 'Scenes for this company' },
  opportunitiesLead: { zh: '共 {total} 个开放中的场景，按契合度排列。', en: '{total} open scenes, the best fit first.' },
  noOpportunities: { zh: '目前没有匹配的开放场景。', en: 'No open scene fits at present.' },
  excludedScenes: { zh: '因条件不符未列入的场景', en: 'Scenes kept out by a condition' },
  seeExcludedScenes: { zh: '查看因条件不符未列入的场景', en: 'See the scenes kept out by a condition' },
  seeOpportunities: { zh: '回到适合我们的场景', en: 'Back to the scenes for this company' },
  outOf: { zh: '/ 100', en: '/ 100' },
  parts: { zh: '分数构成', en: 'What the score is made of' },
  gates: { zh: '条件核对', en: 'Conditions' },
  gate: { zh: '条件', en: 'Condition' },
  outcome: { zh: '结果', en: 'Outcome' },
  why: { zh: '依据', en: 'Why' },
  gateFailed: { zh: '{gate}：不符合', en: '{gate}: not met' },
  toClarify: { zh: '待确认：{gate}', en: 'To clarify: {gate}' },
  coverage: { zh: '逐条要求', en: 'Requirement by requirement' },
  coverageShort: { zh: '必要要求 {met} / {total} 条有依据', en: '{met} of {total} essential requirements covered' },
  requirement: { zh: '要求', en: 'Requirement' },
  evidence: { zh: '能力卡原文', en: 'What the card says' },
  reasons: { zh: '理由', en: 'Reasons' },
  reasonFor: { zh: '要求：{requirement}', en: 'Asked: {requirement}' },
  fromCard: { zh: '能力卡《{card}》', en: 'Card “{card}”' },
  missing: { zh: '还缺什么', en: 'What is missing' },
  save: { zh: '收藏', en: 'Save' },
  dismiss: { zh: '不考虑', en: 'Dismiss' },
  unmark: { zh: '取消标记', en: 'Take it back' },
  dismissReason: { zh: '不考虑的理由', en: 'Why it is dismissed' },
  saved: { zh: '已收藏', en: 'Saved' },
  dismissed: { zh: '已标为不考虑', en: 'Dismissed' },
  whyTitle: { zh: '为什么是我们，为什么不是我们', en: 'Why us, why not us' },
  whyLead: {
    zh: '本企业对该场景的契合情况。此页不含其他企业的任何信息。',
    en: 'How this company stands with this scene. Nothing of any other company is shown.',
  },
  ownPlace: { zh: '目前排在第 {n} 位', en: 'At present in place {n}' },
  noPlace: { zh: '目前未列入排名', en: 'At present not ranked' },
  whyLink: { zh: '为什么是我们 / 为什么不是我们', en: 'Why us / why not us' },
  noGaps: { zh: '没有发现缺口。', en: 'No gaps were found.' },
  noReasons: { zh: '没有可引用的依据。', en: 'There is nothing to quote.' },
  previewTitle: { zh: '试配：贴一段需求，看看谁合适', en: 'Try a match: paste a demand, see who would fit' },
  previewLead: {
    zh: '不保存，不公开。写得越具体，结果越可靠；每行一条要求。',
    en: 'Nothing is stored or shown to others. The more specific, the better; one requirement a line.',
  },
  previewNeeded: { zh: '请至少写一项内容', en: 'Write something in at least one box' },
  previewGo: { zh: '看看谁合适', en: 'See who would fit' },
  standing: { zh: '文本之外', en: 'Beside the texts' },
  bothSides: {
    zh: '双向契合 {both}（场景看企业 {scene}，企业看场景 {company}）',
    en: 'Both ways {both} (the scene’s side {scene}, the company’s side {company})',
  },
  capacityBeside: { zh: '在试点 {running}，上限 {maximum}', en: '{running} pilots running of at most {maximum}' },
  notStated: { zh: '未说明', en: 'not stated' },
  afterKnown: { zh: '成功之后的路径已说明', en: 'What follows success is stated' },
  afterUnknown: { zh: '成功之后的路径尚未明确', en: 'What follows success is not known' },
  chance: { zh: '入选机会估计 {percent}%', en: 'Estimated chance of being chosen: {percent} %' },
  beside: { zh: '分数之外', en: 'Beside the score' },
  besideLead: { zh: '以下各项不计入契合度。', en: 'None of this counts in the fit.' },
  whyNot: { zh: '主要差距', en: 'What holds it back most' },
  stray: { zh: '与其余内容无关的语句', en: 'Sentences that stray' },
  strayLead: {
    zh: '下列语句与同一份档案的其余内容几乎无关，在所有场景的排名中都会拉低得分。如果确是本企业的业务，请另建一张能力卡写明；否则建议删去。',
    en: 'These have next to nothing to do with the rest of your profile, and lower its score for every scene. If they are your trade too, give them a card of their own; otherwise leave them out.',
  },
  fromProfile: { zh: '企业档案', en: 'Company profile' },
  counterfactuals: { zh: '怎样能排得更前', en: 'What would move it up' },
  counterfactualsLead: {
    zh: '其他企业不变，按同一批候选重新计算。',
    en: 'Counted anew among the same candidates, all others staying as they are.',
  },
  wouldMove: { zh: '{change}：从第 {from} 位到第 {to} 位', en: '{change}: from place {from} to {to}' },
  wouldEnter: { zh: '{change}：进入排名，第 {to} 位', en: '{change}: ranked, in place {to}' },
  noCounterfactuals: { zh: '没有单项改动能使名次上升。', en: 'No single change would move it up.' },
  relaxations: { zh: '放宽条件会怎样', en: 'What wider conditions would change' },
  wouldPass: { zh: '{change}：再有 {more} 家企业可选', en: '{change}: {more} more companies could pitch' },
  orderByFit: { zh: '按契合度排列', en: 'Order by fit' },
  orderByBoth: { zh: '按双向契合排列', en: 'Order by both sides’ fit' },
  details: { zh: '条件核对与逐条要求', en: 'Conditions, requirement by requirement' },
} satisfies Record<string, Bilingual>

export const partWords = {
  profile: { zh: '企业整体', en: 'Company as a whole' },
  card: { zh: '最佳能力卡', en: 'Best card' },
  coverage: { zh: '要求覆盖', en: 'Requirements covered' },
  lexical: { zh: '用词相合', en: 'Shared words' },
  dense: { zh: '语义相近', en: 'Close in meaning' },
} satisfies Record<string, Bilingual>

export const standingWords = {
  evidence: { zh: '案例与核验', en: 'Cases and checks' },
  readiness: { zh: '成熟度余量', en: 'Readiness' },
  proximity: { zh: '同城同区（仅用于分先后）', en: 'Place (parts equals only)' },
} satisfies Record<string, Bilingual>

export const gateWords = {
  budget: { zh: '预算', en: 'Budget' },
  deployment: { zh: '部署', en: 'Deployment' },
  filings: { zh: '备案与资质', en: 'Filings' },
  locality: { zh: '地域', en: 'Place' },
  stage: { zh: '成熟度', en: 'Stage' },
  validity: { zh: '档案有效', en: 'Validity' },
  capacity: { zh: '承接能力', en: 'Capacity' },
  conflict: { zh: '利益冲突', en: 'Conflict' },
} satisfies Record<string, Bilingual>

export const outcomeWords = {
  met: { zh: '符合', en: 'Met' },
  partly: { zh: '部分符合', en: 'Partly' },
  unknown: { zh: '未知', en: 'Unknown' },
  not: { zh: '不符合', en: 'Not met' },
  failed: { zh: '不符合', en: 'Not met' },
} satisfies Record<string, Bilingual>

import type { Bilingual } from './language.ts'

export const learningWords = {
  title: { zh: '排名权重', en: 'Weights of the ranking' },
  lead: {
    zh: '排名由少数几个部分加权而成。系统从收藏、不考虑、邀约、入围、采纳中学习权重；只有在未参与学习的数据上排序更准，且各类企业曝光均衡，新权重才会启用。',
    en: 'A ranking is the weighted sum of a few parts. The weights are learned from what was saved, dismissed, invited, shortlisted and accepted. New ones come into force only if they order better what they were not learned from, and show every group of companies its share.',
  },
  inForce: { zh: '当前生效', en: 'In force' },
  version: { zh: '版本', en: 'Version' },
  part: { zh: '部分', en: 'Part' },
  weight: { zh: '权重', en: 'Weight' },
  shippedWeight: { zh: '出厂权重', en: 'As shipped' },
  madeAt: { zh: '学得于 {at}', en: 'Learned {at}' },
  activeFrom: { zh: '启用于 {at}', en: 'In force from {at}' },
  from: {
    zh: '来自 {units} 家单位对 {questions} 个排名的 {judgements} 次判断；另有 {unseen} 次所判对象未在排名中展示过，不计。',
    en: 'From {judgements} judgements of {questions} rankings by {units} organisations; {unseen} more were of pairs never shown in a ranking, and do not count.',
  },
  shippedNote: { zh: '随程序发布，未从本区数据学习。', en: 'Came with the program; nothing was learned from this district.' },
  ndcg: {
    zh: 'nDCG@10（未参与学习的单位）：{before} → {after}，增量 95% 区间 {low} 至 {high}',
    en: 'nDCG@10, on organisations it was not learned from: {before} → {after}; gain, 95 %: {low} to {high}',
  },
  better: { zh: '排序更准', en: 'Orders better' },
  notBetter: { zh: '未证明更准', en: 'Not shown to order better' },
  even: { zh: '曝光均衡', en: 'Exposure is even' },
  uneven: { zh: '曝光不均衡或无法评估', en: 'Exposure is uneven, or cannot be judged' },
  exposure: { zh: '曝光与合格份额之比', en: 'Exposure against the share of the qualified' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  activate: { zh: '启用此版本', en: 'Put into force' },
  rollBack: { zh: '退回上一版本', en: 'Roll back' },
  reason: { zh: '理由', en: 'Reason' },
  history: { zh: '办理记录', en: 'Audit trail' },
  otherBase: { zh: '由另一版出厂权重（{base}）学得', en: 'Learned from other shipped weights ({base})' },
} satisfies Record<string, Bilingual>

export const weightsStatusTerms = [
  { id: 'shipped', zh: '出厂', en: 'As shipped' },
  { id: 'proposed', zh: '未启用', en: 'Proposed' },
  { id: 'active', zh: '生效中', en: 'In force' },
  { id: 'replaced', zh: '已被替换', en: 'Replaced' },
] as const

import type { Bilingual } from './language.ts'

export const relayWords = {
  title: { zh: '检索同步', en: 'Search index' },
  lead: {
    zh: '场景、企业和能力卡的每次改动都会写入检索索引；多次写入失败的改动列在此处，可重新写入。',
    en: 'Every change of a scene, company or card is written to the search index. Changes that failed again and again are listed here, and can be tried again.',
  },
  open: { zh: '{n} 项改动待写入', en: '{n} changes wait to be written' },
  oldest: { zh: '最早一项自 {at} 起等待', en: 'the oldest since {at}' },
  none: { zh: '没有写入失败的改动。', en: 'No change has been given up on.' },
  dead: { zh: '{n} 项改动写入失败', en: '{n} changes were given up on' },
  object: { zh: '对象', en: 'Object' },
  error: { zh: '原因', en: 'Why' },
  attempts: { zh: '次数', en: 'Attempts' },
  changedAt: { zh: '改动时间', en: 'Changed' },
  deadAt: { zh: '停止时间', en: 'Given up' },
  action: { zh: '办理', en: 'Action' },
  replay: { zh: '重新写入', en: 'Try again' },
  replayAll: { zh: '全部重新写入', en: 'Try all of them again' },
  scene: { zh: '场景', en: 'Scene' },
  company: { zh: '企业', en: 'Company' },
  card: { zh: '能力卡', en: 'Card' },
} satisfies Record<string, Bilingual>

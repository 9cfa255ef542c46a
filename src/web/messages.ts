import type { Bilingual, Lang } from './language.ts'

/** Everything the pages say, each in both languages: without its twin a message does not compile. */
type Words = Record<string, Bilingual>

export function inLang<T extends Words>(words: T, lang: Lang): { [K in keyof T]: string } {
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, word[lang]])) as { [K in keyof T]: string }
}

/** Puts values into a message's {places}. */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/gu, (place, name: string) => String(values[name] ?? place))
}

export const frameWords = {
  brand: { zh: '对接', en: 'Duijie' },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  mainNavigation: { zh: '主导航', en: 'Main' },
  scenes: { zh: '场景', en: 'Scenes' },
  companies: { zh: '企业', en: 'Companies' },
  ownScenes: { zh: '我的场景', en: 'My scenes' },
  ownCompany: { zh: '我的企业', en: 'My company' },
  preview: { zh: '试配', en: 'Try a match' },
  review: { zh: '审核', en: 'Review' },
  signIn: { zh: '登录', en: 'Sign in' },
  account: { zh: '账户', en: 'Account' },
  otherLanguage: { zh: 'English', en: '中文' },
  example: { zh: '示例数据', en: 'Example data' },
  exampleNote: { zh: '本站当前展示的场景与企业能力仅供演示，不是真实发布。', en: 'The scenes and company capabilities shown here are for demonstration; none is a genuine posting.' },
  footer: { zh: '对接：让人工智能产品遇见需要它的场景。开放源代码，Apache-2.0。', en: 'Duijie: where AI products meet the places that need them. Open source, Apache-2.0.' },
  reference: { zh: '接口', en: 'API' },
  problems: { zh: '错误代码', en: 'Error codes' },
} satisfies Words

export const flashWords = {
  sceneDrafted: { zh: '草稿已建立。', en: 'The draft has been started.' },
  sceneSaved: { zh: '已保存。', en: 'Saved.' },
  sceneSubmitted: { zh: '已提交审核。', en: 'Submitted for review.' },
  sceneWithdrawn: { zh: '已撤回为草稿。', en: 'Taken back as a draft.' },
  scenePublished: { zh: '场景已发布。', en: 'The scene is published.' },
  sceneReturned: { zh: '已退回并附意见。', en: 'Returned with comments.' },
  sceneTicked: { zh: '合规已确认。', en: 'Compliance is confirmed.' },
  sceneClosed: { zh: '场景已截止。', en: 'The scene is closed.' },
  sceneSuspended: { zh: '已暂停。', en: 'Suspended.' },
  sceneResumed: { zh: '已恢复。', en: 'Resumed.' },
  sceneCancelled: { zh: '已取消。', en: 'Cancelled.' },
  sceneUnmatched: { zh: '已记为未匹配。', en: 'Recorded as unmatched.' },
  sceneRedrafted: { zh: '已转为新草稿，请重设日期。', en: 'It is a draft again; set its dates anew.' },
  commentAnswered: { zh: '已回应。', en: 'Answered.' },
  duplicateAnswered: { zh: '已说明。', en: 'Your answer is recorded.' },
  sceneAmended: { zh: '补充公告已发布。', en: 'The addendum is published.' },
  companyCreated: { zh: '企业档案已建立。', en: 'The company profile has been started.' },
  companySaved: { zh: '企业档案已保存。', en: 'The company profile is saved.' },
  companyListed: { zh: '企业已公开展示。', en: 'The company is listed.' },
  companyHidden: { zh: '企业已隐藏。', en: 'The company is hidden.' },
  companySuspended: { zh: '企业档案已暂停。', en: 'The company profile is suspended.' },
  companyResumed: { zh: '企业档案已恢复。', en: 'The company profile is resumed.' },
  cardDrafted: { zh: '能力卡草稿已建立。', en: 'The card has been started.' },
  cardSaved: { zh: '能力卡已保存。', en: 'The card is saved.' },
  cardSubmitted: { zh: '能力卡已提交核验。', en: 'The card is submitted.' },
  cardWithdrawn: { zh: '能力卡已撤回。', en: 'The card is taken back.' },
  cardListed: { zh: '能力卡已展示。', en: 'The card is listed.' },
  cardReturned: { zh: '能力卡已退回。', en: 'The card is returned.' },
  cardHidden: { zh: '能力卡已隐藏。', en: 'The card is hidden.' },
  cardRenewed: { zh: '能力卡已续期一年。', en: 'The card holds for another year.' },
  cardSuspended: { zh: '能力卡已暂停。', en: 'The card is suspended.' },
  cardResumed: { zh: '能力卡已恢复。', en: 'The card is resumed.' },
  claimVerified: { zh: '核验结果已记录。', en: 'The verification is recorded.' },
  matchMarked: { zh: '已记下您的选择。', en: 'Your choice is recorded.' },
} satisfies Words

export const errorWords = {
  missing: { zh: '请填写', en: 'fill this in' },
  tooLong: { zh: '现有 {count} 字，至多 {max} 字', en: 'has {count} characters, at most {max}' },
  tooMany: { zh: '现有 {count} 项，至多 {max} 项', en: 'has {count} entries, at most {max}' },
  tooManyChoices: { zh: '至多选 {max} 项', en: 'choose at most {max}' },
  notADate: { zh: '请写成 2026-09-30 这样的日期', en: 'write a date such as 2026-09-30' },
  notAChoice: { zh: '请从选项中选择', en: 'choose one of the options' },
  notANumber: { zh: '请填数字', en: 'write a number' },
  notWhole: { zh: '请填整数', en: 'write a whole number' },
  notText: { zh: '含有无法保存的字符，或格式不对', en: 'holds characters that cannot be stored, or has the wrong form' },
  outOfRange: { zh: '须在 {min} 到 {max} 之间', en: 'must be from {min} to {max}' },
  moneyRange: { zh: '金额须在 0 到 1,000 万万元之间', en: 'must be from 0 to ten million 万元' },
} satisfies Words

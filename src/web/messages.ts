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
  offline: {
    zh: '网络已断开，尚未提交；您填写的内容仍在本页，恢复连接后请再次提交。',
    en: 'There is no connection, so nothing was sent. All you typed is still here: send it again once you are back.',
  },
  skip: { zh: '跳到正文', en: 'Skip to content' },
  mainNavigation: { zh: '主导航', en: 'Main' },
  scenes: { zh: '场景', en: 'Scenes' },
  companies: { zh: '企业', en: 'Companies' },
  ownScenes: { zh: '我的场景', en: 'My scenes' },
  ownCompany: { zh: '我的企业', en: 'My company' },
  preview: { zh: '试配', en: 'Try a match' },
  review: { zh: '审核', en: 'Review' },
  organisations: { zh: '组织', en: 'Organisations' },
  exposure: { zh: '曝光公平', en: 'Fair exposure' },
  unmet: { zh: '未满足需求', en: 'Unmet demand' },
  relay: { zh: '检索同步', en: 'Search index' },
  weights: { zh: '排名权重', en: 'Weights' },
  signIn: { zh: '登录', en: 'Sign in' },
  account: { zh: '账户', en: 'Account' },
  otherLanguage: { zh: 'English', en: '中文' },
  example: { zh: '示例数据', en: 'Example data' },
  exampleNote: {
    zh: '本站当前展示的场景与企业能力仅供演示，不是真实发布。',
    en: 'The scenes and company capabilities shown here are for demonstration; none is a genuine posting.',
  },
  footer: {
    zh: '对接：让人工智能产品遇见需要它的场景。开放源代码，Apache-2.0。',
    en: 'Duijie: where AI products meet the places that need them. Open source, Apache-2.0.',
  },
  reference: { zh: '接口', en: 'API' },
  problems: { zh: '错误代码', en: 'Error codes' },
} satisfies Words

/** What an answer had to do without, by the part that was down. */
export const degradedWords = {
  embedding: {
    zh: '智能检索暂时不可用，结果按关键词和条件排序。',
    en: 'Search by meaning is down at present; results are ranked by keywords and conditions.',
  },
  index: {
    zh: '检索服务暂时不可用，以下结果直接取自较新的记录，可能不全。',
    en: 'The search index is down at present; results come straight from the newest records and may be incomplete.',
  },
} satisfies Words

export const flashWords = {
  sceneDrafted: { zh: '草稿已建立。', en: 'The draft has been started.' },
  sceneSaved: { zh: '已保存。', en: 'Saved.' },
  sceneSubmitted: { zh: '已提交审核。', en: 'Submitted for review.' },
  sceneWithdrawn: { zh: '已撤回为草稿。', en: 'Taken back as a draft.' },
  scenePublished: { zh: '场景已发布。', en: 'The scene is published.' },
  sceneReturned: { zh: '已退回并附意见。', en: 'Returned with comments.' },
  sceneTicked: { zh: '合规已确认。', en: 'Compliance is confirmed.' },
  sceneUnticked: { zh: '合规确认已撤回。', en: 'The confirmation is taken back.' },
  sceneClosed: { zh: '场景已截止。', en: 'The scene is closed.' },
  sceneSuspended: { zh: '已暂停。', en: 'Suspended.' },
  sceneResumed: { zh: '已恢复。', en: 'Resumed.' },
  sceneCancelled: { zh: '已取消。', en: 'Cancelled.' },
  sceneUnmatched: { zh: '已记为未匹配。', en: 'Recorded as unmatched.' },
  sceneRedrafted: { zh: '已转为新草稿，请重设日期。', en: 'It is a draft again; set its dates anew.' },
  commentAnswered: { zh: '已回应。', en: 'Answered.' },
  duplicateAnswered: { zh: '已说明。', en: 'Your answer is recorded.' },
  sceneAmended: { zh: '补充公告已发布。', en: 'The addendum is published.' },
  replayed: { zh: '已重新提交写入检索索引。', en: 'They are being written to the search index again.' },
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
  weightsActivated: { zh: '新权重已启用。', en: 'The weights are in force.' },
  weightsRolledBack: { zh: '已退回上一版本的权重。', en: 'The weights before are in force again.' },
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

/** The members of a field that is made of several. */
export const columnWords = {
  name: { zh: '名称', en: 'Name' },
  baseline: { zh: '基线', en: 'Baseline' },
  target: { zh: '目标', en: 'Target' },
  unit: { zh: '单位', en: 'Unit' },
  method: { zh: '测法', en: 'Method' },
  owner: { zh: '数据提供方', en: 'Data owner' },
  address: { zh: '地址', en: 'Address' },
  areaM2: { zh: '面积（平方米）', en: 'Area, m²' },
  openingHours: { zh: '开放时间', en: 'Opening hours' },
  class: { zh: '分级', en: 'Class' },
  volume: { zh: '数据量', en: 'Volume' },
  format: { zh: '格式', en: 'Format' },
  personal: { zh: '含个人信息', en: 'Personal data' },
  legalBasis: { zh: '法律依据', en: 'Legal basis' },
  place: { zh: '存放位置', en: 'Where it is kept' },
  route: { zh: '路径', en: 'Route' },
  budgetLine: { zh: '预算科目', en: 'Budget line' },
  authority: { zh: '决定人', en: 'Who decides' },
  decisionDate: { zh: '决定日期', en: 'Decision date' },
  criterion: { zh: '标准', en: 'Criterion' },
  weight: { zh: '权重', en: 'Weight' },
  kind: { zh: '种类', en: 'Kind' },
  subject: { zh: '对象', en: 'Subject' },
  number: { zh: '编号', en: 'Number' },
  date: { zh: '日期', en: 'Date' },
  validUntil: { zh: '有效期至', en: 'Valid until' },
  sourceUrl: { zh: '出处链接', en: 'Source' },
  uscc: { zh: '统一社会信用代码', en: 'Social credit code' },
  sharePercent: { zh: '持股比例（%）', en: 'Share, %' },
  value: { zh: '数值', en: 'Value' },
  dataset: { zh: '数据集', en: 'Dataset' },
  tester: { zh: '测试方', en: 'Tester' },
  client: { zh: '客户', en: 'Client' },
  domain: { zh: '领域', en: 'Domain' },
  period: { zh: '时间', en: 'Period' },
  description: { zh: '说明', en: 'Description' },
  outcome: { zh: '成效', en: 'Outcome' },
} satisfies Words

export const formWords = {
  errorsTitle: { zh: '有 {count} 处需要修改', en: '{count} things need changing' },
  unchanged: { zh: '尚未保存，您填写的内容都在下面。', en: 'Nothing has been saved yet; all you typed is below.' },
  choose: { zh: '请选择', en: 'Choose' },
  notSaid: { zh: '未说明', en: 'Not said' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  neededToSubmit: { zh: '提交必填', en: 'needed to submit' },
  neededToPublish: { zh: '发布必填', en: 'needed to publish' },
  optional: { zh: '选填', en: 'optional' },
  upTo: { zh: '至多 {max} 字', en: 'at most {max} characters' },
  linesLimit: { zh: '至多 {max} 行，每行 {each} 字以内', en: 'at most {max} lines of up to {each} characters' },
  chooseLimit: { zh: '至多选 {max} 项', en: 'choose at most {max}' },
  rowsLimit: { zh: '至多 {max} 行；清空一行即删除', en: 'at most {max} rows; clear a row to delete it' },
  range: { zh: '{min} 到 {max}', en: '{min} to {max}' },
  inWan: { zh: '万元', en: '¥10,000 (万元)' },
  addRow: { zh: '再加一行：{field}', en: 'Add a row: {field}' },
  save: { zh: '保存草稿', en: 'Save the draft' },
  check: { zh: '检查质量', en: 'Check the quality' },
  cancel: { zh: '取消', en: 'Cancel' },
  changedMeanwhile: {
    zh: '其他人已修改过，您的内容尚未保存；请核对后再次保存，将以您的内容为准。',
    en: 'Somebody changed it meanwhile, so yours is not saved yet; check it and save again to let yours stand.',
  },
  autosaved: { zh: '已自动保存', en: 'Saved automatically' },
  chapters: { zh: '表单章节', en: 'Chapters of the form' },
} satisfies Words

export const accessWords = {
  pub: { zh: '公开', en: 'everybody' },
  reg: { zh: '登录用户可见', en: 'shown to the registered only' },
  mat: { zh: '仅匹配或受邀方可见', en: 'shown to matched or invited parties only' },
  int: { zh: '仅内部可见', en: 'shown to your organisation and the district office only' },
} satisfies Words

export const groupWords = {
  what: { zh: '做什么', en: 'What' },
  why: { zh: '为什么做', en: 'Why' },
  requirements: { zh: '要求与指标', en: 'Requirements and KPIs' },
  data: { zh: '数据、部署与合规', en: 'Data, deployment, compliance' },
  terms: { zh: '条件', en: 'Terms' },
  after: { zh: '成功之后', en: 'After success' },
  time: { zh: '场地与时间', en: 'Place and time' },
  who: { zh: '企业概况', en: 'The company' },
  trust: { zh: '备案与资质', en: 'Filings and trust' },
  proof: { zh: '成熟度与证明', en: 'Maturity and proof' },
} satisfies Words

export const errorPageWords = {
  back: { zh: '返回上一页', en: 'Back' },
  home: { zh: '回到首页', en: 'Home' },
  kept: {
    zh: '页面打开太久，校验已过期。您填写的内容都还在，请再提交一次。',
    en: 'The page was open for too long. All you typed is still here: send it again.',
  },
  again: { zh: '再次提交', en: 'Send it again' },
  reload: { zh: '请返回上一页，刷新后再提交。', en: 'Go back, load the page again, and send it anew.' },
} satisfies Words

export const problemWords = {
  title: { zh: '错误代码', en: 'Error codes' },
  code: { zh: '代码', en: 'Code' },
  meaning: { zh: '含义', en: 'Meaning' },
  otherLanguage: { zh: '英文', en: 'In Chinese' },
  advice: { zh: '怎么办', en: 'What to do' },
  all: { zh: '全部错误代码', en: 'All error codes' },
} satisfies Words

export const componentWords = {
  example: { zh: '示例数据', en: 'Example' },
  pages: { zh: '翻页', en: 'Pages' },
  nextPage: { zh: '下一页', en: 'Next page' },
  firstPage: { zh: '回到第一页', en: 'Back to the first page' },
} satisfies Words

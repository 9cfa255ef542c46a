import type { Bilingual } from './language.ts'

export const homeWords = {
  title: { zh: '让人工智能产品遇见需要它的场景', en: 'Where AI products meet the places that need them' },
  lead: {
    zh: '部门和单位用统一的标准说清需求，企业用能力卡说清能做什么；系统在两个方向上排序匹配，并逐条给出理由和缺口。',
    en: 'Departments state their needs to one standard, companies state on cards what they can do; both sides are ranked for each other, with reasons and gaps spelled out.',
  },
  publish: { zh: '发布一个场景', en: 'Publish a scene' },
  supply: { zh: '展示企业能力', en: 'Show what you can do' },
  figures: {
    zh: '目前有 {scenes} 个开放中的场景，{companies} 家企业展示能力。',
    en: '{scenes} scenes are open at present; {companies} companies show what they can do.',
  },
  newest: { zh: '最新发布', en: 'Newest' },
  closing: { zh: '即将截止', en: 'Closing soonest' },
  domains: { zh: '按领域看', en: 'By domain' },
  allScenes: { zh: '全部开放场景', en: 'All open scenes' },
  noScenes: { zh: '目前没有开放中的场景。', en: 'No scene is open at present.' },
} satisfies Record<string, Bilingual>

export const searchWords = {
  scenesTitle: { zh: '场景', en: 'Scenes' },
  companiesTitle: { zh: '企业', en: 'Companies' },
  searchScenes: { zh: '搜索场景', en: 'Search scenes' },
  searchCompanies: { zh: '搜索企业与能力', en: 'Search companies and capabilities' },
  search: { zh: '搜索', en: 'Search' },
  filters: { zh: '筛选', en: 'Filters' },
  apply: { zh: '应用筛选', en: 'Apply the filters' },
  chosen: { zh: '已选条件', en: 'Chosen filters' },
  remove: { zh: '移除', en: 'Remove' },
  clear: { zh: '清除全部', en: 'Clear all' },
  understood: { zh: '从搜索内容识别：', en: 'Understood from your words:' },
  asWords: { zh: '不作为条件，按文字搜索', en: 'Search for the words instead' },
  superseded: { zh: '（已由所选条件代替）', en: ' (your choice counts instead)' },
  plainSearch: { zh: '全部按文字搜索', en: 'Search for all the words as they are' },
  understandAgain: { zh: '识别搜索内容中的条件', en: 'Understand conditions in the words' },
  found: { zh: '共 {total} 个结果', en: '{total} results' },
  sort: { zh: '排序', en: 'Sort by' },
  relevance: { zh: '相关度', en: 'Relevance' },
  newest: { zh: '最新', en: 'Newest' },
  deadline: { zh: '截止日期', en: 'Deadline' },
  nothing: { zh: '没有符合全部条件的结果。', en: 'Nothing fits all of this.' },
  relax: { zh: '去掉“{filter}”后有 {total} 个结果', en: 'Without “{filter}” there are {total}' },
  withoutWords: { zh: '去掉搜索词“{words}”', en: 'Search without “{words}”' },
  nearest: { zh: '最接近的结果', en: 'What comes nearest' },
  tooLong: { zh: '搜索内容至多 400 字。', en: 'A search has at most 400 characters.' },
  status: { zh: '状态', en: 'Status' },
  budgetBand: { zh: '预算区间', en: 'Budget' },
} satisfies Record<string, Bilingual>

export const reviewWords = {
  title: { zh: '审核', en: 'Review' },
  lead: {
    zh: '先到先审；目标是提交后 3 个工作日内答复。自己撰写的内容不能自己批准。',
    en: 'First come, first served; the aim is an answer within 3 working days. Nobody approves what they wrote.',
  },
  scenes: { zh: '待审核的场景', en: 'Scenes to review' },
  cards: { zh: '待核验的能力卡', en: 'Cards to check' },
  noScenes: { zh: '没有待审核的场景。', en: 'No scene is waiting.' },
  noCards: { zh: '没有待核验的能力卡。', en: 'No card is waiting.' },
  age: { zh: '已等待 {n} 个工作日', en: 'Waiting for {n} working days' },
  ticked: { zh: '合规已确认', en: 'Compliance confirmed' },
  needsTick: { zh: '需合规确认', en: 'Needs compliance' },
  quality: { zh: '质量分 {score}', en: 'Quality {score}' },
  blockers: { zh: '{n} 处必须修改', en: '{n} must be fixed' },
  findings: { zh: '修改建议（{n}）', en: 'Findings ({n})' },
} satisfies Record<string, Bilingual>

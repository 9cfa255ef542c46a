import type { Bilingual } from './language.ts'

export const questionWords = {
  title: { zh: '公开问答', en: 'Questions and answers' },
  of: { zh: '公开问答：{title}', en: 'Questions and answers: {title}' },
  lead: {
    zh: '申报前的问题都在这里提出。答复后所有人同时看到问题与答复；提问企业不公开，需求单位也看不到。',
    en: 'What companies ask before they pitch. Once answered, everybody sees question and answer at the same time; who asked is shown to nobody, not even to the organisation that answers.',
  },
  asksUntil: { zh: '提问截止 {at}', en: 'Questions until {at}' },
  answersUntil: { zh: '答复截止 {at}', en: 'Answers until {at}' },
  none: { zh: '还没有问题。', en: 'There are no questions yet.' },
  question: { zh: '问题 {n}', en: 'Question {n}' },
  answer: { zh: '答复', en: 'Answer' },
  open: { zh: '待答复', en: 'Not answered yet' },
  unanswered: { zh: '未在期限内答复', en: 'Not answered in time' },
  own: { zh: '本企业提出', en: 'Asked by you' },
  ask: { zh: '提问', en: 'Ask' },
  yours: {
    zh: '您的问题（至多 {max} 字；勿写本企业名称、品牌、人员、电话）',
    en: 'Your question (at most {max} characters; leave out your company, brands, people and telephone numbers)',
  },
  give: { zh: '答复问题 {n}', en: 'Answer question {n}' },
  yourAnswer: {
    zh: '答复（至多 {max} 字，所有人可见，一经提交不能更改）',
    en: 'Your answer (at most {max} characters; public, and final)',
  },
  send: { zh: '提交问题', en: 'Send the question' },
  sendAnswer: { zh: '公开答复', en: 'Publish the answer' },
  link: { zh: '公开问答', en: 'Questions and answers' },
  backToScene: { zh: '回到场景', en: 'Back to the scene' },
} satisfies Record<string, Bilingual>

import type { Bilingual } from './language.ts'

/** What is said of a session on paper, in spreadsheets and in calendars. */
export const printWords = {
  agenda: { zh: '会议日程', en: 'Agenda' },
  tables: { zh: '桌卡', en: 'Table cards' },
  participants: { zh: '参会单', en: 'Participant sheets' },
  table: { zh: '桌', en: 'Table' },
  time: { zh: '时间', en: 'Time' },
  room: { zh: '房间', en: 'Room' },
  department: { zh: '需求方', en: 'Unit' },
  company: { zh: '企业', en: 'Company' },
  with: { zh: '对方', en: 'With' },
  people: { zh: '参会人员：', en: 'People: ' },
  notes: { zh: '备注', en: 'Notes' },
  noMeetings: { zh: '暂无已排定的洽谈。', en: 'No meetings are placed yet.' },
  noPeople: { zh: '未填写', en: 'Not named' },
  checkIn: { zh: '签到码', en: 'Check-in code' },
  checkInHint: { zh: '到场时出示此码，或报出下方字符。', en: 'Show this code on arrival, or say the characters below it.' },
  link: { zh: '会议链接：', en: 'Link: ' },
  safety: { zh: '安全须知：', en: 'Safety notes: ' },
  summaryLine: {
    zh: '{meetings} 场洽谈，{slots} 个时段，{parties} 个参会方',
    en: '{meetings} meetings in {slots} slots, {parties} participants',
  },
  unplaced: { zh: '尚未排定', en: 'Without a place' },
  printedAt: { zh: '{at} 打印，第 {version} 版', en: 'Printed {at}, version {version}' },
  example: { zh: '示例数据，不是真实会议', en: 'Example data, not a genuine event' },
  print: {
    zh: '用浏览器的打印功能（Ctrl+P）打印或另存为 PDF。',
    en: 'Print this page, or save it as PDF, with your browser (Ctrl+P).',
  },
  back: { zh: '返回对接会', en: 'Back to the session' },
} satisfies Record<string, Bilingual>

export const downloadWords = {
  title: { zh: '打印与导出', en: 'Print and export' },
  sheets: { zh: '导入表格', en: 'Bring spreadsheets back' },
  sheetsLead: {
    zh: '下载表格，填好后再上传；有错的行会逐一列出。',
    en: 'Download a spreadsheet, fill it in, upload it. Rows that are wrong are listed one by one.',
  },
  sheetsLink: { zh: '导入填好的结果表或排期表', en: 'Bring filled-in spreadsheets back' },
  calendar: { zh: '我方洽谈加入日历（.ics）', en: 'Our meetings for a calendar (.ics)' },
  follow: { zh: '订阅我的全部洽谈', en: 'Follow all my meetings' },
  agenda: { zh: '打印日程', en: 'Print the agenda' },
  tables: { zh: '打印桌卡', en: 'Print table cards' },
  participants: { zh: '打印全部参会单', en: 'Print all participant sheets' },
  ownSheet: { zh: '打印我方参会单', en: 'Print our sheet' },
  plan: { zh: '排期表（.xlsx）', en: 'Timetable (.xlsx)' },
  outcomes: { zh: '结果表（.xlsx）', en: 'Outcomes (.xlsx)' },
  importOutcomes: { zh: '导入结果表', en: 'Bring outcomes back' },
  importOutcomesLead: {
    zh: '按洽谈编号对应；任何一行有误则全部不导入。可先检查，不作改动。',
    en: 'Rows are matched by meeting id. If any row is wrong nothing is changed. Check first to change nothing.',
  },
  importPlan: { zh: '导入排期表', en: 'Bring a timetable back' },
  importPlanLead: {
    zh: '在“洽谈”表中改动时段和桌号后上传；没有冲突才会保存为待发布的排期。',
    en: 'Change slots and tables on the sheet of meetings, then upload it. It is kept as a plan to publish only if nothing conflicts.',
  },
  file: { zh: '.xlsx 文件', en: 'An .xlsx file' },
  check: { zh: '只检查，不改动', en: 'Only check' },
  doImport: { zh: '导入', en: 'Import' },
  checked: { zh: '检查完毕，未作改动。', en: 'Checked; nothing was changed.' },
  imported: { zh: '已导入。', en: 'Imported.' },
  counts: {
    zh: '{changed} 行有改动，{unchanged} 行不变，{blank} 行未填。',
    en: '{changed} rows changed, {unchanged} as they were, {blank} left empty.',
  },
  rowError: { zh: '第 {row} 行 {column} 列：{message}', en: 'Row {row}, column {column}: {message}' },
  seePlan: { zh: '查看并发布这份排期', en: 'See this plan and publish it' },
} satisfies Record<string, Bilingual>

export const calendarWords = {
  title: { zh: '我的日历', en: 'My calendar' },
  lead: {
    zh: '把下面的地址加入手机或电脑的日历，您的全部洽谈会自动更新，并在开始前 24 小时和 1 小时提醒。',
    en: 'Add the address to the calendar of your telephone or computer. All your meetings keep up to date there, with reminders 24 hours and 1 hour before.',
  },
  none: { zh: '您还没有日历地址。', en: 'You have no calendar address yet.' },
  since: {
    zh: '您的日历地址建于 {at}；出于安全考虑只在建立时显示一次。',
    en: 'Your calendar address was made on {at}. To keep it safe it is shown only when it is made.',
  },
  once: { zh: '您的日历地址（只显示这一次）', en: 'Your calendar address (shown this once)' },
  onceNote: {
    zh: '知道此地址的人都能看到您的洽谈时间、地点和对方名称，请勿转发。',
    en: 'Whoever knows this address sees when, where and with whom you meet. Do not pass it on.',
  },
  open: { zh: '在日历中打开', en: 'Open in a calendar' },
  make: { zh: '建立日历地址', en: 'Make an address' },
  makeNew: { zh: '换一个新地址', en: 'Make a new address' },
  makeNewNote: { zh: '旧地址立即失效。', en: 'The old one stops working at once.' },
  revoke: { zh: '停用地址', en: 'Take the address back' },
} satisfies Record<string, Bilingual>

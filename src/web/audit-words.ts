import type { Bilingual, Lang } from './language.ts'

export const auditWords = {
  title: { zh: '办理记录', en: 'Audit trail' },
  lead: {
    zh: '每一步由谁在何时办理；记录只能追加，前后以散列相连。',
    en: 'Who did what, and when. Records are only ever added, each bound to the one before by its hash.',
  },
  whole: { zh: '共 {n} 条，核对无误', en: '{n} records, checked and unaltered' },
  broken: { zh: '第 {n} 条与原始记录不符', en: 'Record {n} is not as it was written' },
  time: { zh: '时间', en: 'Time' },
  who: { zh: '办理人', en: 'By' },
  what: { zh: '事项', en: 'What' },
  status: { zh: '状态', en: 'Status' },
  reason: { zh: '说明', en: 'Reason' },
  detail: { zh: '细节与散列', en: 'Detail and hash' },
  system: { zh: '系统', en: 'The system' },
  back: { zh: '回到该对象', en: 'Back to it' },
} satisfies Record<string, Bilingual>

/** What was done, by the verb behind the noun: scene.publish, card.list. */
const verbs: Record<string, Bilingual> = {
  draft: { zh: '起草', en: 'Drafted' },
  create: { zh: '建立', en: 'Created' },
  edit: { zh: '修改', en: 'Edited' },
  submit: { zh: '提交', en: 'Submitted' },
  withdraw: { zh: '撤回', en: 'Withdrawn' },
  return: { zh: '退回', en: 'Returned' },
  comment: { zh: '写意见', en: 'Commented' },
  answer_comment: { zh: '回应意见', en: 'Comment answered' },
  answer_duplicate: { zh: '说明重复情况', en: 'Duplicate answered' },
  tick_compliance: { zh: '确认合规', en: 'Compliance confirmed' },
  untick_compliance: { zh: '撤回合规确认', en: 'Compliance taken back' },
  publish: { zh: '发布', en: 'Published' },
  amend: { zh: '补充公告', en: 'Amended' },
  close: { zh: '截止', en: 'Closed' },
  suspend: { zh: '暂停', en: 'Suspended' },
  resume: { zh: '恢复', en: 'Resumed' },
  cancel: { zh: '取消', en: 'Cancelled' },
  unmatch: { zh: '记为未匹配', en: 'Recorded as unmatched' },
  redraft: { zh: '重新起草', en: 'Drafted again' },
  list: { zh: '展示', en: 'Listed' },
  show: { zh: '展示', en: 'Shown' },
  hide: { zh: '隐藏', en: 'Hidden' },
  renew: { zh: '续期', en: 'Renewed' },
  verify: { zh: '核验', en: 'Verified' },
  expire: { zh: '到期', en: 'Expired' },
  register: { zh: '登记', en: 'Registered' },
  found: { zh: '设立', en: 'Founded' },
  invite: { zh: '邀请成员', en: 'Member invited' },
  accept: { zh: '接受邀请', en: 'Invitation accepted' },
  add_side: { zh: '增加身份', en: 'Side added' },
  issue: { zh: '新建密钥', en: 'Key made' },
  revoke: { zh: '作废密钥', en: 'Key revoked' },
  reset_password: { zh: '重置密码', en: 'Password reset' },
  set_password: { zh: '修改密码', en: 'Password changed' },
  import: { zh: '批量导入', en: 'Imported' },
  replay: { zh: '重新写入检索索引', en: 'Sent to the search index again' },
  propose: { zh: '学得新权重', en: 'Weights learned' },
  activate: { zh: '启用权重', en: 'Weights put into force' },
  roll_back: { zh: '退回上一版本', en: 'Rolled back' },
  loaded: { zh: '载入示例数据', en: 'Example data loaded' },
}

export function actionLabel(action: string, lang: Lang): string {
  return verbs[action.slice(action.indexOf('.') + 1)]?.[lang] ?? action
}

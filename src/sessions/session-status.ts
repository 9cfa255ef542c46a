export const sessionStatuses = [
  { id: 'planned', zh: '筹备中', en: 'Planned' },
  { id: 'open_for_interest', zh: '意向征集', en: 'Open for interest' },
  { id: 'draft_schedule', zh: '排期中', en: 'Draft timetable' },
  { id: 'published', zh: '已发布', en: 'Published' },
  { id: 'live', zh: '进行中', en: 'Live' },
  { id: 'closing', zh: '收尾中', en: 'Closing' },
  { id: 'closed', zh: '已结束', en: 'Closed' },
  { id: 'postponed', zh: '已延期', en: 'Postponed' },
  { id: 'cancelled', zh: '已取消', en: 'Cancelled' },
] as const

export type SessionStatus = (typeof sessionStatuses)[number]['id']

export const meetingStatuses = [
  { id: 'proposed', zh: '拟安排', en: 'Proposed' },
  { id: 'pending', zh: '待确认', en: 'Pending' },
  { id: 'accepted', zh: '已确认', en: 'Accepted' },
  { id: 'declined', zh: '已婉拒', en: 'Declined' },
  { id: 'expired', zh: '已过期', en: 'Expired' },
  { id: 'cancelled', zh: '已取消', en: 'Cancelled' },
  { id: 'checked_in', zh: '已签到', en: 'Checked in' },
  { id: 'held', zh: '已举行', en: 'Held' },
  { id: 'no_show_company', zh: '企业未到', en: 'Company did not come' },
  { id: 'no_show_unit', zh: '需求单位未到', en: 'Unit did not come' },
] as const

export type MeetingStatus = (typeof meetingStatuses)[number]['id']

/** A meeting in one of these holds its people and its table once it has a slot. */
export const holdingStatuses: readonly MeetingStatus[] = ['pending', 'accepted', 'checked_in', 'held']

export const participantStatuses = [
  { id: 'invited', zh: '已邀请', en: 'Invited' },
  { id: 'joined', zh: '已报名', en: 'Joined' },
  { id: 'waiting', zh: '候补', en: 'Waiting' },
  { id: 'declined', zh: '不参加', en: 'Declined' },
  { id: 'left', zh: '已退出', en: 'Left' },
] as const

export type ParticipantStatus = (typeof participantStatuses)[number]['id']

export const planStatuses = [
  { id: 'queued', zh: '排队中', en: 'Queued' },
  { id: 'running', zh: '排期中', en: 'Running' },
  { id: 'complete', zh: '已完成', en: 'Complete' },
  { id: 'stopped', zh: '已停止', en: 'Stopped' },
  { id: 'failed', zh: '失败', en: 'Failed' },
  { id: 'published', zh: '已发布', en: 'Published' },
  { id: 'discarded', zh: '已放弃', en: 'Discarded' },
] as const

export type PlanStatus = (typeof planStatuses)[number]['id']

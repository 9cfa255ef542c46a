import type { MeetingOutcome, SeatedMeeting } from '../sessions/meeting.ts'
import type { Minutes } from '../sessions/session-content.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import type { Session } from '../sessions/session.ts'
import { addWorkingDays } from '../shared/time.ts'
import type { Arranged } from './arrange-meetings.ts'
import type { Seeding } from './seeding.ts'

type Held = Arranged & {
  index: number
  /** The demonstration's own company: something waits for its answer. */
  ours: string | undefined
  personOf: (participantId: string) => string | null
  sceneId: string | null
  during: string
}

/** Of a session to come: agreed or waiting; of one that is over: what came of it. */
export function exampleMeeting({ ports, district }: Seeding, session: Session, held: Held): SeatedMeeting {
  const { slot, table, department, company, index, ours, personOf, sceneId, during } = held
  const id = ports.ids()
  const isOver = session.status === 'closed'
  const status = isOver ? overStatus(index) : company === ours || index % 4 === 3 ? 'pending' : 'accepted'
  const at = session.publishedAt ?? session.createdAt
  const hasMet = status === 'held'
  const seats = [department, company].map((participantId, seat) => {
    const hasAccepted = isOver || status === 'accepted' || (seat === 0 && index % 8 !== 7)
    return {
      meetingId: id,
      participantId,
      isChair: seat === 0,
      personId: personOf(participantId),
      acceptedAt: hasAccepted ? at : null,
      acceptedBy: hasAccepted ? 'system' : null,
      checkedInAt: hasMet ? session.startsAt : null,
    }
  })
  const outcome = hasMet ? outcomes[index % outcomes.length]! : null
  return {
    id,
    districtId: district.id,
    sessionId: session.id,
    sceneId,
    status,
    version: 1,
    sequence: 0,
    origin: 'plan',
    requestedBy: null,
    message: null,
    fit: null,
    slot,
    tableNo: table,
    during,
    isPinned: index === 4 && !isOver,
    isRequired: false,
    windowFrom: null,
    windowTo: null,
    statusReason: null,
    statusSince: isOver ? session.endsAt : at,
    outcome,
    minutes: outcome === null ? null : minutesOf(outcome, index, session.content.date),
    minutesBy: outcome === null ? null : 'system',
    minutesAt: outcome === null ? null : session.endsAt,
    createdAt: at,
    updatedAt: isOver ? session.endsAt : at,
    seats,
  }
}

/** What a company asked for since, at an hour that suits it, and nobody has found room for. */
export function exampleRequest(meeting: SeatedMeeting, companyId: string): SeatedMeeting {
  return {
    ...meeting,
    status: 'pending',
    origin: 'request',
    requestedBy: companyId,
    message: '示例：希望当面演示十分钟。',
    isPinned: false,
    slot: null,
    tableNo: null,
    during: null,
    windowFrom: 1,
    windowTo: 2,
    seats: meeting.seats.map((seat) => ({
      ...seat,
      personId: null,
      ...(seat.participantId !== companyId && {
        acceptedAt: null,
        acceptedBy: null,
      }),
    })),
  }
}

function overStatus(index: number): MeetingStatus {
  return index === 6 ? 'no_show_company' : 'held'
}

const outcomes: readonly MeetingOutcome[] = [
  'next_meeting',
  'pitch_invited',
  'info_only',
  'pilot_talks',
  'no_fit',
  'next_meeting',
]
const steps: Record<Exclude<MeetingOutcome, 'no_fit'>, string> = {
  next_meeting: '约定下次见面时间，带现场数据样例',
  pitch_invited: '在场景页提交申报',
  info_only: '发送产品资料和案例联系人',
  pilot_talks: '拟定试点方案初稿，列明数据与安装条件',
}

function minutesOf(outcome: MeetingOutcome, index: number, date: string): Minutes {
  if (outcome === 'no_fit') return { actions: [], noFitReason: '示例：产品需要联网部署，单位只能用内网。' }
  const owner = outcome === 'pitch_invited' || outcome === 'info_only' ? '示例·企业联系人' : '示例·单位联系人'
  return {
    actions: [{ owner, due: addWorkingDays(date, 5 + (index % 3) * 3), text: steps[outcome] }],
    ...(index % 3 === 0 && { notes: '示例：双方对使用边界看法一致，价格留待下次。' }),
  }
}

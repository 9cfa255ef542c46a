import { startable, wrongState } from './pitch.ts'
import type { Pitch } from './pitch.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'

/** A company beside the leading one, in its own words what it does there. */
export type PitchMember = {
  pitchId: string
  companyId: string
  orgId: string
  role: string
  status: 'asked' | 'accepted' | 'declined'
  askedAt: Date
  answeredBy: string | null
  answeredAt: Date | null
}

export const memberStatuses = [
  { id: 'asked', zh: '待答复', en: 'Asked' },
  { id: 'accepted', zh: '已加入', en: 'Joined' },
  { id: 'declined', zh: '已婉拒', en: 'Declined' },
] as const

export const membersMax = 6

/** Nobody is named in what is handed in who has not agreed to it. */
export function isAnswered(members: readonly PitchMember[]): Outcome<null> {
  const open = members.filter(({ status }) => status === 'asked').length
  return open > 0 ? refuse('pitch.team_open', { open }) : done(null)
}

/** Whether the leading company may ask this one: not itself, nobody twice, and not everybody. */
export function mayAsk(pitch: Pitch, members: readonly PitchMember[], companyId: string): Outcome<null> {
  const standing = members.filter(({ status }) => status !== 'declined')
  const isThere = companyId === pitch.companyId || standing.some((member) => member.companyId === companyId)
  if (isThere) return refuse('pitch.member_exists')
  return standing.length >= membersMax ? refuse('pitch.team_full', { max: membersMax }) : done(null)
}

export function mayAnswer(pitch: Pitch, { status }: PitchMember): Outcome<null> {
  const state = startable(pitch, 'pitch.ask_member')
  if (!state.ok) return state
  return status === 'asked' ? done(null) : wrongState(pitch.status)
}

/** What was handed in names its team; whoever wants to leave then asks the leading company to take it back. */
export function mayLeave(pitch: Pitch, { status }: PitchMember): Outcome<null> {
  const state = startable(pitch, 'pitch.ask_member')
  if (!state.ok) return state
  return status === 'accepted' ? done(null) : wrongState(pitch.status)
}

export function joined(members: readonly PitchMember[]): PitchMember[] {
  return members.filter(({ status }) => status === 'accepted')
}

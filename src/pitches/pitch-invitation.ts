import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { addWorkingDays, dateIn, endOfDate } from '../shared/time.ts'
import type { InvitationStatus } from './pitch-status.ts'

export type PitchInvitation = {
  id: string
  districtId: string
  sceneId: string
  companyId: string
  /** The company's organisation. */
  orgId: string
  status: InvitationStatus
  version: number
  /** Where the company stood in the ranking when it was invited; null: not ranked. */
  place: number | null
  reason: string | null
  message: string | null
  invitedBy: string
  invitedOrgId: string
  invitedAt: Date
  expiresAt: Date
  answeredBy: string | null
  answeredAt: Date | null
  declineReason: string | null
}

/** The columns a step sets; the store adds the next version. */
export type InvitationChange = Partial<Omit<PitchInvitation, 'id' | 'districtId' | 'sceneId' | 'companyId' | 'orgId' | 'version'>>

/** Down to this place the ranking itself is the reason. */
export const placeWithoutReasonMax = 12

export const answerWorkingDays = 5

/** The end of the fifth working day after, in the district. */
export function expiryOf(zone: string, now: Date): Date {
  return endOfDate(zone, addWorkingDays(dateIn(zone, now), answerWorkingDays))
}

/** Whether somebody set the ranking aside. */
export function isOverride({ place }: Pick<PitchInvitation, 'place'>): boolean {
  return place === null || place > placeWithoutReasonMax
}

/** Unanswered past its time it reads as lapsed at once, written down or not. */
export function invitationStatusAt({ status, expiresAt }: Pick<PitchInvitation, 'status' | 'expiresAt'>, now: Date) {
  return status === 'invited' && expiresAt <= now ? 'lapsed' : status
}

/** To the scene's side it stands as it was answered or left, so that nobody there sees who has pitched. */
export function statusForScene(
  invitation: Pick<PitchInvitation, 'status' | 'answeredAt' | 'expiresAt'>,
  now: Date,
): InvitationStatus {
  if (invitation.status !== 'pitched') return invitationStatusAt(invitation, now)
  return invitationStatusAt({ ...invitation, status: invitation.answeredAt === null ? 'invited' : 'accepted' }, now)
}

/** The ranking's own gate that keeps a company out, which no reason opens. */
export type ExcludingGate = { id: string; why: { zh: string; en: string } }

export type InviteFacts = { place: number | null; excludedBy: readonly ExcludingGate[]; reason: string }

export function invite({ place, excludedBy, reason }: InviteFacts): Outcome<null> {
  if (excludedBy.length > 0) return refuse('pitch_invitation.excluded', { gates: excludedBy })
  if (isOverride({ place }) && reason.trim() === '') return refuse('pitch_invitation.needs_reason', { place })
  return done(null)
}

/** One invitation a company and scene; sent anew only where it lapsed, or for a new round of the scene. */
export function inviteAgain(earlier: PitchInvitation, roundAt: Date, now: Date): Outcome<null> {
  const hasLapsed = statusForScene(earlier, now) === 'lapsed'
  return hasLapsed || earlier.invitedAt < roundAt ? done(null) : refuse('pitch_invitation.exists', { invitationId: earlier.id })
}

export function accept(by: string, now: Date): Outcome<InvitationChange> {
  return done({ status: 'accepted', answeredBy: by, answeredAt: now })
}

export function decline(by: string, reason: string, now: Date): Outcome<InvitationChange> {
  if (reason.trim() === '') return refuse('scene.needs_reason')
  return done({ status: 'declined', answeredBy: by, answeredAt: now, declineReason: reason })
}

/** Whether it lets its company pitch where only the invited may. */
export function opensScene(invitation: PitchInvitation | undefined, now: Date): boolean {
  return invitation !== undefined && ['invited', 'accepted', 'pitched'].includes(invitationStatusAt(invitation, now))
}

import { permissions } from '../accounts/permissions.ts'
import type { Action, Target } from '../accounts/permissions.ts'
import type { Scene } from '../scenes/scene.ts'
import { roundOf, statusAt } from '../scenes/scene.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { PitchContent } from './pitch-content.ts'
import type { PitchDecision, PitchStatus } from './pitch-status.ts'

export type Pitch = {
  id: string
  districtId: string
  sceneId: string
  companyId: string
  /** The leading company's organisation. */
  orgId: string
  status: PitchStatus
  version: number
  content: PitchContent
  /** The share of its fields that came from the profile when it was drafted. */
  prefilledShare: number | null
  /** The fields that still stand as the profile gave them. */
  prefilled: string[]
  writtenBy: string
  submittedBy: string | null
  submittedAt: Date | null
  withdrawnAt: Date | null
  statusReason: string | null
  statusSince: Date
  appealedAt: Date | null
  appeal: string | null
  /** When the auditor granted or dismissed it, and why. */
  appealRuledAt: Date | null
  appealAnswer: string | null
  gateId: string | null
  disqualifyBy: string | null
  disqualifyAs: 'district_officer' | 'auditor' | null
  disqualifyReason: string | null
  decision: PitchDecision | null
  decisionCodes: string[] | null
  feedback: string | null
  decidedBy: string | null
  decidedAt: Date | null
  releasedAt: Date | null
  isExample: boolean
  createdAt: Date
  updatedAt: Date
  /** When the scene was published that it answers. */
  roundAt: Date
}

/** What stands in a pitch that nobody has taken back, judged or decided on. */
export const untouched = {
  withdrawnAt: null,
  appealedAt: null,
  appeal: null,
  appealRuledAt: null,
  appealAnswer: null,
  gateId: null,
  disqualifyBy: null,
  disqualifyAs: null,
  disqualifyReason: null,
  decision: null,
  decisionCodes: null,
  feedback: null,
  decidedBy: null,
  decidedAt: null,
  releasedAt: null,
} as const satisfies Partial<Pitch>

/** The columns a decision sets; the store adds the next version. */
export type PitchChange = Partial<
  Omit<
    Pitch,
    'id' | 'districtId' | 'sceneId' | 'companyId' | 'orgId' | 'version' | 'createdAt' | 'updatedAt' | 'isExample' | 'roundAt'
  >
>

export type PitchAction = Extract<Action, `pitch.${string}`>

/** What the permission matrix needs to know of a pitch. */
export function targetOfPitch({ orgId, districtId, status }: Pick<Pitch, 'orgId' | 'districtId' | 'status'>): Target {
  return { orgId, districtId, status }
}

/** Done where this action may start from the pitch's state. */
export function startable(pitch: Pick<Pitch, 'status'>, action: PitchAction): Outcome<PitchStatus> {
  return startsFrom(permissions[action], pitch.status) ? done(pitch.status) : wrongState(pitch.status)
}

export function wrongState(status: PitchStatus) {
  return refuse('pitch.wrong_state', { state: status, allowed: actionsFrom(status) })
}

export function entered(status: PitchStatus, since: Date, reason: string | null = null) {
  return { status, statusSince: since, statusReason: reason }
}

/**
 * What a pitch is called to everybody, from its draft on, while its company is not named: by the random end of its id, so
 * that it tells neither who it is nor who came first.
 */
export function labelOfPitch({ id }: Pick<Pitch, 'id'>): string {
  return `P-${id.slice(-6).toUpperCase()}`
}

/** Open for pitches: published, opened, and before its deadline. */
export function takesPitches(scene: Pick<Scene, 'status' | 'opensAt' | 'deadlineAt'>, now: Date): Outcome<null> {
  if (scene.status === 'published' && scene.deadlineAt !== null && scene.deadlineAt <= now)
    return refuse('pitch.too_late', { deadlineAt: scene.deadlineAt })
  if (statusAt(scene, now) === 'closed') return refuse('pitch.too_late', { deadlineAt: scene.deadlineAt })
  const isOpen = scene.status === 'published' && (scene.opensAt === null || scene.opensAt <= now)
  return isOpen ? done(null) : refuse('pitch.not_open')
}

type Round = Parameters<typeof roundOf>[0]

export function isOfRound({ roundAt }: Pick<Pitch, 'roundAt'>, scene: Round): boolean {
  return roundAt.getTime() === roundOf(scene).getTime()
}

/** The same for a pitch begun already: what was begun for an earlier round stays there. */
export function takesPitch(pitch: Pick<Pitch, 'roundAt'>, scene: Parameters<typeof takesPitches>[0] & Round, now: Date) {
  return isOfRound(pitch, scene) ? takesPitches(scene, now) : refuse('pitch.too_late', { deadlineAt: pitch.roundAt })
}

export function isAppealOpen({
  status,
  appealedAt,
  appealRuledAt,
}: Pick<Pitch, 'status' | 'appealedAt' | 'appealRuledAt'>): boolean {
  return status === 'ineligible' && appealedAt !== null && appealRuledAt === null
}

/** An appeal is made and heard until the decisions of its round are released, and while the scene is held too. */
export function hearsAppeals(pitch: Pick<Pitch, 'roundAt'>, scene: Scene, now: Date): Outcome<null> {
  const status = statusAt(scene, now)
  if (status === 'decided' || !isOfRound(pitch, scene)) return refuse('decision.released')
  return status === 'closed' || status === 'suspended' ? done(null) : refuse('scene.wrong_state', { state: status })
}

/** Since the deadline the scene's side may read what was handed in; before, only how much. */
export function areUnsealed(scene: Pick<Scene, 'status' | 'deadlineAt' | 'suspendedFrom'>, now: Date): boolean {
  const status: string = scene.status === 'suspended' ? (scene.suspendedFrom ?? 'closed') : statusAt(scene, now)
  return unsealedStates.includes(status)
}

const unsealedStates: readonly string[] = ['closed', 'decided', 'unmatched']

/** Handed in and not taken back: what the scene's side counts and, after the deadline, reads. */
export const handedIn = [
  'submitted',
  'ineligible',
  'in_review',
  'scored',
  'consensus',
  'shortlisted',
  'selected',
  'reserve',
  'declined',
  'disqualified',
] as const satisfies readonly PitchStatus[]

export function isHandedIn(status: PitchStatus): boolean {
  return (handedIn as readonly PitchStatus[]).includes(status)
}
function actionsFrom(status: PitchStatus): string[] {
  const actions = Object.entries(permissions).filter(([action, grant]) => action.startsWith('pitch.') && 'states' in grant)
  return actions.filter(([, grant]) => startsFrom(grant, status)).map(([action]) => action)
}

function startsFrom(grant: (typeof permissions)[Action], status: PitchStatus): boolean {
  return !('states' in grant) || (grant.states as readonly string[]).includes(status)
}

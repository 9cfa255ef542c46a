import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Target } from '../accounts/permissions.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import type { Scene } from '../scenes/scene.ts'
import type { PitchMember } from './pitch-team.ts'
import { areUnsealed, isHandedIn, isOfRound, targetOfPitch } from './pitch.ts'
import type { Pitch } from './pitch.ts'
import type { PitchStatus } from './pitch-status.ts'

/** As what somebody looks at a pitch; undefined: for them there is none. */
export type PitchReader = 'lead' | 'member' | 'office' | 'auditor' | 'matchmaker' | 'unit'

export type Seen = { pitch: Pitch; scene: Scene; members: readonly PitchMember[] }

/**
 * Its company and the companies of its team at any time; the scene's side what was handed in, once the deadline has
 * passed; what was taken back, its company and the auditor.
 */
export function readerOf(actor: Actor, { pitch, scene, members }: Seen, now: Date): PitchReader | undefined {
  if (actor.districtId !== pitch.districtId) return undefined
  const asParty = partyOf(actor, pitch, members)
  if (asParty !== undefined) return asParty
  const as = readerOfScene(actor, scene, now)
  // What a cancelled scene was answered nobody decides on; the auditor may still ask.
  const isOver = !isOfRound(pitch, scene) || areUnsealed(scene, now) || (as === 'auditor' && scene.status === 'cancelled')
  if (!isOver) return undefined
  if (as === undefined) return undefined
  if (as === 'auditor') return pitch.submittedAt === null ? undefined : as
  return isHandedIn(pitch.status) ? as : undefined
}

export function maySeePitch(actor: Actor, seen: Seen, now: Date): boolean {
  return actor.kind === 'system' || readerOf(actor, seen, now) !== undefined
}

/** Of what is being made of a pitch its own side learns nothing before the release, nor from the states a refusal names. */
export function statusFor(reader: PitchReader | undefined, { status, releasedAt }: Pitch): PitchStatus {
  const isParty = reader === 'lead' || reader === 'member'
  return isParty && releasedAt === null && undisclosed.includes(status) ? 'in_review' : status
}

const undisclosed: readonly PitchStatus[] = ['in_review', 'scored', 'consensus', 'shortlisted', 'selected', 'reserve', 'declined']

/** For the permission matrix, of a pitch that the actor knows of. */
export function targetFor(actor: Actor, seen: Seen, now: Date): Target {
  const status = statusFor(readerOf(actor, seen, now), seen.pitch)
  return { ...targetOfPitch({ ...seen.pitch, status }), public: true }
}

function partyOf(actor: Actor, pitch: Pitch, members: readonly PitchMember[]): PitchReader | undefined {
  const isSupply = actor.roles.includes('company_editor') || actor.roles.includes('company_signatory')
  if (!isSupply || actor.orgId === null) return undefined
  if (actor.orgId === pitch.orgId) return permit(actor, 'pitch.read', targetOfPitch(pitch)).ok ? 'lead' : undefined
  return members.some(({ orgId, status }) => orgId === actor.orgId && status !== 'declined') ? 'member' : undefined
}

/** As what the scene's side reads its pitches. */
export function readerOfScene(actor: Actor, scene: Scene, now: Date): PitchReader | undefined {
  if (!permit(actor, 'pitch.read_scene', targetOfScene(scene, now)).ok) return undefined
  if (actor.roles.includes('auditor')) return 'auditor'
  if (actor.roles.includes('district_officer')) return 'office'
  return actor.roles.includes('matchmaker') ? 'matchmaker' : 'unit'
}

import type { Actor } from '../accounts/actor.ts'
import { actorId } from '../accounts/actor.ts'
import type { GateId } from '../matching/gates.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { changePitch } from './change-pitch.ts'
import type { Decision, VerbPorts } from './change-pitch.ts'
import type { StoredPitch } from './pitch-store.ts'
import { entered, hearsAppeals, isAppealOpen, wrongState } from './pitch.ts'
import type { Pitch, PitchAction, PitchChange } from './pitch.ts'

/** The office finds that a gate keeps it out. */
export function ruleOutPitch(ports: VerbPorts, actor: Actor, id: string, gateId: GateId, reason: string): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action: 'pitch.rule_out',
    decide: (_tx, { pitch }, now) => {
      if (reason.trim() === '') return refuse('scene.needs_reason')
      // What the auditor has let in again stays in.
      if (pitch.gateId === gateId && pitch.appealedAt !== null) return wrongState(pitch.status)
      return done<Decision>({ change: { ...entered('ineligible', now, reason), gateId }, reason, detail: { gateId } })
    },
  })
}

/** The company answers once. */
export function appealPitch(ports: VerbPorts, actor: Actor, id: string, appeal: string): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action: 'pitch.appeal',
    decide: (_tx, { pitch, scene }, now) => {
      const heard = hearsAppeals(pitch, scene, now)
      if (!heard.ok) return heard
      if (appeal.trim() === '') return refuse('scene.needs_reason')
      if (pitch.appealedAt !== null) return wrongState(pitch.status)
      return done<Decision>({ change: { appeal, appealedAt: now }, reason: appeal })
    },
  })
}

/** The auditor grants the appeal. */
export function readmitPitch(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredPitch> {
  return hearAppeal(ports, actor, id, { action: 'pitch.readmit', reason, change: (now) => entered('submitted', now) })
}

/** The auditor dismisses the appeal: the ruling stands, and the company reads why. */
export function dismissAppeal(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredPitch> {
  return hearAppeal(ports, actor, id, { action: 'pitch.dismiss_appeal', reason, change: () => ({}) })
}

type Ruling = { action: PitchAction; reason: string; change: (now: Date) => PitchChange }

/** Once, and before everybody is told of the decisions. */
function hearAppeal(ports: VerbPorts, actor: Actor, id: string, { action, reason, change }: Ruling): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action,
    decide: (_tx, { pitch, scene }, now) => {
      const heard = hearsAppeals(pitch, scene, now)
      if (!heard.ok) return heard
      if (reason.trim() === '') return refuse('scene.needs_reason')
      if (!isAppealOpen(pitch)) return wrongState(pitch.status)
      const ruled = { ...change(now), appealRuledAt: now, appealAnswer: reason }
      return done<Decision>({ change: ruled, reason, detail: { gateId: pitch.gateId } })
    },
  })
}

/** Takes two persons, one of the office and the auditor: the first proposes, the second makes it so. */
export function disqualifyPitch(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action: 'pitch.disqualify',
    decide: (_tx, { pitch }, now) => {
      if (reason.trim() === '') return refuse('scene.needs_reason')
      const change = disqualify(pitch, actor, reason, now)
      if (!change.ok) return change
      const isQuiet = pitch.disqualifyAs === null
      return done<Decision>({ change: change.value, reason, detail: { by: pitch.disqualifyBy }, isQuiet })
    },
  })
}

function disqualify(pitch: Pitch, actor: Actor, reason: string, now: Date): Outcome<PitchChange> {
  const { disqualifyAs, disqualifyBy, disqualifyReason } = pitch
  if (disqualifyAs === null) {
    const as = actor.roles.includes('district_officer') ? 'district_officer' : 'auditor'
    return done({ disqualifyAs: as, disqualifyBy: actorId(actor), disqualifyReason: reason })
  }
  const needs = disqualifyAs === 'auditor' ? 'district_officer' : 'auditor'
  if (disqualifyBy === actorId(actor) || !actor.roles.includes(needs)) return refuse('actor.own_writing', { needs })
  return done(entered('disqualified', now, [disqualifyReason, reason].filter((text) => text !== null).join('\n')))
}

import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { SceneStatus } from '../scenes/scene.ts'
import type { PitchStatus } from './pitch-status.ts'

export const panelMembersMax = 9

/** A pitch that is in the running: it is scored, and decided at the release. */
export const eligibleStatuses = [
  'submitted',
  'in_review',
  'scored',
  'consensus',
  'shortlisted',
] as const satisfies readonly PitchStatus[]

/** What evaluators read: those in the running, and at the end what became of them. */
export const evaluatedStatuses = [
  ...eligibleStatuses,
  'selected',
  'reserve',
  'declined',
] as const satisfies readonly PitchStatus[]

export function isEligible(status: PitchStatus): boolean {
  return (eligibleStatuses as readonly PitchStatus[]).includes(status)
}

export type PanelMember = {
  sceneId: string
  personId: string
  isChair: boolean
  appointedBy: string
  appointedAt: Date
  recusedAt: Date | null
  recusalReason: string | null
}

type Sealed = { pitchId: string; personId: string; submittedAt: Date | null }

export function active<M extends Pick<PanelMember, 'recusedAt'>>(members: readonly M[]): M[] {
  return members.filter(({ recusedAt }) => recusedAt === null)
}

/** From the moment when everybody who has not stepped aside has submitted for every pitch in the running. */
export function areOpen(members: readonly PanelMember[], pitchIds: readonly string[], scores: readonly Sealed[]): boolean {
  const scoring = active(members)
  const submitted = new Set(scores.filter((score) => score.submittedAt !== null).map(keyOf))
  const wanted = scoring.flatMap(({ personId }) => pitchIds.map((pitchId) => keyOf({ pitchId, personId })))
  return wanted.length > 0 && wanted.every((key) => submitted.has(key))
}

function keyOf({ pitchId, personId }: { pitchId: string; personId: string }): string {
  return `${pitchId} ${personId}`
}

export type AppointFacts = {
  sceneStatus: SceneStatus
  isEvaluator: boolean
  /** Belongs to the unit or to a company that pitches, or holds a role that reads names. */
  hasConflict: boolean
  areOpen: boolean
}

/** Nobody joins once the scores are open; the chair may pass to another member until the end. */
export function appoint(members: readonly PanelMember[], personId: string, facts: AppointFacts): Outcome<'join' | 'change'> {
  if (facts.sceneStatus !== 'published' && facts.sceneStatus !== 'closed') return refuse('panel.wrong_state')
  const member = members.find((one) => one.personId === personId)
  if (member !== undefined) return member.recusedAt === null ? done('change') : refuse('panel.wrong_state')
  if (!facts.isEvaluator) return refuse('panel.not_evaluator')
  if (facts.hasConflict) return refuse('panel.conflict')
  if (facts.areOpen || active(members).length >= panelMembersMax) return refuse('panel.wrong_state', { max: panelMembersMax })
  return done('join')
}

/** The member who acts; whoever stepped aside sees and does nothing more. */
export function memberOf(members: readonly PanelMember[], personId: string | null): Outcome<PanelMember> {
  const member = members.find((one) => one.personId === personId)
  if (member === undefined) return refuse('panel.not_member')
  return member.recusedAt === null ? done(member) : refuse('panel.recused')
}

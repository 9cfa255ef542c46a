import * as v from 'valibot'
import { cancelReasons } from '../scenes/scene.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { codePointLength, list, text } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { isEligible } from './panel.ts'
import { pitchDecisions } from './pitch-status.ts'
import type { PitchDecision } from './pitch-status.ts'
import { wrongState } from './pitch.ts'
import type { Pitch } from './pitch.ts'

export const feedbackCharactersMin = 30
export const feedbackCharactersMax = 1000

/** Why, by the closed list that every step shares. */
export const reasonCodes = cancelReasons

export const DecisionInput = v.strictObject({
  decision: v.picklist(idsOf(pitchDecisions)),
  codes: list(v.picklist(idsOf(reasonCodes)), reasonCodes.length),
  feedback: text(feedbackCharactersMax),
})
export type DecisionInput = v.InferOutput<typeof DecisionInput>

export const ShortlistInput = v.strictObject({ pitchIds: v.pipe(list(v.pipe(v.string(), v.uuid()), 8), v.minLength(1)) })

type Numbers = Pick<SceneContent, 'shortlistN' | 'awardN'>
type Decided = Pick<Pitch, 'id' | 'status' | 'decision' | 'decisionCodes' | 'feedback' | 'decidedBy'>

/** The pitches that join the shortlist, once the panel has agreed on all. */
export function shortlist<P extends Decided>(pitches: readonly P[], ids: readonly string[], scene: Numbers): Outcome<P[]> {
  const running = pitches.filter(({ status }) => isEligible(status))
  const chosen = [...new Set(ids)].map((id) => running.find((pitch) => pitch.id === id))
  if (chosen.includes(undefined)) return refuse('pitch.not_found')
  const unready = running.find(({ status }) => status !== 'consensus' && status !== 'shortlisted')
  if (unready !== undefined) return refuse('consensus.too_early')
  const joining = (chosen as P[]).filter(({ status }) => status === 'consensus')
  if (joining.length === 0) return wrongState('shortlisted')
  const there = running.filter(({ status }) => status === 'shortlisted').length
  if (there + joining.length > (scene.shortlistN ?? 0)) return refuse('decision.too_many', { max: scene.shortlistN ?? 0 })
  return done(joining)
}

/** Written down and told to nobody; who is on the shortlist may be chosen, and no more of them than announced. */
export function decide(
  pitch: Decided,
  pitches: readonly Decided[],
  { decision, codes, feedback }: DecisionInput,
  scene: Numbers,
): Outcome<{ decision: PitchDecision; decisionCodes: string[]; feedback: string }> {
  if (pitch.status === 'selected' || pitch.status === 'reserve' || pitch.status === 'declined') return refuse('decision.released')
  const mayChoose = pitch.status === 'shortlisted'
  if (!mayChoose && !(pitch.status === 'consensus' && decision === 'declined')) return wrongState(pitch.status)
  const others = pitches.filter((one) => one.id !== pitch.id && isEligible(one.status) && one.decision === 'selected').length
  if (decision === 'selected' && others + 1 > (scene.awardN ?? 0)) return refuse('decision.too_many', { max: scene.awardN ?? 0 })
  const decided = { decision, decisionCodes: [...new Set(codes)], feedback }
  return isComplete(decided) ? done(decided) : refuse('decision.incomplete')
}

/** Every pitch in the running has its decision and its feedback, somebody else gave them, and no appeal is open. */
export function checkRelease(
  pitches: readonly Decided[],
  appeals: number,
  releasedBy: string | null,
  scene: Numbers,
): Outcome<null> {
  if (appeals > 0) return refuse('decision.appeal_open', { appeals })
  const running = pitches.filter(({ status }) => isEligible(status))
  const open = running.filter((pitch) => !isComplete(pitch)).length
  if (running.length === 0 || open > 0) return refuse('decision.incomplete', { open, pitches: running.length })
  if (running.some(({ decidedBy }) => decidedBy === null || decidedBy === releasedBy)) return refuse('decision.own')
  const selected = running.filter(({ decision }) => decision === 'selected').length
  return selected > (scene.awardN ?? 0) ? refuse('decision.too_many', { max: scene.awardN ?? 0 }) : done(null)
}

/** The codes name what was wanting, so only who is declined needs one. */
function isComplete({ decision, decisionCodes, feedback }: Pick<Decided, 'decision' | 'decisionCodes' | 'feedback'>): boolean {
  const isReasoned = decision !== 'declined' || (decisionCodes ?? []).length > 0
  return decision !== null && isReasoned && codePointLength((feedback ?? '').trim()) >= feedbackCharactersMin
}

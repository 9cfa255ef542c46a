import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { codePointLength } from '../shared/schema.ts'
import { dateIn, endOfDate } from '../shared/time.ts'
import { entered, otherReasonCharactersMin, startable, wrongState } from './scene.ts'
import type { CancelReason, Scene, SceneChange } from './scene.ts'
import { delayTimetable } from './timetable.ts'

const redraftDaysMax = 180
const dayMs = 86_400_000

/** The organisation ends it before its deadline. */
export function close(scene: Scene, reason: string, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'close', now)
  if (!state.ok) return state
  return reason.trim() === '' ? refuse('scene.needs_reason') : done(entered('closed', now, reason))
}

/** The timer writes down what is true since the deadline. */
export function closeAtDeadline(scene: Scene, now: Date): Outcome<SceneChange> {
  if (scene.status !== 'published' || scene.deadlineAt === null || scene.deadlineAt > now) return wrongState(scene.status)
  return done(entered('closed', scene.deadlineAt))
}

/** What was decided of its pitches is told to everybody at once; whether it all is decided, the pitches' own rules say. */
export function release(scene: Scene, releasedBy: string | null, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'release', now)
  return state.ok ? done({ ...entered('decided', now), releasedAt: now, releasedBy }) : state
}

/** What has come of its pitches: how many nobody has answered yet, and how many were selected or put in reserve. */
export type PitchesOfScene = { open: number; chosen: number }

/** Nobody was found: whoever pitched has been told so before. */
export function unmatch(
  scene: Scene,
  { open, chosen }: PitchesOfScene,
  reason: string,
  wouldChange: string,
  now: Date,
): Outcome<SceneChange> {
  const state = startable(scene, 'unmatch', now)
  if (!state.ok) return state
  if (open > 0) return refuse('scene.pitches_open', { open })
  if (chosen > 0) return refuse('scene.pitches_chosen', { chosen })
  if (reason.trim() === '' || wouldChange.trim() === '') return refuse('scene.needs_reason')
  return done(entered('unmatched', now, `${reason}\n${wouldChange}`))
}

export function suspend(scene: Scene, reason: string, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'suspend', now)
  if (!state.ok) return state
  if (reason.trim() === '') return refuse('scene.needs_reason')
  return done({ ...entered('suspended', now, reason), suspendedFrom: state.value })
}

/** Back to where it was; while it was open the clock stood still, so what lay ahead moves by the pause. */
export function resume(scene: Scene, zone: string, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'resume', now)
  if (!state.ok) return state
  const back = scene.suspendedFrom ?? 'closed'
  const change = { ...entered(back, now), suspendedFrom: null }
  if (back !== 'published' || scene.deadlineAt === null) return done(change)
  const pausedMs = now.getTime() - scene.statusSince.getTime()
  const last = dateIn(zone, new Date(scene.deadlineAt.getTime() + pausedMs - 1))
  const content = delayTimetable(scene.content, last, dateIn(zone, scene.statusSince))
  return done({ ...change, content, deadlineAt: endOfDate(zone, last) })
}

export function cancel(scene: Scene, code: CancelReason, text: string, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'cancel', now)
  if (!state.ok) return state
  if (code === 'other' && codePointLength(text.trim()) < otherReasonCharactersMin) return refuse('scene.needs_reason')
  return done({ ...entered('cancelled', now, text.trim() === '' ? code : `${code}: ${text}`), suspendedFrom: null })
}

/** Another attempt at what found no match: the same scene, a new version, with its dates to be set anew. */
export function redraft(scene: Scene, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'redraft', now)
  if (!state.ok) return state
  if (now.getTime() - scene.statusSince.getTime() > redraftDaysMax * dayMs) return refuse('scene.too_late')
  const cleared = {
    submittedBy: null,
    submittedAt: null,
    complianceBy: null,
    publishedBy: null,
    publishedAt: null,
    opensAt: null,
    deadlineAt: null,
  }
  return done({ ...entered('draft', now), ...cleared, duplicatesAnswered: [], overrides: [] })
}

import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { addWorkingDays, dateIn } from '../shared/time.ts'
import { snakeKey } from '../shared/wire.ts'
import type { SceneContent, SceneField, ScenePatch } from './scene-content.ts'
import { instantsOf, needsCompliance, statusAt, wrongState } from './scene.ts'
import type { Scene, SceneChange } from './scene.ts'
import { delayTimetable } from './timetable.ts'

/** With fewer working days left than this, an addendum moves the deadline. */
const daysLeftMin = 5
/** By so many working days. */
const extensionDays = 3

/** One field before and after; the name as on the wire. */
export type FieldChange = { field: string; before: unknown; after: unknown }

export type Amendment = {
  change: SceneChange & { content: SceneContent }
  changes: FieldChange[]
  /** Whether it is more than a widening, and so is announced as an addendum. */
  isAddendum: boolean
  /** The new deadline, where the addendum itself moved it. */
  extendedTo?: string
}

/**
 * Rule A4: what only widens a published scene is free; anything else is an addendum, wants a reason,
 * and leaves applicants time to take it in.
 */
export function amend(scene: Scene, patch: ScenePatch, reason: string, zone: string, now: Date): Outcome<Amendment> {
  const status = statusAt(scene, now)
  if (status !== 'published') return wrongState(status)
  const content = carried(patched(scene.content, patch), scene.content, patch, dateIn(zone, now))
  const narrowing = changedFields(scene.content, content).filter((field) => !widens(field, scene.content, content))
  if (narrowing.length > 0 && reason.trim() === '') return refuse('scene.needs_addendum', { fields: narrowing.map(snakeKey) })
  if (needsCompliance(content) && scene.complianceBy === null) return refuse('scene.needs_compliance')
  const amended = narrowing.length === 0 ? content : extended(content, dateIn(zone, now))
  return done({
    change: { content: amended, ...instantsOf(amended, zone) },
    changes: diffOf(scene.content, amended),
    isAddendum: narrowing.length > 0,
    ...(amended === content ? {} : { extendedTo: amended.deadline! }),
  })
}

/** A later deadline takes the steps behind it along, unless the patch sets them itself. */
function carried(content: SceneContent, before: SceneContent, patch: ScenePatch, today: string): SceneContent {
  const isSet = patch.decisionAt !== undefined || patch.startBy !== undefined
  const inOrder = (content.decisionAt ?? '9') >= (content.deadline ?? '')
  if (isSet || inOrder || !isLater(before.deadline, content.deadline)) return content
  return delayTimetable({ ...content, deadline: before.deadline! }, content.deadline!, today)
}

/** What differs between two contents, field by field. */
export function diffOf(before: SceneContent, after: SceneContent): FieldChange[] {
  return changedFields(before, after).map((field) => ({
    field: snakeKey(field),
    before: before[field] ?? null,
    after: after[field] ?? null,
  }))
}

function changedFields(before: SceneContent, after: SceneContent): SceneField[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<SceneField>
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

const growing: readonly SceneField[] = ['desirable', 'techKeywords', 'marketKeywords', 'supportOffered']
const free: readonly SceneField[] = ['contact', 'contactWindow', 'titleEn', 'summaryEn']

function widens(field: SceneField, before: SceneContent, after: SceneContent): boolean {
  if (free.includes(field)) return after[field] !== undefined
  if (growing.includes(field)) return holdsAll(before[field] as string[] | undefined, after[field] as string[] | undefined)
  if (field === 'deadline') return isLater(before.deadline, after.deadline)
  // A later deadline carries the steps behind it along.
  if (field === 'decisionAt' || field === 'startBy' || field === 'questionsClose')
    return isLater(before.deadline, after.deadline) && isLater(before[field], after[field])
  if (field === 'budgetMaxFen')
    return after.budgetMaxFen !== undefined && before.budgetMaxFen !== undefined && after.budgetMaxFen > before.budgetMaxFen
  return false
}

function isLater(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && after > before
}

function holdsAll(before: readonly string[] = [], after: readonly string[] = []): boolean {
  return before.every((entry) => after.includes(entry))
}

function extended(content: SceneContent, today: string): SceneContent {
  const { deadline } = content
  if (deadline === undefined || deadline >= addWorkingDays(today, daysLeftMin)) return content
  const base = deadline > today ? deadline : today
  return delayTimetable(content, addWorkingDays(base, extensionDays), today)
}

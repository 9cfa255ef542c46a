import type { AllocationProblem, Pair, Side, UnmetBound } from '../planning/allocation-problem.ts'
import type { PlannedMeeting, TimetableProblem } from '../planning/timetable-problem.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { PairFit } from './pair-fits.ts'
import { comingOf, isOverBy, tablesFor, unavailableOf } from './plan-facts.ts'
import { isFixed, standingOf } from '../sessions/standing.ts'
import type { PlanFacts } from './plan-facts.ts'

/** A meeting that a plan chose: its id in the problem, until it is published and has one of its own. */
export type PlannedPair = {
  id: string
  department: string
  company: string
  sceneId: string | null
  /** Reciprocal, 0 to 100. */
  fit: number
  /** The fit with what wishes add to it, which the choice is made by. */
  worth: number
  /** The slots that suit whoever asked for it. */
  window?: [number, number]
}

export type Fairness = { floor?: number | 'highest' | undefined; priceMax?: number | undefined }

/** How much a wish adds to the fit of a pair, from the first place of a list on; both sides' wishes add up. */
export const wishWorth: readonly number[] = [5, 4, 3, 2, 1]
/** How much it adds that one side asked the other for a meeting, or has accepted one. */
export const askedWorth = 10

/** Left out last, whatever else has to be. */
const stayingWeight = 1_000
const decimals = 10

/** Which new pairs could meet, beside the meetings that stay and in the room that those leave. */
export function allocationProblemOf(
  facts: PlanFacts,
  staying: readonly SeatedMeeting[],
  fits: readonly PairFit[],
  { floor, priceMax }: Fairness,
): AllocationProblem {
  const sides = sidesOf(facts, staying)
  return {
    departments: sides.departments,
    companies: sides.companies,
    pairs: pairsOf(facts, staying, fits),
    meetingsMax: Math.max(0, openSlots(facts) * tablesFor(facts) - staying.filter((meeting) => !isBehind(facts, meeting)).length),
    ...(floor !== undefined && { floor }),
    ...(priceMax !== undefined && { priceMax }),
  }
}

/** Slots, tables, who comes, and which meetings: those that stay, some of them in their slots, and the chosen ones. */
export function timetableProblemOf(
  facts: PlanFacts,
  staying: readonly SeatedMeeting[],
  isFixedHere: (meeting: SeatedMeeting) => boolean,
  chosen: readonly PlannedPair[],
): TimetableProblem {
  const unavailable = unavailableOf(facts, staying, isFixedHere)
  return {
    slots: Math.max(1, facts.slots.length),
    tables: Math.max(1, tablesFor(facts)),
    participants: comingOf(facts, staying).map(({ id }) => ({ id, unavailable: unavailable.get(id)! })),
    meetings: [...staying.map((meeting) => stayingMeeting(facts, meeting, isFixedHere(meeting))), ...chosen.map(chosenMeeting)],
  }
}

/** The chosen pairs with the ids of meetings that are pending between them, and what each was worth to both sides. */
export function plannedPairs(facts: PlanFacts, fits: readonly PairFit[], chosen: readonly Pair[]): PlannedPair[] {
  const byPair = new Map(fits.map((fit) => [pairKey(fit.department, fit.company), fit]))
  const pending = new Map(standingOf(facts).loose.flatMap((meeting) => pairsSeated(meeting).map((key) => [key, meeting])))
  return chosen.map(({ department, company, fit: worth }) => {
    const key = pairKey(department, company)
    const { sceneId, fit } = byPair.get(key)!
    const meeting = pending.get(key)
    const window = meeting && windowOf(facts, meeting)
    return { id: meeting?.id ?? key, department, company, sceneId, fit, worth, ...(window !== undefined && { window }) }
  })
}

export function chosenMeeting({ id, department, company, worth, window }: PlannedPair): PlannedMeeting {
  return { id, participants: [department, company], weight: worth, ...(window !== undefined && { window }) }
}

/** The bounds as people set them: with the meetings that were there before. */
export function unmetWith(staying: readonly SeatedMeeting[], unmet: readonly UnmetBound[]): UnmetBound[] {
  const counts = countsOf(staying)
  return unmet.map((bound) => {
    const { cause, remedy } = bound
    const kept = counts.get(bound.id) ?? 0
    return {
      ...bound,
      cause: cause.code === 'min_unmet' ? { ...cause, min: cause.min + kept } : cause,
      remedy: remedy.code === 'lower_minimum' ? { ...remedy, to: remedy.to + kept } : remedy,
    }
  })
}

/** Two participants, whichever was there first. */
export function pairKey(department: string, company: string): string {
  return `${department}.${company}`
}

function sidesOf(facts: PlanFacts, staying: readonly SeatedMeeting[]): { departments: Side[]; companies: Side[] } {
  const counts = countsOf(staying)
  const ahead = countsOf(staying.filter((meeting) => !isBehind(facts, meeting)))
  const away = unavailableOf(facts, staying, isFixed)
  const sideOf = (participant: PlanFacts['participants'][number]): Side => {
    const count = counts.get(participant.id) ?? 0
    const free = facts.slots.length - away.get(participant.id)!.length
    const max = Math.max(0, Math.min(participant.meetingsMax - count, free - (ahead.get(participant.id) ?? 0)))
    return { id: participant.id, min: Math.max(0, participant.meetingsMin - count), max }
  }
  const joined = facts.participants.filter(({ status }) => status === 'joined')
  return {
    departments: joined.filter(({ side }) => side === 'department').map(sideOf),
    companies: joined.filter(({ side }) => side === 'company').map(sideOf),
  }
}

function countsOf(meetings: readonly SeatedMeeting[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { participantId } of meetings.flatMap(({ seats }) => seats))
    counts.set(participantId, (counts.get(participantId) ?? 0) + 1)
  return counts
}

function pairsOf(facts: PlanFacts, staying: readonly SeatedMeeting[], fits: readonly PairFit[]): Pair[] {
  const { loose, over } = standingOf(facts)
  const done = new Set([...staying, ...over].flatMap(pairsSeated))
  const marks = new Map(facts.pairMarks.map((mark) => [pairKey(mark.departmentId, mark.companyId), mark.kind]))
  const wished = wishesAdded(facts, loose)
  return fits.flatMap((fit) => {
    const key = pairKey(fit.department, fit.company)
    const mark = marks.get(key)
    // A gate keeps a pair out unless the matchmaker knows better; related parties it keeps out for good.
    if (done.has(key) || (fit.failed.length > 0 && (mark !== 'pin' || fit.failed.includes('conflict')))) return []
    const worth = rounded(fit.fit + (wished.get(key) ?? 0))
    return [{ department: fit.department, company: fit.company, fit: worth, ...(mark !== undefined && { mark }) }]
  })
}

/** Both ways round, of every two who sit in it. */
function pairsSeated({ seats }: SeatedMeeting): string[] {
  return seats.flatMap((one) => seats.map((other) => pairKey(one.participantId, other.participantId)))
}

function wishesAdded({ wishes, participants }: PlanFacts, loose: readonly SeatedMeeting[]): Map<string, number> {
  const departments = new Set(participants.filter(({ side }) => side === 'department').map(({ id }) => id))
  const added = new Map<string, number>()
  const add = (key: string, worth: number) => added.set(key, (added.get(key) ?? 0) + worth)
  for (const { participantId, wishedId, place } of wishes) {
    const key = departments.has(participantId) ? pairKey(participantId, wishedId) : pairKey(wishedId, participantId)
    add(key, wishWorth[place - 1] ?? wishWorth.at(-1)!)
  }
  for (const meeting of loose)
    if (meeting.origin === 'request' || meeting.seats.some(({ acceptedAt }) => acceptedAt !== null))
      for (const key of pairsSeated(meeting)) add(key, askedWorth)
  return added
}

function stayingMeeting(facts: PlanFacts, meeting: SeatedMeeting, isFixedHere: boolean): PlannedMeeting {
  const { id, seats } = meeting
  const participants = seats.map(({ participantId }) => participantId)
  if (isFixedHere) return { id, participants, slot: meeting.slot, weight: stayingWeight }
  const window = windowOf(facts, meeting)
  return { id, participants, weight: stayingWeight, ...(window !== undefined && { window }) }
}

/** As far as the day still has these slots: it may have been laid out anew since they were asked for. */
function windowOf({ slots }: PlanFacts, { windowFrom, windowTo }: SeatedMeeting): [number, number] | undefined {
  if (windowFrom === null || windowTo === null || windowFrom > slots.length) return undefined
  return [windowFrom, Math.min(windowTo, slots.length)]
}

/** It was held, or its time has come. */
function isBehind(facts: PlanFacts, { slot }: SeatedMeeting): boolean {
  return slot !== null && isOverBy(facts, slot)
}

function openSlots({ slots, now }: PlanFacts): number {
  return slots.filter(({ startsAt }) => startsAt > now).length
}

/** Sums of binary fractions would differ with their order. */
function rounded(value: number): number {
  return Math.round(value * decimals) / decimals
}

import * as v from 'valibot'
import type { Cause, Remedy } from './cause.ts'

export const slotsMax = 400
export const tablesMax = 1_000
export const participantsMax = 2_000
export const meetingsMax = 5_000
export const seatsMin = 2
export const seatsMax = 6

/** What a file holds beside these keys is ignored. */
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const Count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max))
const Slot = Count(slotsMax)

/** Absent and null mean the same. */
const Participant = v.object({ id: Id, unavailable: v.nullish(v.array(Slot)) })
const Meeting = v.object({
  id: Id,
  participants: v.pipe(v.array(Id), v.minLength(seatsMin), v.maxLength(seatsMax)),
  window: v.nullish(v.tuple([Slot, Slot])),
  slot: v.nullish(Slot),
  weight: v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0))),
  required: v.nullish(v.boolean()),
})

/** Which meetings to put into which slot and at which table; slots and tables count from 1. */
export const TimetableProblem = v.object({
  slots: Slot,
  tables: Count(tablesMax),
  participants: v.pipe(v.array(Participant), v.maxLength(participantsMax)),
  meetings: v.pipe(v.array(Meeting), v.maxLength(meetingsMax)),
})
export type TimetableProblem = v.InferOutput<typeof TimetableProblem>
export type PlannedMeeting = TimetableProblem['meetings'][number]

export type Assignment = { meeting: string; slot: number; table: number }

/** What stands against a meeting, by the bound it runs into, and the smallest change that would let it in. */
export type Unplaced = {
  meeting: string
  /** In English, as plan files say it; `cause` and `remedy` are said in either language by causeWords and remedyWords. */
  reason: string
  bound: Bound
  cause: Cause
  relaxation?: string
  remedy?: Remedy
}
export type Bound = 'no_slot' | 'pinned_clash' | 'participant_slots' | 'tables' | 'combination' | 'stopped'

export type Plan = {
  assignments: Assignment[]
  unplaced: Unplaced[]
  breaks: number
  gap: number
}

/** The problem, or every fault in it, each with where it stands. */
export function readProblem(input: unknown): { ok: true; problem: TimetableProblem } | { ok: false; faults: string[] } {
  const parsed = v.safeParse(TimetableProblem, input)
  if (!parsed.success)
    return { ok: false, faults: parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'problem'}: ${issue.message}`) }
  const faults = contradictions(parsed.output)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, problem: parsed.output }
}

function contradictions({ slots, participants, meetings }: TimetableProblem): string[] {
  const known = new Set(participants.map(({ id }) => id))
  return [
    ...repeated(participants.map(({ id }) => id)).map((id) => `participants: ${id} occurs twice`),
    ...repeated(meetings.map(({ id }) => id)).map((id) => `meetings: ${id} occurs twice`),
    ...participants.flatMap(({ id, unavailable }) =>
      (unavailable ?? [])
        .filter((slot) => slot > slots)
        .map((slot) => `participant ${id}: slot ${slot} is beyond the last, ${slots}`),
    ),
    ...meetings.flatMap((meeting) => meetingFaults(meeting, slots, known).map((fault) => `meeting ${meeting.id}: ${fault}`)),
  ]
}

function meetingFaults({ participants, window, slot }: PlannedMeeting, slots: number, known: Set<string>): string[] {
  const [first, last] = window ?? [1, slots]
  return [
    ...repeated(participants).map((id) => `participant ${id} occurs twice`),
    ...participants.filter((id) => !known.has(id)).map((id) => `participant ${id} is unknown`),
    ...(first > last ? [`its window ends (${last}) before it begins (${first})`] : []),
    ...(last > slots && first <= last ? [`its window ends at ${last}, beyond the last slot, ${slots}`] : []),
    ...(slot !== null && slot !== undefined && slot > slots ? [`its slot ${slot} is beyond the last, ${slots}`] : []),
  ]
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

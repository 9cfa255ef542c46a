import * as v from 'valibot'
import { causeWords, remedyWords } from '../planning/cause.ts'
import type { Called, Cause, Remedy } from '../planning/cause.ts'
import { comparePlaces } from './plan-compare.ts'
import type { ChoiceTotals, PlanChoice } from './plan-content.ts'
import { placesIn } from './plan-facts.ts'
import type { ListedPlan } from './plan-store.ts'
import type { ReadPlan } from './read-plan.ts'
import { participantsBehind } from './shared-people.ts'
import { isoIn } from '../shared/time.ts'
import { planStatuses } from '../sessions/session-status.ts'
import type { StoredSession } from '../sessions/session-store.ts'
import { Instant } from '../sessions/session-view.ts'
import { slotsOf } from '../sessions/slots.ts'

const Words = v.object({ zh: v.string(), en: v.string() })
const Stand = v.object({ slot: v.number(), table: v.number() })
const ChangeOfPlace = v.object({ meeting: v.string(), before: v.nullable(Stand), after: v.nullable(Stand) })
const Told = v.object({ reason: Words, relaxation: v.nullable(Words) })

export const ListedPlanAnswer = v.object({
  id: v.string(),
  status: v.picklist(planStatuses.map(({ id }) => id)),
  kind: v.picklist(['whole', 'repair']),
  seconds: v.number(),
  seed: v.number(),
  progress: v.nullable(
    v.object({ breaks: v.number(), gap: v.number(), unplaced: v.number(), bound: v.number(), seconds: v.number() }),
  ),
  isStale: v.boolean(),
  madeAt: Instant,
  finishedAt: v.nullable(Instant),
  publishedAt: v.nullable(Instant),
  failure: v.nullable(v.picklist(['process_died', 'fault'])),
})

const Allocation = v.object({
  fit: v.number(),
  fitPlaced: v.number(),
  fitBound: v.number(),
  greedy: v.number(),
  floor: v.nullable(v.number()),
  floorAsked: v.nullable(v.union([v.literal('highest'), v.number()])),
  price: v.number(),
  alternates: v.array(
    v.object({ department: v.string(), companies: v.array(v.object({ company: v.string(), fit: v.number() })) }),
  ),
  unmet: v.array(
    v.object({
      bound: v.picklist(['min', 'pin', 'floor']),
      participant: v.string(),
      company: v.nullable(v.string()),
      short: v.number(),
      ...Told.entries,
    }),
  ),
})

export const PlanAnswer = v.object({
  ...ListedPlanAnswer.entries,
  assignments: v.array(
    v.object({
      meeting: v.string(),
      slot: v.number(),
      table: v.number(),
      startsAt: v.nullable(Instant),
      participants: v.array(v.object({ id: v.string(), name: v.string(), nameEn: v.nullable(v.string()) })),
      sceneId: v.nullable(v.string()),
      fit: v.nullable(v.number()),
    }),
  ),
  unplaced: v.array(v.object({ meeting: v.string(), participants: v.array(v.string()), bound: v.string(), ...Told.entries })),
  breaks: v.nullable(v.number()),
  gap: v.nullable(v.number()),
  cancelled: v.array(v.string()),
  released: v.array(v.string()),
  allocation: v.nullable(Allocation),
  comparison: v.nullable(
    v.object({
      moved: v.array(ChangeOfPlace),
      added: v.array(ChangeOfPlace),
      removed: v.array(ChangeOfPlace),
      same: v.number(),
    }),
  ),
})
export type PlanView = ReturnType<typeof planView>

/** `isStale`: something changed since, so that it can no longer be published. */
export function listedPlanView(session: StoredSession, plan: ListedPlan) {
  const { id, status, kind, seconds, seed, progress, failure } = plan
  const isStale = (status === 'complete' || status === 'stopped') && plan.sessionVersion !== session.version
  const at = (instant: Date | null) => (instant === null ? null : isoIn(session.zone, instant))
  const [finishedAt, publishedAt] = [at(plan.finishedAt), at(plan.publishedAt)]
  return {
    id,
    status,
    kind,
    seconds,
    seed,
    progress,
    isStale,
    madeAt: isoIn(session.zone, plan.madeAt),
    finishedAt,
    publishedAt,
    failure,
  }
}

export function planView(read: ReadPlan) {
  const { session, plan: stored, meetings, participants } = read
  const { plan, allocation } = stored
  const [called, seats] = [calledIn(read), seatsIn(read)]
  const people = new Map(participants.map((one) => [one.id, one]))
  const slots = slotsOf(session.content, session.zone)
  const startOf = (number: number) => {
    const slot = slots[number - 1]
    return slot === undefined ? null : isoIn(session.zone, slot.startsAt)
  }
  const [scenes, fits] = [sceneIn(read), fitIn(read)]
  const named = (id: string) => ({ id, name: people.get(id)?.orgName ?? id, nameEn: people.get(id)?.orgNameEn ?? null })
  return {
    ...listedPlanView(session, stored),
    assignments: (plan?.assignments ?? []).map(({ meeting, slot, table }) => ({
      meeting,
      slot,
      table,
      startsAt: startOf(slot),
      participants: (seats.get(meeting) ?? []).map(named),
      sceneId: scenes.get(meeting) ?? null,
      fit: fits.get(meeting) ?? null,
    })),
    unplaced: (plan?.unplaced ?? []).map(({ meeting, bound, cause, remedy }) => ({
      meeting,
      bound,
      participants: seats.get(meeting) ?? [],
      ...told(called, cause, remedy),
    })),
    breaks: plan?.breaks ?? null,
    gap: plan?.gap ?? null,
    cancelled: allocation?.cancelled ?? [],
    released: allocation?.released ?? [],
    allocation:
      allocation === null || allocation.totals === null ? null : totalsView(read, allocation, allocation.totals, called),
    comparison: plan === null ? null : comparePlaces(placesIn({ meetings }), plan.assignments),
  }
}

function totalsView({ plan: { plan } }: ReadPlan, { pairs }: PlanChoice, totals: ChoiceTotals, called: Called) {
  const { fit, fitBound, fitGreedy: greedy, floor, floorAsked = null, price, alternates, unmet } = totals
  const placed = new Set(plan?.assignments.map(({ meeting }) => meeting))
  const fitPlaced = pairs.reduce((sum, { id, worth }) => sum + (placed.has(id) ? worth : 0), 0)
  return {
    fit,
    fitPlaced: Math.round(fitPlaced * 10) / 10,
    fitBound,
    greedy,
    floor,
    floorAsked,
    price,
    alternates: alternates.map(({ department, companies }) => ({
      department,
      companies: companies.map(({ company, fit: worth }) => ({ company, fit: worth })),
    })),
    unmet: unmet.map(({ bound, id, company, short, cause, remedy }) => ({
      bound,
      participant: id,
      company: company ?? null,
      short,
      ...told(called, cause, remedy),
    })),
  }
}

function told(called: Called, cause: Cause, remedy: Remedy | undefined): v.InferOutput<typeof Told> {
  return { reason: causeWords(cause, called), relaxation: remedy === undefined ? null : remedyWords(remedy, called) }
}

/** Participants by their organisation, meetings by who sits in them. */
function calledIn(read: ReadPlan): Called {
  const names = new Map(read.participants.map(({ id, orgName }) => [id, orgName]))
  const seats = seatsIn(read)
  return (id) =>
    names.get(id) ??
    seats
      .get(id)
      ?.map((seat) => names.get(seat) ?? seat)
      .join(' × ') ??
    participantsBehind(id)
      .map((one) => names.get(one) ?? one)
      .join('、')
}

function seatsIn({ plan: { problem, allocation }, meetings }: ReadPlan): Map<string, readonly string[]> {
  const seats = new Map<string, readonly string[]>()
  for (const { id, seats: taken } of meetings)
    seats.set(
      id,
      taken.map(({ participantId }) => participantId),
    )
  // Whoever comes for several of them has no seat of their own.
  for (const { id, participants } of problem?.meetings ?? [])
    seats.set(
      id,
      participants.filter((one) => participantsBehind(one).length === 1),
    )
  for (const { id, department, company } of allocation?.pairs ?? []) seats.set(id, [department, company])
  return seats
}

function sceneIn({ plan: { allocation }, meetings }: ReadPlan): Map<string, string | null> {
  return new Map([...meetings, ...(allocation?.pairs ?? [])].map(({ id, sceneId }) => [id, sceneId]))
}

function fitIn({ plan: { allocation }, meetings }: ReadPlan): Map<string, number | null> {
  return new Map([...meetings, ...(allocation?.pairs ?? [])].map(({ id, fit }) => [id, fit]))
}

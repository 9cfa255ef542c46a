import type { Actor } from '../accounts/actor.ts'
import { allocate } from '../planning/allocate.ts'
import { repair } from '../planning/repair.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, withinSession } from '../sessions/change-session.ts'
import { totalsOf } from './choose-pairs.ts'
import { aheadStatuses } from '../sessions/meeting.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { fitPairs } from './pair-fits.ts'
import type { ChoiceTotals, PlanChoice } from './plan-content.ts'
import { isOverBy, placesIn } from './plan-facts.ts'
import { isConfirmed, standingOf } from '../sessions/standing.ts'
import type { PlanFacts } from './plan-facts.ts'
import { allocationProblemOf, chosenMeeting, plannedPairs, timetableProblemOf } from './plan-problems.ts'
import type { PlannedPair } from './plan-problems.ts'
import { isFresh, newPlan, toBePlanned } from './plan-session.ts'
import { insertPlan } from './plan-store.ts'
import type { StoredPlan } from './plan-store.ts'
import { readPlanFacts } from './read-plan-facts.ts'

/** What happened since the timetable was published. */
export type Happened = {
  cancelledMeetings: string[]
  leavers: string[]
  unavailable: { participantId: string; slots: number[] }[]
  /** Participants who joined late and have no meetings yet. */
  arrivals: string[]
}

/** A plan that changes as little as it must of where everybody is now; published as any other. */
export async function repairSession(ports: Ports, actor: Actor, sessionId: string, happened: Happened): Promise<StoredPlan> {
  const facts = await withinSession(ports, actor, sessionId, async (work) => {
    const session = await toBePlanned(work, 'session.plan')
    return { ...(await readPlanFacts(work.tx, sessionId, work.now)), session }
  })
  known(facts, happened)
  const made = repaired(facts, happened, await arriving(ports, facts, happened))
  return withinSession(ports, actor, sessionId, async (work) => {
    unwrap(isFresh(work.session, facts.session.version))
    const plan = { ...newPlan(work, { kind: 'repair', status: 'complete', seconds: 0, seed: 0 }), ...made, finishedAt: work.now }
    await insertPlan(work.tx, plan)
    await record(work, 'session.repair', { detail: { plan: plan.id, ...happened } })
    return plan
  })
}

/** Refused where something named is not of this session, or too late to be changed. */
function known(facts: PlanFacts, { cancelledMeetings, leavers, unavailable, arrivals }: Happened): void {
  const ahead = new Set(facts.meetings.filter((meeting) => isAhead(facts, meeting)).map(({ id }) => id))
  const people = new Map(facts.participants.map(({ id, status }) => [id, status]))
  const foreign = cancelledMeetings.filter((id) => !ahead.has(id))
  if (foreign.length > 0) unwrap(refuse('meeting.not_found', { meetings: foreign }))
  const strangers = [...leavers, ...unavailable.map(({ participantId }) => participantId), ...arrivals].filter(
    (id) => !people.has(id),
  )
  if (strangers.length > 0) unwrap(refuse('participant.not_found', { participants: strangers }))
  const absent = arrivals.filter((id) => people.get(id) !== 'joined')
  if (absent.length > 0) unwrap(refuse('participant.wrong_state', { participants: absent, needs: 'joined' }))
}

function isAhead(facts: PlanFacts, { status, slot }: SeatedMeeting): boolean {
  return aheadStatuses.includes(status) && (slot === null || !isOverBy(facts, slot))
}

/** Meetings with a place, and those that are to have one; of them, what remains. */
function stayingOf(facts: PlanFacts, { cancelledMeetings, leavers }: Happened) {
  const placed = new Set(placesIn(facts).map(({ meeting }) => meeting))
  const kept = new Set(standingOf(facts).kept)
  const all = facts.meetings.filter((meeting) => placed.has(meeting.id) || kept.has(meeting))
  const isGoing = (meeting: SeatedMeeting) =>
    cancelledMeetings.includes(meeting.id) ||
    (isAhead(facts, meeting) && meeting.seats.some(({ participantId }) => leavers.includes(participantId)))
  return { all, going: all.filter(isGoing), remaining: all.filter((meeting) => !isGoing(meeting)) }
}

type Arriving = { pairs: PlannedPair[]; totals: ChoiceTotals | null }

/** The best meetings for those who come late, beside everything that is agreed. */
async function arriving(ports: Ports, facts: PlanFacts, happened: Happened): Promise<Arriving> {
  const { arrivals } = happened
  if (arrivals.length === 0) return { pairs: [], totals: null }
  const { remaining } = stayingOf(facts, happened)
  const joined = facts.participants.filter(({ id, status }) => status === 'joined' && !happened.leavers.includes(id))
  const [departments, companies] = (['department', 'company'] as const).map((side) => joined.filter((one) => one.side === side))
  const isLate = ({ id }: { id: string }) => arrivals.includes(id)
  const { districtId } = facts.session
  const fits = [
    ...(await fitPairs(ports, districtId, departments!.filter(isLate), companies!)),
    ...(await fitPairs(
      ports,
      districtId,
      departments!.filter((one) => !isLate(one)),
      companies!.filter(isLate),
    )),
  ]
  const problem = allocationProblemOf({ ...facts, participants: joined }, remaining, fits, {})
  // Only those who arrive are short of meetings by it.
  const others = (side: { id: string }) => (isLate(side) ? side : { ...side, min: 0 })
  const allocation = allocate({
    ...problem,
    departments: problem.departments.map((side) => ({ ...side, ...others(side) })),
    companies: problem.companies.map((side) => ({ ...side, ...others(side) })),
  })
  return { pairs: plannedPairs(facts, fits, allocation.meetings), totals: totalsOf(remaining, allocation) }
}

function repaired(
  facts: PlanFacts,
  happened: Happened,
  { pairs, totals }: Arriving,
): Pick<StoredPlan, 'problem' | 'plan' | 'allocation' | 'progress'> {
  const { all, going } = stayingOf(facts, happened)
  const isBehind = ({ slot }: SeatedMeeting) => slot !== null && isOverBy(facts, slot)
  const away = happened.unavailable.map(({ participantId: participant, slots }) => ({ participant, slots }))
  const before = placesIn(facts)
  const { problem, plan } = repair(
    timetableProblemOf(facts, all, isBehind, []),
    { assignments: before },
    {
      cancelledMeetings: going.map(({ id }) => id),
      unavailable: away,
      newMeetings: pairs.map(chosenMeeting),
      confirmed: all.filter((meeting) => isConfirmed(meeting) || meeting.isPinned).map(({ id }) => id),
    },
  )
  const out = new Set(plan.unplaced.map(({ meeting }) => meeting))
  const choice: PlanChoice = {
    pairs,
    cancelled: going.map(({ id }) => id),
    why: 'called_off',
    released: before.map(({ meeting }) => meeting).filter((meeting) => out.has(meeting)),
    leavers: happened.leavers,
    away,
    totals,
  }
  const progress = { breaks: plan.breaks, gap: plan.gap, unplaced: out.size, bound: 0, seconds: 0 }
  return { problem, plan, allocation: choice, progress }
}

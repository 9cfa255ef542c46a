import { allocateBesides } from '../planning/allocate.ts'
import type { Allocation } from '../planning/allocation-problem.ts'
import type { TimetableProblem } from '../planning/timetable-problem.ts'
import type { Ports } from '../ports.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { breath } from '../shared/breath.ts'
import { fitPairs } from './pair-fits.ts'
import type { ChoiceTotals, PlanChoice } from './plan-content.ts'
import { isFixed, replanned, standingOf } from '../sessions/standing.ts'
import type { PlanFacts } from './plan-facts.ts'
import { allocationProblemOf, pairKey, plannedPairs, timetableProblemOf, unmetWith } from './plan-problems.ts'
import type { Fairness } from './plan-problems.ts'
import { withSharedPeople } from './shared-people.ts'

/** Who meets whom, beside the meetings that stay and but for the pairs left out, and the timetable to be made of it. */
export async function choosePairs(
  ports: Ports,
  facts: PlanFacts,
  fairness: Fairness,
  without: ReadonlySet<string> = new Set(),
): Promise<{ choice: PlanChoice; problem: TimetableProblem }> {
  const { kept, loose } = standingOf(facts)
  const joined = facts.participants.filter(({ status }) => status === 'joined')
  const fits = await fitPairs(
    ports,
    facts.session.districtId,
    joined.filter(({ side }) => side === 'department'),
    joined.filter(({ side }) => side === 'company'),
  )
  const open = fits.filter(({ department, company }) => !without.has(pairKey(department, company)))
  const allocation = await allocateBesides(allocationProblemOf(facts, kept, open, fairness), breath)
  const pairs = plannedPairs(facts, fits, allocation.meetings)
  return {
    choice: {
      pairs,
      ...withoutPlace(loose, new Set(pairs.map(({ id }) => id))),
      why: replanned,
      leavers: [],
      away: [],
      totals: totalsOf(kept, allocation, fairness),
    },
    problem: withSharedPeople(facts, timetableProblemOf(facts, kept, isFixed, pairs)),
  }
}

/** What an earlier plan arranged is called off; what a participant asked for waits on, without a place. */
function withoutPlace(loose: readonly SeatedMeeting[], chosen: ReadonlySet<string>): Pick<PlanChoice, 'cancelled' | 'released'> {
  const left = loose.filter(({ id }) => !chosen.has(id))
  return {
    cancelled: left.filter(({ origin }) => origin === 'plan').map(({ id }) => id),
    released: left.filter(({ origin, slot }) => origin !== 'plan' && slot !== null).map(({ id }) => id),
  }
}

/** A meeting that had a place and has none by the plan gives it up: others may have it by now. */
export function withUnplaced({ meetings }: PlanFacts, choice: PlanChoice, unplaced: readonly { meeting: string }[]): PlanChoice {
  const out = new Set(unplaced.map(({ meeting }) => meeting))
  const losing = meetings.filter(({ id, slot }) => slot !== null && out.has(id)).map(({ id }) => id)
  return { ...choice, released: [...choice.released, ...losing] }
}

export function totalsOf(
  staying: readonly SeatedMeeting[],
  allocation: Allocation,
  { floor: floorAsked }: Fairness = {},
): ChoiceTotals {
  const { fit, fitBound, fitGreedy, floor, price, alternates, unmet } = allocation
  return {
    fit,
    fitBound,
    fitGreedy,
    floor: floor ?? null,
    ...(floorAsked !== undefined && { floorAsked }),
    price,
    alternates,
    unmet: unmetWith(staying, unmet),
  }
}

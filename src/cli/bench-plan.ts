import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../accounts/actor.ts'
import { PlanQueue } from '../planning/plan-queue.ts'
import type { Ports } from '../ports.ts'
import { planSession } from '../plans/plan-session.ts'
import { planView } from '../plans/plan-view.ts'
import { publishPlan } from '../plans/publish-plan.ts'
import { readPlan } from '../plans/read-plan.ts'
import { repairSession } from '../plans/repair-session.ts'
import type { Happened } from '../plans/repair-session.ts'
import { mulberry32 } from '../shared/random.ts'
import { beside, median } from './anchor.ts'
import { openMarket } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'
import { fillSession, sessionSize } from './fill-session.ts'

const repairs = 30
/** For all but publishing, so that everything from the ranking to the published plan stays within ten on a busy machine. */
const planSeconds = 6

/** A full session of generated companies, from their ranking to the published plan, and what one cancellation changes. */
export async function benchPlan({ cards }: BenchSize): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-bench-'))
  const { ports: market, close } = await openMarket(folder)
  const planner = new PlanQueue((_level, event, detail) => console.error(event, detail))
  const ports = { ...market, planner, ids: countingIds() }
  try {
    const { actor, sessionId } = await fillSession(ports, cards)
    const planned = await measurePlan(ports, planner, actor, sessionId)
    const { departments, companies, slots, tables } = sessionSize
    return { departments, companies, slots, tables, ...planned, ...(await measureRepairs(ports, actor, sessionId)) }
  } finally {
    await close()
    await rm(folder, { recursive: true })
  }
}

/** In the same order in every run, for what is generated is drawn in the order of ids. */
function countingIds(): Ports['ids'] {
  let count = 0
  return () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`
}

async function measurePlan(ports: Ports, planner: PlanQueue, actor: Actor, sessionId: string) {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const { id } = await planSession(ports, actor, sessionId, { seconds: planSeconds, seed: 1 })
  await planner.idle()
  const plannedAt = performance.now()
  const { allocation, assignments, unplaced, breaks, gap, progress } = planView(await readPlan(ports.db, actor, sessionId, id))
  if (allocation === null) throw new Error('there is no plan')
  const publishedFrom = performance.now()
  await publishPlan(ports, actor, sessionId, id)
  const publishMs = performance.now() - publishedFrom
  const cpu = process.cpuUsage(cpuBefore)
  return {
    meetings: assignments.length,
    unplaced: unplaced.length,
    breaks: breaks!,
    bound: progress!.bound,
    gap: gap!,
    search_s: progress!.seconds,
    publish_s: publishMs / 1_000,
    ranking_to_published_s: (plannedAt - startedAt + publishMs) / 1_000,
    cpu_s: (cpu.user + cpu.system) / 1e6,
    ...beside('fit', allocation.fitPlaced, allocation.fitBound),
    greedy_fit: allocation.greedy,
  }
}

async function measureRepairs(ports: Ports, actor: Actor, sessionId: string) {
  const meetings = await ports.db
    .selectFrom('meeting')
    .innerJoin('meetingSeat', 'meetingSeat.meetingId', 'meeting.id')
    .select(['meeting.id', 'slot', 'participantId'])
    .where('sessionId', '=', sessionId)
    .where('slot', 'is not', null)
    .orderBy('meeting.id')
    .orderBy('participantId')
    .execute()
  const random = mulberry32(1)
  const drawn = Array.from({ length: repairs }, () => meetings[Math.floor(random() * meetings.length)]!)
  const count = meetings.length / 2
  const nothing: Happened = { cancelledMeetings: [], leavers: [], unavailable: [], arrivals: [] }
  const cancellations = await repaired(
    { ports, actor, sessionId },
    drawn.map(({ id }) => ({ ...nothing, cancelledMeetings: [id] })),
  )
  const absences = await repaired(
    { ports, actor, sessionId },
    drawn.map(({ participantId, slot }) => ({ ...nothing, unavailable: [{ participantId, slots: [slot!] }] })),
  )
  return {
    repair_p50_ms: median(cancellations.ms),
    repair_max_ms: Math.max(...cancellations.ms),
    repair_moves_p50_share: median(cancellations.moves) / count,
    absence_p50_ms: median(absences.ms),
    absence_max_ms: Math.max(...absences.ms),
    absence_moves_p50_share: median(absences.moves) / count,
  }
}

type Bench = { ports: Ports; actor: Actor; sessionId: string }

async function repaired({ ports, actor, sessionId }: Bench, changes: readonly Happened[]) {
  const [ms, moves]: [number[], number[]] = [[], []]
  for (const happened of changes) {
    const startedAt = performance.now()
    const { id } = await repairSession(ports, actor, sessionId, happened)
    ms.push(performance.now() - startedAt)
    moves.push(planView(await readPlan(ports.db, actor, sessionId, id)).comparison!.moved.length)
  }
  return { ms, moves }
}

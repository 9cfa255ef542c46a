import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { brokenUnique } from '../db/constraint.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Plan, TimetableProblem } from '../planning/timetable-problem.ts'
import { RefusedError } from '../shared/refusal.ts'
import { spanText } from '../sessions/booking-store.ts'
import type { PlanChoice, PlanProgress } from './plan-content.ts'
import type { PlanStatus } from '../sessions/session-status.ts'
import type { Span } from '../sessions/slots.ts'

export type StoredPlan = Selectable<Database['sessionPlan']>
/** Without what only its own page shows. */
export type ListedPlan = Omit<StoredPlan, 'problem' | 'plan' | 'allocation'>

const listedColumns = [
  'id',
  'sessionId',
  'status',
  'sessionVersion',
  'kind',
  'progress',
  'seed',
  'seconds',
  'stopAskedAt',
  'madeBy',
  'madeAt',
  'finishedAt',
  'publishedAt',
  'heartbeatAt',
  'failure',
] as const
const columns = [...listedColumns, 'problem', 'plan', 'allocation'] as const

/** What still goes on. */
const running: readonly PlanStatus[] = ['queued', 'running']

export async function insertPlan(tx: Tx, { problem, plan, allocation, progress, ...row }: StoredPlan): Promise<void> {
  try {
    await tx
      .insertInto('sessionPlan')
      .values({ ...row, problem: json(problem), plan: json(plan), allocation: json(allocation), progress: json(progress) })
      .execute()
  } catch (error) {
    if (brokenUnique(error) !== 'session_plan_once') throw error
    throw new RefusedError({ code: 'plan.running' })
  }
}

export function findPlan(db: Db, sessionId: string, id: string): Promise<StoredPlan | undefined> {
  return db.selectFrom('sessionPlan').select(columns).where('id', '=', id).where('sessionId', '=', sessionId).executeTakeFirst()
}

/** Holds the row until the transaction ends. */
export function findPlanForUpdate(tx: Tx, sessionId: string, id: string): Promise<StoredPlan | undefined> {
  return tx
    .selectFrom('sessionPlan')
    .select(columns)
    .where('id', '=', id)
    .where('sessionId', '=', sessionId)
    .forUpdate()
    .executeTakeFirst()
}

/** The plan that still goes on, if there is one. */
export function findRunningPlan(db: Db, sessionId: string): Promise<ListedPlan | undefined> {
  return db
    .selectFrom('sessionPlan')
    .select(listedColumns)
    .where('sessionId', '=', sessionId)
    .where('status', 'in', running)
    .executeTakeFirst()
}

/** The newest first; ids rise with time. */
export function listPlans(db: Db, sessionId: string, after: string | undefined, limit: number): Promise<ListedPlan[]> {
  return db
    .selectFrom('sessionPlan')
    .select(listedColumns)
    .where('sessionId', '=', sessionId)
    .$if(after !== undefined, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function countPlans(db: Db, sessionId: string): Promise<number> {
  const { count } = await db
    .selectFrom('sessionPlan')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('sessionId', '=', sessionId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type PlanChange = Partial<
  Pick<StoredPlan, 'status' | 'sessionVersion' | 'stopAskedAt' | 'finishedAt' | 'publishedAt' | 'heartbeatAt' | 'failure'>
> & { problem?: TimetableProblem; plan?: Plan; allocation?: PlanChoice; progress?: PlanProgress }

/** Writes over a plan in one of these states; whether it still was in one. */
export async function changePlan(db: Db, id: string, from: readonly PlanStatus[], change: PlanChange): Promise<boolean> {
  const { problem, plan, allocation, progress, ...rest } = change
  const result = await db
    .updateTable('sessionPlan')
    .set({
      ...rest,
      ...(problem !== undefined && { problem: json(problem) }),
      ...(plan !== undefined && { plan: json(plan) }),
      ...(allocation !== undefined && { allocation: json(allocation) }),
      ...(progress !== undefined && { progress: json(progress) }),
    })
    .where('id', '=', id)
    .where('status', 'in', from)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Says that its process still works on it; what it is told in return: `over` when others took it for dead or called it off. */
export async function beatPlan(
  db: Db,
  id: string,
  progress: PlanProgress | undefined,
  now: Date,
): Promise<'go_on' | 'stop' | 'over'> {
  const row = await db
    .updateTable('sessionPlan')
    .set({ heartbeatAt: now, ...(progress !== undefined && { progress: json(progress) }) })
    .where('id', '=', id)
    .where('status', 'in', running)
    .returning('stopAskedAt')
    .executeTakeFirst()
  if (row === undefined) return 'over'
  return row.stopAskedAt === null ? 'go_on' : 'stop'
}

/** What nobody has worked on since then, although it still should go on. */
export function findDeadPlans(db: Db, since: Date): Promise<{ id: string; sessionId: string }[]> {
  return db
    .selectFrom('sessionPlan')
    .select(['id', 'sessionId'])
    .where('status', 'in', running)
    .where('heartbeatAt', '<', since)
    .orderBy('id')
    .execute()
}

/** Unless its process came back to life. */
export async function failPlan(tx: Tx, id: string, since: Date, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('sessionPlan')
    .set({ status: 'failed', finishedAt: now, failure: 'process_died' })
    .where('id', '=', id)
    .where('status', 'in', running)
    .where('heartbeatAt', '<', since)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** When these, by the names that bookings hold them by, are taken in that time by meetings of other sessions. */
export async function findBookedElsewhere(
  db: Db,
  sessionId: string,
  during: Span,
  holders: readonly string[],
): Promise<{ holder: string; startsAt: Date; endsAt: Date }[]> {
  if (holders.length === 0) return []
  return db
    .selectFrom('booking')
    .innerJoin('meeting', 'meeting.id', 'booking.meetingId')
    .select(['booking.holder', sql<Date>`lower(booking.during)`.as('startsAt'), sql<Date>`upper(booking.during)`.as('endsAt')])
    .where('booking.kind', '=', 'person')
    .where('booking.holder', '=', sql<string>`any(${[...holders]}::text[])`)
    .where('meeting.sessionId', '<>', sessionId)
    .where(sql<boolean>`booking.during && ${spanText(during)}::tstzrange`)
    .execute()
}

function json(value: object): string
function json(value: object | null): string | null
function json(value: object | null): string | null {
  return value === null ? null : jsonValue(value)
}

import type { Insertable, Selectable } from 'kysely'
import type { Database } from '../db/tables.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { LearnedParameters, LearningReport, WeightsStatus } from './ranking-weights.ts'

export type LearnedWeights = Selectable<Database['rankingWeights']>

const columns = ['version', 'districtId', 'status', 'parameters', 'report', 'madeAt', 'activeFrom', 'replaces'] as const

/** What is in force instead of the shipped weights, where it was learned from these. */
export async function findActive(db: Db, districtId: string, base: string): Promise<LearnedWeights | undefined> {
  const active = await db
    .selectFrom('rankingWeights')
    .select(columns)
    .where('districtId', '=', districtId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return active?.parameters.base === base ? active : undefined
}

/** Holds the row that is in force until the transaction ends, whatever it was learned from. */
export function findActiveForUpdate(tx: Tx, districtId: string): Promise<LearnedWeights | undefined> {
  return tx
    .selectFrom('rankingWeights')
    .select(columns)
    .where('districtId', '=', districtId)
    .where('status', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
}

export function findWeightsForUpdate(tx: Tx, districtId: string, version: string): Promise<LearnedWeights | undefined> {
  return tx
    .selectFrom('rankingWeights')
    .select(columns)
    .where('districtId', '=', districtId)
    .where('version', '=', version)
    .forUpdate()
    .executeTakeFirst()
}

/** The newest first. */
export function listWeights(db: Db, districtId: string, offset: number, limit: number): Promise<LearnedWeights[]> {
  return db
    .selectFrom('rankingWeights')
    .select(columns)
    .where('districtId', '=', districtId)
    .orderBy('madeAt', 'desc')
    .orderBy('version', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
}

export async function countWeights(db: Db, districtId: string): Promise<number> {
  const { count } = await db
    .selectFrom('rankingWeights')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('districtId', '=', districtId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type NewWeights = {
  version: string
  districtId: string
  parameters: LearnedParameters
  report: LearningReport
  madeAt: Date
}

export async function insertProposed(tx: Tx, { parameters, report, ...row }: NewWeights): Promise<void> {
  await tx
    .insertInto('rankingWeights')
    .values({
      ...row,
      status: 'proposed',
      parameters: jsonValue(parameters),
      report: jsonValue(report),
      activeFrom: null,
      replaces: null,
    } satisfies Insertable<Database['rankingWeights']>)
    .execute()
}

export type WeightsChange = { status: WeightsStatus; activeFrom?: Date | null; replaces?: string | null }

/** Refused when the row is no longer as it was read. */
export async function changeWeights(tx: Tx, { version, status }: LearnedWeights, change: WeightsChange): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('rankingWeights')
    .set(change)
    .where('version', '=', version)
    .where('status', '=', status)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
}

import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Consensus, Score } from './score.ts'

const scoreColumns = ['pitchId', 'personId', 'marks', 'remark', 'submittedAt', 'updatedAt'] as const

export async function findScores(db: Db, pitchIds: readonly string[]): Promise<Score[]> {
  if (pitchIds.length === 0) return []
  return db
    .selectFrom('pitchScore')
    .select(scoreColumns)
    .where('pitchId', 'in', [...pitchIds])
    .orderBy('personId')
    .execute()
}

export function findScore(db: Db, pitchId: string, personId: string): Promise<Score | undefined> {
  return db
    .selectFrom('pitchScore')
    .select(scoreColumns)
    .where('pitchId', '=', pitchId)
    .where('personId', '=', personId)
    .executeTakeFirst()
}

/** Over a draft alone: what was submitted stays as it is. */
export async function putScore(tx: Tx, score: Score): Promise<void> {
  const { remark, submittedAt, updatedAt } = score
  const marks = jsonValue(score.marks)
  const result = await tx
    .insertInto('pitchScore')
    .values({ ...score, marks })
    .onConflict((conflict) =>
      conflict
        .columns(['pitchId', 'personId'])
        .doUpdateSet({ marks, remark, submittedAt, updatedAt })
        .where('pitchScore.submittedAt', 'is', null),
    )
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows !== 1n) throw new RefusedError({ code: 'score.sealed' })
}

const consensusColumns = ['pitchId', 'marks', 'total', 'remark', 'dissent', 'agreedBy', 'agreedAt'] as const

export async function findConsensuses(db: Db, pitchIds: readonly string[]): Promise<Consensus[]> {
  if (pitchIds.length === 0) return []
  return db
    .selectFrom('pitchConsensus')
    .select(consensusColumns)
    .where('pitchId', 'in', [...pitchIds])
    .execute()
}

export async function putConsensus(tx: Tx, consensus: Consensus): Promise<void> {
  const { pitchId: _pitch, ...rest } = consensus
  const marks = jsonValue(consensus.marks)
  await tx
    .insertInto('pitchConsensus')
    .values({ ...consensus, marks })
    .onConflict((conflict) => conflict.column('pitchId').doUpdateSet({ ...rest, marks }))
    .execute()
}

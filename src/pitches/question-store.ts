import { sql } from 'kysely'
import type { Db, Tx } from '../db/transact.ts'
import type { Question } from './question.ts'

const questionColumns = [
  'id',
  'sceneId',
  'seq',
  'askerOrgId',
  'askedBy',
  'text',
  'askedAt',
  'answer',
  'answeredBy',
  'answeredAt',
] as const

/** The answered ones, beside them those of one organisation, or all. */
export type QuestionsSeen = 'all' | { askerOrgId: string | null }

export function listQuestions(
  db: Db,
  sceneId: string,
  seen: QuestionsSeen,
  { after = 0, limit }: { after?: number | undefined; limit: number },
): Promise<Question[]> {
  return seenOf(db, sceneId, seen).select(questionColumns).where('seq', '>', after).orderBy('seq').limit(limit).execute()
}

export async function countQuestions(db: Db, sceneId: string, seen: QuestionsSeen): Promise<number> {
  const { count } = await seenOf(db, sceneId, seen)
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export function findQuestion(db: Db, sceneId: string, id: string): Promise<Question | undefined> {
  return db
    .selectFrom('sceneQuestion')
    .select(questionColumns)
    .where('sceneId', '=', sceneId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What an organisation asked of the scene so far, and the last number given; exact while the scene's row is held. */
export async function findAsked(tx: Tx, sceneId: string, askerOrgId: string): Promise<{ last: number; texts: string[] }> {
  const asked = await tx
    .selectFrom('sceneQuestion')
    .select(['askerOrgId', 'seq', 'text'])
    .where('sceneId', '=', sceneId)
    .execute()
  const own = asked.filter((one) => one.askerOrgId === askerOrgId)
  return { last: Math.max(0, ...asked.map(({ seq }) => seq)), texts: own.map(({ text }) => text) }
}

export async function insertQuestion(tx: Tx, question: Question): Promise<void> {
  await tx.insertInto('sceneQuestion').values(question).execute()
}

/** Of two answers at once the second finds the question answered. */
export async function putAnswer(
  tx: Tx,
  id: string,
  answer: { answer: string; answeredBy: string; answeredAt: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('sceneQuestion')
    .set(answer)
    .where('id', '=', id)
    .where('answer', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

function seenOf(db: Db, sceneId: string, seen: QuestionsSeen) {
  return db
    .selectFrom('sceneQuestion')
    .where('sceneId', '=', sceneId)
    .$if(seen !== 'all', (query) =>
      query.where(sql<boolean>`(answer is not null or asker_org_id = ${seen === 'all' ? null : seen.askerOrgId})`),
    )
}

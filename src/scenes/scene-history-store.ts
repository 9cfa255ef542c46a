import type { Selectable } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { SceneContent } from './scene-content.ts'

export type SceneComment = Selectable<Database['sceneComment']>
export type SceneAddendum = Selectable<Database['sceneAddendum']>

const commentColumns = ['id', 'sceneId', 'field', 'text', 'writtenBy', 'writtenAt', 'answer', 'answeredAt'] as const

/** Every saved content is kept under the row's version at that time. */
export async function insertVersion(
  tx: Tx,
  sceneId: string,
  version: number,
  content: SceneContent,
  savedBy: string,
  savedAt: Date,
): Promise<void> {
  await tx
    .insertInto('sceneVersion')
    .values({ sceneId, version, content: jsonValue(content), savedBy, savedAt })
    .execute()
}

const versionsListedMax = 500

export function listVersions(db: Db, sceneId: string): Promise<{ version: number; savedBy: string; savedAt: Date }[]> {
  return db
    .selectFrom('sceneVersion')
    .select(['version', 'savedBy', 'savedAt'])
    .where('sceneId', '=', sceneId)
    .orderBy('version', 'desc')
    .limit(versionsListedMax)
    .execute()
}

/** What stood there at this version: changes of state alone keep the content of the version before. */
export async function findContentAt(db: Db, sceneId: string, version: number): Promise<SceneContent | undefined> {
  const row = await db
    .selectFrom('sceneVersion')
    .select('content')
    .where('sceneId', '=', sceneId)
    .where('version', '<=', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.content
}

/** What stood there at this moment. */
export async function findContentOn(db: Db, sceneId: string, at: Date): Promise<SceneContent | undefined> {
  const row = await db
    .selectFrom('sceneVersion')
    .select('content')
    .where('sceneId', '=', sceneId)
    .where('savedAt', '<=', at)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.content
}

/** Everybody who ever saved a version. */
export async function findWriters(db: Db, sceneId: string): Promise<string[]> {
  const rows = await db.selectFrom('sceneVersion').select('savedBy').distinct().where('sceneId', '=', sceneId).execute()
  return rows.map((row) => row.savedBy)
}

export async function insertComments(tx: Tx, comments: readonly SceneComment[]): Promise<void> {
  if (comments.length > 0)
    await tx
      .insertInto('sceneComment')
      .values([...comments])
      .execute()
}

export function listComments(db: Db, sceneId: string): Promise<SceneComment[]> {
  return db
    .selectFrom('sceneComment')
    .select(commentColumns)
    .where('sceneId', '=', sceneId)
    .orderBy('writtenAt')
    .orderBy('id')
    .execute()
}

export async function countComments(db: Db, sceneId: string, which: 'all' | 'open'): Promise<number> {
  const { count } = await db
    .selectFrom('sceneComment')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('sceneId', '=', sceneId)
    .$if(which === 'open', (query) => query.where('answer', 'is', null))
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function answerComment(
  tx: Tx,
  sceneId: string,
  id: string,
  answer: string,
  answeredAt: Date,
): Promise<SceneComment | undefined> {
  return tx
    .updateTable('sceneComment')
    .set({ answer, answeredAt })
    .where('id', '=', id)
    .where('sceneId', '=', sceneId)
    .returning(commentColumns)
    .executeTakeFirst()
}

export async function insertAddendum(tx: Tx, addendum: Omit<SceneAddendum, 'seq'>): Promise<SceneAddendum> {
  const last = await tx
    .selectFrom('sceneAddendum')
    .select('seq')
    .where('sceneId', '=', addendum.sceneId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const numbered = { ...addendum, seq: (last?.seq ?? 0) + 1 }
  await tx
    .insertInto('sceneAddendum')
    .values({ ...numbered, changes: jsonValue(numbered.changes) })
    .execute()
  return numbered
}

export function listAddenda(db: Db, sceneId: string): Promise<SceneAddendum[]> {
  return db
    .selectFrom('sceneAddendum')
    .select(['id', 'sceneId', 'seq', 'changes', 'reason', 'writtenBy', 'writtenAt'])
    .where('sceneId', '=', sceneId)
    .orderBy('seq')
    .execute()
}

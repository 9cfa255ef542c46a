import { sql } from 'kysely'
import type { Space } from '../ports.ts'
import type { Db } from './transact.ts'

type Role = 'query' | 'document'

/** Rows sent in one statement: each has seven values, and a statement at most 65,535. */
const insertMax = 1_000

/** The vectors kept of these texts, by the hash of the text; those that nobody made yet are left out. */
export async function findEmbeddings(
  db: Db,
  space: Space,
  role: Role,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .selectFrom('embedding')
    .select(['contentHash', 'vector'])
    .where('contentHash', '=', sql<string>`any(${[...hashes]}::text[])`)
    .where('role', '=', role)
    .where('model', '=', space.model)
    .where('dimensions', '=', space.dimensions)
    .where('spaceVersion', '=', space.version)
    .execute()
  return new Map(rows.map(({ contentHash, vector }) => [contentHash, floatsOf(vector)]))
}

export async function insertEmbeddings(
  db: Db,
  { model, dimensions, version }: Space,
  role: Role,
  vectors: ReadonlyMap<string, Float32Array>,
  now: Date,
): Promise<void> {
  const rows = [...vectors].map(([contentHash, vector]) => ({
    contentHash,
    role,
    model,
    dimensions,
    spaceVersion: version,
    vector: bytesOf(vector),
    createdAt: now,
  }))
  for (let start = 0; start < rows.length; start += insertMax) {
    await db
      .insertInto('embedding')
      .values(rows.slice(start, start + insertMax))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/** Forgets what was asked before that instant; vectors of documents stay, for the next index to be filled. */
export async function pruneEmbeddings(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('embedding').where('role', '=', 'query').where('createdAt', '<', before).execute()
}

/** How many dimensions the newest vectors of this model and version have. */
export async function knownDimensions(db: Db, model: string, version: string): Promise<number | undefined> {
  const build = await db
    .selectFrom('indexBuild')
    .select('dimensions')
    .where('model', '=', model)
    .where('spaceVersion', '=', version)
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (build !== undefined) return build.dimensions
  const vector = await db
    .selectFrom('embedding')
    .select('dimensions')
    .where('model', '=', model)
    .where('spaceVersion', '=', version)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return vector?.dimensions
}

/** Little-endian, whatever the machine. */
function bytesOf(vector: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  vector.forEach((value, index) => view.setFloat32(index * 4, value, true))
  return new Uint8Array(view.buffer)
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from({ length: bytes.byteLength >> 2 }, (_, index) => view.getFloat32(index * 4, true))
}

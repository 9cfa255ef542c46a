import type { Db } from '../db/transact.ts'

export type Key = {
  id: string
  name: string | null
  start: string | null
  lastRequest: Date | null
  createdAt: Date
  orgId: string | null
}

/** Enough to tell one's keys apart, too little to guess one. */
const startLength = 6

export type NewKeyRow = { id: string; personId: string; orgId: string | null; name: string; key: string; hash: string; now: Date }

export async function insertKey(db: Db, { id, personId, orgId, name, key, hash, now }: NewKeyRow): Promise<void> {
  const row = {
    id,
    name,
    configId: 'default',
    start: key.slice(0, startLength),
    referenceId: personId,
    key: hash,
    enabled: true,
    rateLimitEnabled: false,
    requestCount: 0,
    lastRequest: null,
    createdAt: now,
    updatedAt: now,
    metadata: JSON.stringify({ orgId }),
  }
  await db.insertInto('apiKey').values(row).execute()
}

export async function listKeys(db: Db, personId: string): Promise<Key[]> {
  const rows = await db
    .selectFrom('apiKey')
    .select(['id', 'name', 'start', 'lastRequest', 'createdAt', 'metadata'])
    .where('referenceId', '=', personId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(({ metadata, ...key }) => ({ ...key, orgId: orgIdIn(metadata) }))
}

export async function isStoredKey(db: Db, hash: string): Promise<boolean> {
  return (await db.selectFrom('apiKey').select('id').where('key', '=', hash).executeTakeFirst()) !== undefined
}

export async function deleteKey(db: Db, personId: string, id: string): Promise<boolean> {
  const result = await db.deleteFrom('apiKey').where('id', '=', id).where('referenceId', '=', personId).executeTakeFirst()
  return result.numDeletedRows === 1n
}

function orgIdIn(metadata: string | null): string | null {
  return metadata === null ? null : (JSON.parse(metadata) as { orgId: string | null }).orgId
}

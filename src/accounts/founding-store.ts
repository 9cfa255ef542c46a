import type { Insertable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'

export type FoundingLink = { id: string; districtId: string; expiresAt: Date; usedAt: Date | null }

const linkColumns = ['id', 'districtId', 'expiresAt', 'usedAt'] as const

export async function insertFoundingLink(tx: Tx, link: Insertable<Database['foundingLink']>): Promise<void> {
  await tx.insertInto('foundingLink').values(link).execute()
}

export async function deleteOpenLinks(tx: Tx, districtId: string): Promise<void> {
  await tx.deleteFrom('foundingLink').where('districtId', '=', districtId).where('usedAt', 'is', null).execute()
}

export function findFoundingLink(db: Db, tokenHash: string): Promise<FoundingLink | undefined> {
  return db.selectFrom('foundingLink').select(linkColumns).where('tokenHash', '=', tokenHash).executeTakeFirst()
}

export function findFoundingLinkForUpdate(tx: Tx, tokenHash: string): Promise<FoundingLink | undefined> {
  return tx.selectFrom('foundingLink').select(linkColumns).where('tokenHash', '=', tokenHash).forUpdate().executeTakeFirst()
}

export async function useFoundingLink(tx: Tx, id: string, now: Date): Promise<void> {
  const result = await tx
    .updateTable('foundingLink')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'invitation.not_found' })
}

/** Whether the district has a scene office, whatever its state. */
export async function officeExists(db: Db, districtId: string): Promise<boolean> {
  const office = await db
    .selectFrom('organisation')
    .select('id')
    .where('districtId', '=', districtId)
    .where('kind', '=', 'district_office')
    .limit(1)
    .executeTakeFirst()
  return office !== undefined
}

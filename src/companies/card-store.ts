import { sql } from 'kysely'
import type { Expression, Selectable, SqlBool } from 'kysely'
import type { Actor } from '../accounts/actor.ts'
import type { OrganisationStatus } from '../accounts/organisation.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { CardChange } from './card.ts'
import type { CardStatus, CompanyStatus } from './company.ts'
import { readsWholeDistrict } from './company-access.ts'

export type CardRow = Selectable<Database['card']>

/** A card with what decides whether it is shown: its company and its organisation. */
export type CardRecord = CardRow & {
  companyName: string | null
  companyStatus: CompanyStatus
  companyValidUntil: Date
  companyVersion: number
  orgName: string
  orgNameEn: string | null
  orgStatus: OrganisationStatus
}

const cardColumns = [
  'card.id',
  'card.districtId',
  'card.orgId',
  'card.companyId',
  'card.status',
  'card.version',
  'card.content',
  'card.claims',
  'card.writtenBy',
  'card.validUntil',
  'card.statusReason',
  'card.suspendedFrom',
  'card.isExample',
  'card.createdAt',
  'card.updatedAt',
] as const

const companyFacts = [
  sql<string | null>`company.content ->> 'name'`.as('companyName'),
  'company.status as companyStatus',
  'company.validUntil as companyValidUntil',
  'company.version as companyVersion',
  'organisation.legalName as orgName',
  'organisation.nameEn as orgNameEn',
  'organisation.status as orgStatus',
] as const

export function findCard(db: Db, districtId: string, id: string): Promise<CardRecord | undefined> {
  return records(db).where('card.districtId', '=', districtId).where('card.id', '=', id).executeTakeFirst()
}

export function findCardForUpdate(tx: Tx, districtId: string, id: string): Promise<CardRecord | undefined> {
  return records(tx).where('card.districtId', '=', districtId).where('card.id', '=', id).forUpdate('card').executeTakeFirst()
}

export async function countCardsOfCompany(db: Db, companyId: string): Promise<number> {
  const { total } = await db
    .selectFrom('card')
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .where('companyId', '=', companyId)
    .executeTakeFirstOrThrow()
  return Number(total)
}

export function findCardVersions(db: Db, companyId: string): Promise<{ id: string; version: number }[]> {
  return db.selectFrom('card').select(['id', 'version']).where('companyId', '=', companyId).orderBy('id').execute()
}

export async function insertCard(tx: Tx, card: CardRow): Promise<void> {
  await insertCards(tx, [card])
}

export async function insertCards(tx: Tx, cards: readonly CardRow[]): Promise<void> {
  const values = cards.map((card) => ({ ...card, content: jsonValue(card.content), claims: jsonValue(card.claims) }))
  await tx.insertInto('card').values(values).execute()
}

/** Writes the change over exactly the row that the rule looked at; returns the new version. */
export async function updateCard(tx: Tx, before: CardRow, change: CardChange, now: Date): Promise<number> {
  const { content, claims, ...rest } = change
  const json = {
    ...(content === undefined ? {} : { content: jsonValue(content) }),
    ...(claims === undefined ? {} : { claims: jsonValue(claims) }),
  }
  const version = before.version + 1
  const result = await tx
    .updateTable('card')
    .set({ ...rest, ...json, version, updatedAt: now })
    .where('id', '=', before.id)
    .where('status', '=', before.status)
    .where('version', '=', before.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed', version: before.version })
  return version
}

export type CardFilter = {
  actor: Actor
  now: Date
  status?: CardStatus | undefined
  companyId?: string | undefined
  own?: boolean | undefined
}

/** Cards the actor may see, oldest first. */
export function listCards(
  db: Db,
  filter: CardFilter,
  page: { after?: string | undefined; limit: number },
): Promise<CardRecord[]> {
  return records(db)
    .where(seenBy(filter))
    .$if(page.after !== undefined, (query) => query.where('card.id', '>', page.after!))
    .orderBy('card.id')
    .limit(page.limit)
    .execute()
}

export async function countCards(db: Db, filter: CardFilter): Promise<number> {
  const { total } = await db
    .selectFrom('card')
    .innerJoin('company', 'company.id', 'card.companyId')
    .innerJoin('organisation', 'organisation.id', 'card.orgId')
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .where(seenBy(filter))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Cards past their end that still stand as listed or hidden; locked against a second timer. */
export function findRunOutCards(tx: Tx, districtId: string, now: Date, limit: number): Promise<CardRecord[]> {
  return records(tx)
    .where('card.districtId', '=', districtId)
    .where('card.status', 'in', ['listed', 'hidden'])
    .where('card.validUntil', '<=', now)
    .orderBy('card.id')
    .limit(limit)
    .forUpdate('card')
    .skipLocked()
    .execute()
}

function records(db: Db) {
  return db
    .selectFrom('card')
    .innerJoin('company', 'company.id', 'card.companyId')
    .innerJoin('organisation', 'organisation.id', 'card.orgId')
    .select(cardColumns)
    .select(companyFacts)
}

/** The state as it reads now, as statusAt says it. */
function statusNow(now: Date) {
  return sql<CardStatus>`case when card.status in ('listed', 'hidden') and card.valid_until <= ${now} then 'expired' else card.status end`
}

function seenBy({ actor, now, status, companyId, own }: CardFilter): Expression<SqlBool> {
  const shown = sql<boolean>`(${statusNow(now)} = 'listed' and company.status = 'listed' and company.valid_until > ${now} and organisation.status = 'verified')`
  const mine = actor.orgId === null ? sql<boolean>`false` : sql<boolean>`card.org_id = ${actor.orgId}`
  const conditions = [sql<boolean>`card.district_id = ${actor.districtId}`]
  if (!readsWholeDistrict(actor)) conditions.push(sql<boolean>`(${shown} or ${mine})`)
  if (companyId !== undefined) conditions.push(sql<boolean>`card.company_id = ${companyId}`)
  if (own === true) conditions.push(mine)
  if (status !== undefined) conditions.push(sql<boolean>`${statusNow(now)} = ${status}`)
  else if (own !== true && companyId === undefined) conditions.push(shown)
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}

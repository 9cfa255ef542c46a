import type { Db, Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { actorId } from './actor.ts'
import type { Actor } from './actor.ts'
import { findEvents, findLastEvent, insertEvents, lockChain } from './audit-store.ts'
import type { StoredEvent } from './audit-store.ts'
import { canonicalJson } from '../shared/json.ts'

export type AuditedObject =
  | 'scene'
  | 'company'
  | 'card'
  | 'organisation'
  | 'person'
  | 'match'
  | 'weights'
  | 'question'
  | 'pitch_invitation'
  | 'pitch'
  | 'session'
  | 'meeting'

export type AuditEvent = {
  objectType: AuditedObject
  objectId: string
  action: string
  from?: string
  to?: string
  reason?: string
  detail?: Record<string, unknown>
}

/** What an object's first event stands on. */
const genesisHash = '0'.repeat(64)

/** Adds one event to the object's chain, in the transaction of the change it tells of. */
export async function recordEvent(tx: Tx, ports: AuditPorts, actor: Actor, event: AuditEvent): Promise<void> {
  await lockChain(tx, event.objectType, event.objectId)
  const last = await findLastEvent(tx, event.objectType, event.objectId)
  await insertEvents(tx, [await stored(ports, actor, event, last)])
}

/** Begins the chains of objects made in this very transaction, which nobody else can know of yet. */
export async function recordFirstEvents(tx: Tx, ports: AuditPorts, actor: Actor, events: readonly AuditEvent[]): Promise<void> {
  await insertEvents(tx, await Promise.all(events.map((event) => stored(ports, actor, event, undefined))))
}

type AuditPorts = Pick<Ports, 'ids' | 'clock'>

async function stored(
  ports: AuditPorts,
  actor: Actor,
  event: AuditEvent,
  last: { seq: number; hash: string } | undefined,
): Promise<StoredEvent> {
  const body = {
    id: ports.ids(),
    districtId: actor.districtId,
    objectType: event.objectType,
    objectId: event.objectId,
    seq: (last?.seq ?? 0) + 1,
    actorId: actorId(actor),
    action: event.action,
    fromStatus: event.from ?? null,
    toStatus: event.to ?? null,
    reason: event.reason ?? null,
    detail: event.detail ?? {},
    at: ports.clock(),
    previousHash: last?.hash ?? genesisHash,
  }
  return { ...body, hash: await hashOf(body) }
}

export type ChainReport = { ok: boolean; events: number; brokenAt?: number }

/** Recomputes the object's chain; `brokenAt` is the place of the first event that is not as it was written. */
export async function verifyChain(db: Db, objectType: string, objectId: string): Promise<ChainReport> {
  return checkChain(await findEvents(db, objectType, objectId))
}

export async function checkChain(events: readonly StoredEvent[]): Promise<ChainReport> {
  let previousHash = genesisHash
  for (const [index, event] of events.entries()) {
    const intact = event.seq === index + 1 && event.previousHash === previousHash && event.hash === (await hashOf(event))
    if (!intact) return { ok: false, events: events.length, brokenAt: index + 1 }
    previousHash = event.hash
  }
  return { ok: true, events: events.length }
}

export function listEvents(db: Db, objectType: string, objectId: string): Promise<StoredEvent[]> {
  return findEvents(db, objectType, objectId)
}

async function hashOf(event: Omit<StoredEvent, 'hash'> & { hash?: string }): Promise<string> {
  const { hash: _hash, ...body } = event
  const bytes = new TextEncoder().encode(canonicalJson(body))
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

function hex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

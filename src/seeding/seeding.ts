import { systemActor } from '../accounts/actor.ts'
import { recordFirstEvents } from '../accounts/audit.ts'
import type { AuditEvent } from '../accounts/audit.ts'
import type { ObjectType } from '../db/outbox.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import type { District } from '../web/http.ts'
import type { Hands } from './example-history.ts'
import { insertOutbox } from './example-store.ts'

export type SeedPorts = Pick<Ports, 'db' | 'auth' | 'ids'>

/** What every part of the loading needs; `orgIds` by the key that stands for an organisation in the files. */
export type Seeding = { ports: SeedPorts; district: District; now: Date; hands: Hands; orgIds: ReadonlyMap<string, string> }

type Versioned = { id: string; version: number; status: string }

/** One outbox row and one audit event for each. */
export async function noteLoaded(tx: Tx, seeding: Seeding, objectType: ObjectType, rows: readonly Versioned[]): Promise<void> {
  const noted = rows.map(({ id, version }) => ({ objectType, objectId: id, version }))
  await insertOutbox(tx, seeding.district.id, noted, seeding.now)
  const objects = rows.map(({ id, status }) => ({ objectType, objectId: id, to: status }))
  await recordLoaded(tx, seeding, objects)
}

export async function recordLoaded(tx: Tx, seeding: Seeding, objects: readonly Omit<AuditEvent, 'action'>[]): Promise<void> {
  const { ports, district, now } = seeding
  const at = { ids: ports.ids, clock: () => now }
  const events = objects.map((object) => ({ ...object, action: 'example.loaded' }))
  await recordFirstEvents(tx, at, systemActor(district.id), events)
}

export function orgIdOf({ orgIds }: Seeding, key: string): string {
  const id = orgIds.get(key)
  if (id === undefined) throw new Error(`The example data names an organisation ${key} that it does not hold`)
  return id
}

export function ago(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs)
}

const dayMs = 86_400_000

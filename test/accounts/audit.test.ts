import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listEvents, recordEvent, verifyChain } from '../../src/accounts/audit.ts'
import type { AuditEvent } from '../../src/accounts/audit.ts'
import { transact } from '../../src/db/transact.ts'
import type { Tx } from '../../src/db/transact.ts'
import type { TestPorts } from '../support/world.ts'
import { actorWith } from '../support/world.ts'
import { accountPorts } from './account-world.ts'

const actor = actorWith(['district_officer'])
const id = '01900000-0000-7000-8000-00000000aaaa'

async function recorded(ports: TestPorts, ...events: Partial<AuditEvent>[]): Promise<void> {
  for (const event of events) {
    await transact(ports.db, actor, (tx) =>
      recordEvent(tx, ports, actor, { objectType: 'scene', objectId: id, action: 'scene.draft', ...event }),
    )
  }
}

/** What somebody with the run of the database could do. */
async function tampered(ports: TestPorts, alter: (tx: Tx) => Promise<unknown>): Promise<void> {
  await ports.db.transaction().execute(async (tx) => {
    await sql`alter table audit_event disable trigger audit_append_only`.execute(tx)
    await alter(tx)
    await sql`alter table audit_event enable trigger audit_append_only`.execute(tx)
  })
}

test('every object has a chain of its own, and each event stands on the one before', async () => {
  const ports = await accountPorts()
  await recorded(
    ports,
    {},
    { action: 'scene.submit', from: 'draft', to: 'submitted', detail: { z: 1, a: { 乙: null, 甲: [1.5, 'x'] } } },
    { objectType: 'card' },
  )
  const [first, second] = await listEvents(ports.db, 'scene', id)
  expect(first).toMatchObject({ seq: 1, previousHash: '0'.repeat(64), actorId: actor.personId, at: ports.clock() })
  expect(second).toMatchObject({ seq: 2, previousHash: first!.hash, fromStatus: 'draft', toStatus: 'submitted' })
  expect(await verifyChain(ports.db, 'scene', id)).toEqual({ ok: true, events: 2 })
  expect(await verifyChain(ports.db, 'card', id)).toEqual({ ok: true, events: 1 })
})

test('events recorded at the same time still make one chain', async () => {
  const ports = await accountPorts()
  await Promise.all(Array.from({ length: 8 }, () => recorded(ports, {})))
  expect(await verifyChain(ports.db, 'scene', id)).toEqual({ ok: true, events: 8 })
})

test('the trail cannot be changed through the database’s front door', async () => {
  const ports = await accountPorts()
  await recorded(ports, {})
  await expect(ports.db.deleteFrom('auditEvent').execute()).rejects.toThrow('append-only')
  await expect(ports.db.updateTable('auditEvent').set({ reason: 'x' }).execute()).rejects.toThrow('append-only')
})

const alterations: Record<string, (tx: Tx) => Promise<unknown>> = {
  'a reason rewritten': (tx) => tx.updateTable('auditEvent').set({ reason: 'better' }).where('seq', '=', 2).execute(),
  'a detail rewritten': (tx) => tx.updateTable('auditEvent').set({ detail: '{"score":99}' }).where('seq', '=', 2).execute(),
  'another actor': (tx) => tx.updateTable('auditEvent').set({ actorId: 'somebody' }).where('seq', '=', 2).execute(),
  'a millisecond': (tx) => sql`update audit_event set at = at + interval '1 millisecond' where seq = 2`.execute(tx),
  'an event taken out': (tx) => tx.deleteFrom('auditEvent').where('seq', '=', 2).execute(),
  'an event taken out and the rest renumbered': async (tx) => {
    await tx.deleteFrom('auditEvent').where('seq', '=', 2).execute()
    await tx.updateTable('auditEvent').set({ seq: 2 }).where('seq', '=', 3).execute()
  },
}

test.each(Object.keys(alterations))('the chain tells of %s', async (name) => {
  const ports = await accountPorts()
  await recorded(ports, {}, { reason: 'good', detail: { score: 70 } }, {})
  await tampered(ports, alterations[name]!)
  expect(await verifyChain(ports.db, 'scene', id)).toMatchObject({ ok: false, brokenAt: 2 })
})

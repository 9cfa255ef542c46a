import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brokenUnique } from '../../src/db/constraint.ts'
import { jsonValue } from '../../src/db/json-value.ts'
import type { Database } from '../../src/db/tables.ts'
import { transact } from '../../src/db/transact.ts'
import { actorWith, insertDistrict, insertOrganisation, testDistrict } from '../support/world.ts'

/** An empty migrated database. */
type Empty = () => Promise<Kysely<Database>>

/** What the code expects of a database, whichever adapter it is behind. */
export function databaseContract(empty: Empty): void {
  describe('values', () => {
    values(empty)
  })
  describe('transactions', () => {
    transactions(empty)
  })
}

/** What it expects where two transactions can be open at a time. */
export function concurrencyContract(empty: Empty): void {
  describe('several transactions at a time', () => {
    concurrency(empty)
  })
}

function values(empty: Empty): void {
  let db: Kysely<Database>
  beforeAll(async () => void (db = await empty()))

  /** What a parameter of this type comes back as. */
  async function roundTrip(type: string, value: unknown): Promise<unknown> {
    const { rows } = await sql<{ value: unknown }>`select ${value}::${sql.raw(type)} as value`.execute(db)
    return rows[0]!.value
  }

  test.for([
    ['an instant', 'timestamptz', new Date('2026-03-02T02:00:00.123Z')],
    ['an instant of another century', 'timestamptz', new Date('1901-01-01T00:00:00.000Z')],
    ['nothing', 'timestamptz', null],
    ['a whole number', 'integer', -7],
    ['a number with a fraction', 'double precision', 0.1],
    ['a number beyond JavaScript’s', 'bigint', '9007199254740993'],
    ['a decimal number', 'numeric', '12345678901234567890.5'],
    ['true', 'boolean', true],
    ['a uuid', 'uuid', '01900000-0000-7000-8000-000000000001'],
    ['text', 'text', "场景 “quote” \\ ' \n 𠮷"],
    ['a list of texts', 'text[]', ['a,b', '{c}', '"d"', '', '对接', 'NULL']],
    ['an empty list of texts', 'text[]', []],
    ['bytes', 'bytea', new Uint8Array([0, 1, 127, 128, 255, 39, 92])],
    ['no bytes', 'bytea', new Uint8Array()],
  ] as const)('%s comes back from %s as it was sent', async ([, type, value]) => {
    expect(await roundTrip(type, value)).toEqual(value)
  })

  test('bytes begin where their buffer does, so that floats can be read from it', async () => {
    const floats = Float32Array.from([0.5, -1, 3])
    const read = (await roundTrip('bytea', new Uint8Array(floats.buffer))) as Uint8Array
    expect(new Float32Array(read.buffer)).toEqual(floats)
  })

  test.for([
    ['an object', { title: '场景', 'key with spaces': 1, under_score: { inner_key: [1, 2] }, camelCase: null }],
    ['a list of objects', [{ field: 'cases.0' }, { field: '"' }]],
    ['a list of texts', ['a', 'b']],
    ['an empty list', []],
    ['a text', 'a text'],
    ['a text that looks like JSON', '{"a": 1}'],
    ['a number', 1.5],
    ['false', false],
    ['null', null],
  ] as const)('%s comes back from jsonb as it was sent, its keys untouched', async ([, value]) => {
    expect(await roundTrip('jsonb', jsonValue(value))).toEqual(value)
  })

  test('null in jsonb is not the absence of a value', async () => {
    expect((await sql<{ isNull: boolean }>`select ${jsonValue(null)}::jsonb is null as is_null`.execute(db)).rows).toEqual([
      { isNull: false },
    ])
  })

  test('counts and identities come as text, and columns under camelCase names', async () => {
    await insertDistrict(db)
    const row = {
      districtId: testDistrict.id,
      objectType: 'scene' as const,
      objectId: testDistrict.id,
      version: 1,
      createdAt: new Date(0),
    }
    const { id } = await db.insertInto('outbox').values(row).returning('id').executeTakeFirstOrThrow()
    expect(id).toBe('1')
    const { count } = await db
      .selectFrom('outbox')
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe('1')
    expect(await db.selectFrom('outbox').selectAll().executeTakeFirst()).toMatchObject({
      ...row,
      attempts: 0,
      doneAt: null,
      deadAt: null,
    })
  })

  test('how many rows a statement changed is known', async () => {
    const touched = await db.updateTable('district').set({ name: '甲' }).where('id', '=', testDistrict.id).executeTakeFirst()
    const missed = await db.updateTable('district').set({ name: '乙' }).where('code', '=', 'nowhere').executeTakeFirst()
    expect([touched.numUpdatedRows, missed.numUpdatedRows]).toEqual([1n, 0n])
  })
}

function transactions(empty: Empty): void {
  test('what a transaction wrote is gone when it fails, and the next one works', async () => {
    const db = await empty()
    await insertDistrict(db)
    const failing = transact(db, actorWith([]), async (tx) => {
      await tx.updateTable('district').set({ name: '改' }).execute()
      throw new Error('no further')
    })
    await expect(failing).rejects.toThrow('no further')
    expect(await transact(db, actorWith([]), (tx) => tx.selectFrom('district').select('name').execute())).toEqual([
      { name: testDistrict.name },
    ])
  })

  test('a statement that breaks a unique constraint names it, any other fault does not', async () => {
    const db = await empty()
    await insertDistrict(db)
    const { id } = await insertOrganisation(db, { uscc: '91310104EXMPL00018' })
    const twice = await insertOrganisation(db, { uscc: '91310104EXMPL00018' }).catch((error: unknown) => error)
    expect(brokenUnique(twice)).toBe('organisation_uscc_key')
    const membership = { id: testDistrict.id, orgId: id, personId: 'nobody', roles: [], createdAt: new Date() }
    const nobody = await db
      .insertInto('membership')
      .values(membership)
      .execute()
      .catch((error: unknown) => error)
    expect([nobody, brokenUnique(nobody)]).toEqual([expect.objectContaining({ code: '23503' }), undefined])
  })

  test('a transaction tells the database for whom it runs, and nothing of it stays behind', async () => {
    const db = await empty()
    const setting = sql<{ district: string }>`select coalesce(current_setting('duijie.district_id', true), '') as district`
    const inside = await transact(db, actorWith([]), (tx) => setting.execute(tx))
    expect([inside.rows[0]!.district, (await setting.execute(db)).rows[0]!.district]).toEqual([testDistrict.id, ''])
  })

  test('an identifier’s lock is held to the end of its transaction', async () => {
    const db = await empty()
    const order: string[] = []
    const holding = (name: string) =>
      db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(1)`.execute(tx)
        order.push(`${name} has it`)
        await sql`select 1`.execute(tx)
        order.push(`${name} ends`)
      })
    await Promise.all([holding('first'), holding('second')])
    expect([order[0]!.split(' ')[0], order[2]!.split(' ')[0]]).toEqual([order[1]!.split(' ')[0], order[3]!.split(' ')[0]])
  })
}

function concurrency(empty: Empty): void {
  let db: Kysely<Database>
  beforeAll(async () => {
    db = await empty()
    await insertDistrict(db)
  })
  afterAll(() => empty())

  test('a second transaction on a row waits for the first, and sees what it left', async () => {
    const firstHolds = signal()
    const mayEnd = signal()
    const first = db.transaction().execute(async (tx) => {
      await tx.selectFrom('district').select('id').forUpdate().execute()
      firstHolds.give()
      await mayEnd.given
      await tx.updateTable('district').set({ name: '一' }).execute()
    })
    await firstHolds.given
    const second = db.transaction().execute((tx) => tx.selectFrom('district').select('name').forUpdate().execute())
    await waiting(db)
    mayEnd.give()
    await first
    expect(await second).toEqual([{ name: '一' }])
  })

  test('of two that change the version they read, one changes nothing', async () => {
    const change = () =>
      db.transaction().execute(async (tx) => {
        const { name } = await tx.selectFrom('district').select('name').executeTakeFirstOrThrow()
        const changed = await tx
          .updateTable('district')
          .set({ name: `${name}+` })
          .where('name', '=', name)
          .executeTakeFirst()
        return Number(changed.numUpdatedRows)
      })
    const first = signal()
    const both = signal()
    const held = db.transaction().execute(async (tx) => {
      await tx.selectFrom('district').select('id').forUpdate().execute()
      first.give()
      await both.given
    })
    await first.given
    const changes = [change(), change()]
    await waiting(db, 2)
    both.give()
    await held
    const [one, other] = await Promise.all(changes)
    expect(one! + other!).toBe(1)
  })

  test('rows that another has locked are passed over when asked so', async () => {
    await insertDistrict(db, { id: '00000000-0000-7000-8000-0000000000d2', code: 'YP' })
    const free = await db.transaction().execute(async (tx) => {
      await tx.selectFrom('district').select('id').where('code', '=', 'XH').forUpdate().execute()
      return db.transaction().execute((other) => other.selectFrom('district').select('code').forUpdate().skipLocked().execute())
    })
    expect(free).toEqual([{ code: 'YP' }])
  })

  test('two that wait for each other: one of them fails, the other goes through', async () => {
    const locked = [signal(), signal()]
    const codes = ['XH', 'YP']
    const crossing = [0, 1].map((own) =>
      db.transaction().execute(async (tx) => {
        await tx.updateTable('district').set({ city: 'x' }).where('code', '=', codes[own]!).execute()
        locked[own]!.give()
        await locked[1 - own]!.given
        await tx
          .updateTable('district')
          .set({ city: 'y' })
          .where('code', '=', codes[1 - own]!)
          .execute()
      }),
    )
    const results = await Promise.allSettled(crossing)
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })
}

function signal(): { given: Promise<void>; give: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { given: promise, give: resolve }
}

/** Until so many connections of this database wait for a lock. */
async function waiting(db: Kysely<Database>, count = 1): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await sql<{ count: string }>`
          select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
        return Number(rows[0]!.count)
      },
      { timeout: 10_000 },
    )
    .toBe(count)
}

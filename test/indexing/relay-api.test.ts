import { beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { world } from '../support/people.ts'
import type { World } from '../support/people.ts'
import { insertDistrict } from '../support/world.ts'

const [scene, card, foreign] = ['a', 'c', 'f'].map((letter) => `01900000-0000-7000-8000-00000000${letter.repeat(4)}`) as [
  string,
  string,
  string,
]

let here: World
let administrator: Client & { personId: string }

/** Three changes given up on, one of them in another district, and one that waits. */
beforeEach(async () => {
  here = await world()
  administrator = await here.person(['administrator'], await here.organisation({ kind: 'district_office' }))
  const { ports, district } = here
  const elsewhere = await insertDistrict(ports.db, { id: '00000000-0000-7000-8000-0000000000d2', code: 'MH', name: '闵行区' })
  const now = ports.clock()
  const row = { version: 1, createdAt: new Date(now.getTime() - 60_000), doneAt: null, deadAt: now, dueAt: now, attempts: 8 }
  await ports.db
    .insertInto('outbox')
    .values([
      { ...row, districtId: district.id, objectType: 'scene', objectId: scene, lastError: 'no such field' },
      { ...row, districtId: district.id, objectType: 'card', objectId: card, lastError: 'too <long>' },
      { ...row, districtId: elsewhere.id, objectType: 'scene', objectId: foreign, lastError: 'not ours' },
      {
        ...row,
        districtId: district.id,
        objectType: 'scene',
        objectId: scene,
        deadAt: null,
        dueAt: new Date(now.getTime() + 5_000),
      },
    ])
    .execute()
})

const deadIds = async () => {
  const rows = await here.ports.db.selectFrom('outbox').select('id').where('deadAt', 'is not', null).orderBy('id').execute()
  return rows.map(({ id }) => id)
}

describe('what the index did not take', () => {
  test('is listed for the administrator of the district, page by page', async () => {
    const { body } = await administrator.get('/api/v1/relay?limit=1')
    expect(body).toMatchObject({
      open: 1,
      oldest_at: '2026-03-02T01:59:00.000Z',
      total: 2,
      items: [
        { object_type: 'scene', object_id: scene, attempts: 8, last_error: 'no such field', dead_at: '2026-03-02T02:00:00.000Z' },
      ],
    })
    const next = await administrator.get(`/api/v1/relay?limit=1&cursor=${body.next_cursor}`)
    expect(next.body).toMatchObject({ items: [{ object_id: card }], next_cursor: null })
    expect((await administrator.get('/api/v1/relay?cursor=WyJ4Il0')).body.code).toBe('request.bad_cursor')
  })

  test('is nobody else’s business', async () => {
    const officer = await here.person(['district_officer', 'auditor'], await here.organisation({ kind: 'district_office' }))
    expect(await officer.get('/api/v1/relay')).toMatchObject({ status: 403, body: { code: 'actor.forbidden' } })
    expect(await officer.post('/api/v1/relay/replay')).toMatchObject({ status: 403 })
    expect((await officer.page('/office/relay')).status).toBe(403)
    expect((await officer.page('/')).text).not.toContain('/office/relay')
  })
})

describe('trying again', () => {
  test('all of the district, and it is written down for each object', async () => {
    const answer = await administrator.post('/api/v1/relay/replay')
    expect([answer.status, answer.body]).toEqual([200, { replayed: 2 }])
    expect(await deadIds()).toHaveLength(1)
    const events = await here.ports.db.selectFrom('auditEvent').select(['objectType', 'objectId', 'actorId', 'action']).execute()
    expect(events).toEqual([
      { objectType: 'scene', objectId: scene, actorId: administrator.personId, action: 'relay.replay' },
      { objectType: 'card', objectId: card, actorId: administrator.personId, action: 'relay.replay' },
    ])
    // There are no such rows, so there is nothing to write: the relay is done with them at once.
    expect((await administrator.get('/api/v1/relay')).body).toMatchObject({ open: 1, total: 0 })
  })

  test('only those named, and never another district’s', async () => {
    const [first, , notOurs] = await deadIds()
    expect((await administrator.post('/api/v1/relay/replay', { ids: [first, notOurs] })).body).toEqual({ replayed: 1 })
    expect((await administrator.post('/api/v1/relay/replay', { ids: [] })).body).toEqual({ replayed: 0 })
    expect((await administrator.post('/api/v1/relay/replay', { ids: ['x'] })).status).toBe(422)
    expect(await deadIds()).toHaveLength(2)
  })
})

describe('the page', () => {
  test('shows what was given up on and why, in both languages', async () => {
    const page = await administrator.page('/office/relay')
    expect(page.status).toBe(200)
    expect(page.text).toContain('1 项改动待写入')
    expect(page.text).toContain('2 项改动写入失败')
    expect(page.text).toContain('too &lt;long&gt;')
    expect((await administrator.page('/')).text).toContain('href="/office/relay"')
    expect((await administrator.page('/office/relay?lang=en')).text).toContain('2 changes were given up on')
  })

  test('has one of them tried again, or all', async () => {
    await administrator.page('/office/relay')
    const [first] = await deadIds()
    const one = await administrator.submit('/office/relay/replay', { id: first! })
    expect([one.status, one.headers.get('location')]).toEqual([303, '/office/relay'])
    expect(await deadIds()).toHaveLength(2)
    await administrator.submit('/office/relay/replay', {})
    const page = await administrator.page('/office/relay')
    expect(page.text).toContain('没有写入失败的改动')
    expect(await deadIds()).toHaveLength(1)
  })
})

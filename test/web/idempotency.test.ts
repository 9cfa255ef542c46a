import { expect, test } from 'vitest'
import { Client } from '../support/client.ts'
import { probedWorld } from '../support/probe.ts'

const key = { 'idempotency-key': 'order-1' }
const path = '/api/v1/probe/thing'

test('a POST sent again with its key answers the same and runs once', async () => {
  const { client, state } = await probedWorld()
  const first = await client.post(path, { name: 'a' }, key)
  const again = await client.post(path, { name: 'a' }, key)
  expect(first).toMatchObject({ status: 201, body: { run: 1 } })
  expect(again).toMatchObject({ status: 201, body: { run: 1 } })
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.headers.get('location')).toBe('/api/v1/probe/thing')
  expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect(state.runs).toBe(1)
})

test('without a key a POST runs each time', async () => {
  const { client, state } = await probedWorld()
  await client.post(path, { name: 'a' })
  await client.post(path, { name: 'a' })
  expect(state.runs).toBe(2)
})

test('a key that comes with a different body is refused', async () => {
  const { client, state } = await probedWorld()
  await client.post(path, { name: 'a' }, key)
  expect(await client.post(path, { name: 'b' }, key)).toMatchObject({ status: 422, body: { code: 'request.idempotency_reused' } })
  expect(state.runs).toBe(1)
})

test('a key that comes with a different address is refused', async () => {
  const { client } = await probedWorld()
  await client.post(path, { name: 'a' }, key)
  expect(await client.post(`${path}?dry=1`, { name: 'a' }, key)).toMatchObject({
    status: 422,
    body: { code: 'request.idempotency_reused' },
  })
})

test('a key whose first request still runs answers 409', async () => {
  const { client, ports, state } = await probedWorld()
  await client.post(path, { name: 'a' }, key)
  await ports.db.updateTable('idempotency').set({ status: null, body: null }).execute()
  expect(await client.post(path, { name: 'a' }, key)).toMatchObject({
    status: 409,
    body: { code: 'request.idempotency_running' },
  })
  expect(state.runs).toBe(1)
})

test('two requests with one key at the same moment run once', async () => {
  const { client, state } = await probedWorld()
  const answers = await Promise.all([1, 2, 3].map(() => client.post(path, { name: 'a' }, key)))
  expect(state.runs).toBe(1)
  expect(answers.some((answer) => answer.status === 201)).toBe(true)
  expect(answers.every((answer) => answer.status === 201 || answer.body.code === 'request.idempotency_running')).toBe(true)
})

test('a request whose process died gives its key back after ten minutes', async () => {
  const { client, ports } = await probedWorld()
  await client.post(path, { name: 'a' }, key)
  await ports.db.updateTable('idempotency').set({ status: null, body: null }).execute()
  ports.clock.advance(10 * 60_000 + 1)
  expect(await client.post(path, { name: 'a' }, key)).toMatchObject({ status: 201 })
})

test('a key is forgotten after 24 hours, and not before', async () => {
  const { client, ports } = await probedWorld()
  await client.post(path, { name: 'a' }, key)
  ports.clock.advance(24 * 3_600_000)
  expect((await client.post(path, { name: 'a' }, key)).body).toEqual({ run: 1 })
  ports.clock.advance(1)
  expect((await client.post(path, { name: 'a' }, key)).body).toEqual({ run: 2 })
})

test('what failed validation is not kept, so that the corrected request may use the key', async () => {
  const { client } = await probedWorld()
  expect(await client.post(path, { nam: 'a' }, key)).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
  expect(await client.post(path, { name: 'a' }, key)).toMatchObject({ status: 201 })
})

test('a fault is not kept', async () => {
  const { client, state } = await probedWorld()
  expect(await client.post('/api/v1/probe/fault', undefined, key)).toMatchObject({ status: 500 })
  expect(await client.post('/api/v1/probe/fault', undefined, key)).toMatchObject({ status: 500 })
  expect(state.runs).toBe(2)
})

test('one person’s key is not another’s', async () => {
  const { app, organisation, person, state } = await probedWorld()
  const department = await organisation()
  const [lin, wu] = [await person(['publisher_editor'], department), await person(['publisher_editor'], department)]
  for (const client of [lin, wu, new Client(app)])
    expect((await client.post(path, { name: 'a' }, key)).headers.get('idempotent-replayed')).toBeNull()
  expect(state.runs).toBe(3)
})

test.for(['', 'k'.repeat(256)])('a key of unfit length is refused', async (unfit) => {
  const { client, state } = await probedWorld()
  const answer = await client.post(path, { name: 'a' }, { 'idempotency-key': unfit })
  expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid', errors: [{ field: 'Idempotency-Key' }] } })
  expect(state.runs).toBe(0)
})

test('a key of 255 characters is taken', async () => {
  const { client } = await probedWorld()
  expect(await client.post(path, { name: 'a' }, { 'idempotency-key': 'k'.repeat(255) })).toMatchObject({ status: 201 })
})

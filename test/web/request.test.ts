import { expect, test } from 'vitest'
import { RefusedError, refusals } from '../../src/shared/refusal.ts'
import { bodyBytesMax } from '../../src/web/limited-body.ts'
import { Client } from '../support/client.ts'
import { world } from '../support/people.ts'
import { probedWorld } from '../support/probe.ts'

const path = '/api/v1/probe/thing'

test('a body over the limit is refused, whether or not its length was announced', async () => {
  const { app } = await probedWorld()
  const headers = { 'content-type': 'application/json' }
  const large = `{"name":"${'x'.repeat(bodyBytesMax)}"}`
  const announced = await app.request(path, {
    method: 'POST',
    headers: { ...headers, 'content-length': String(large.length) },
    body: large,
  })
  const streamed = await app.request(path, {
    method: 'POST',
    headers,
    body: new Blob([large]).stream(),
    duplex: 'half',
  } as RequestInit)
  for (const answer of [announced, streamed]) {
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'request.too_large', limit: bodyBytesMax })
  }
})

test('a body at the limit is read', async () => {
  const { client } = await probedWorld()
  const name = 'x'.repeat(bodyBytesMax - '{"name":""}'.length)
  expect(await client.post(path, { name })).toMatchObject({ status: 201 })
})

test.for(['{', '', '{"name":"a"', 'null x'])('a body that is no JSON is refused: %s', async (body) => {
  const { client } = await probedWorld()
  expect(await client.send('POST', path, { 'content-type': 'application/json' }, body)).toMatchObject({
    status: 400,
    body: { code: 'request.malformed_json' },
  })
})

test.for(['text/plain', 'application/x-www-form-urlencoded'])('a body of another type is refused: %s', async (type) => {
  const { client } = await probedWorld()
  expect(await client.send('POST', path, { 'content-type': type }, '{"name":"a"}')).toMatchObject({
    status: 415,
    body: { code: 'request.media_type' },
  })
})

test('an unknown field and a wrong type are named', async () => {
  const { client } = await probedWorld()
  const answer = await client.post(path, { name: 1, Name: 'a' })
  expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
  expect(answer.body.errors).toContainEqual({ field: 'Name', message: 'is not a field' })
  expect(answer.body.errors).toContainEqual({ field: 'name', message: expect.stringContaining('Expected string') })
})

test('an unknown route is a problem to a program and a page to a browser', async () => {
  const { visitor } = await world()
  const problem = await visitor.get('/api/v1/nowhere')
  expect(problem).toMatchObject({ status: 404, body: { code: 'route.not_found', type: '/problems/route.not_found' } })
  expect(problem.headers.get('content-type')).toContain('application/problem+json')
  const page = await visitor.page('/nowhere')
  expect(page.status).toBe(404)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.text).toContain('没有这个页面')
})

test('a method the address does not take is 405 and names those it takes', async () => {
  const { visitor } = await world()
  const answer = await visitor.sendJson('PUT', '/api/v1/organisations', {}, {})
  expect(answer).toMatchObject({ status: 405, body: { code: 'route.method_not_allowed', allowed: ['GET', 'HEAD', 'POST'] } })
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
})

test('HEAD answers as GET does, without the body', async () => {
  const { visitor } = await world()
  const [get, head] = [await visitor.get('/problems'), await visitor.send('HEAD', '/problems', {})]
  expect(head).toMatchObject({ status: 200, text: '' })
  expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
})

test('a fault is logged with the request’s id and tells the asker nothing else', async () => {
  const { client, ports } = await probedWorld()
  const answer = await client.post('/api/v1/probe/fault')
  expect(answer).toMatchObject({ status: 500, body: { code: 'server.fault' } })
  expect(answer.text).not.toContain('secret')
  const requestId = answer.headers.get('x-request-id')
  expect(answer.body.request_id).toBe(requestId)
  expect(ports.logged.find(({ event }) => event === 'server.fault')).toMatchObject({ level: 'error', detail: { requestId } })
})

test('the language is the one asked for, then the cookie’s, then the browser’s, then Chinese', async () => {
  const { app, visitor } = await world()
  const titleFor = async (client: Client, query = '', headers = {}) =>
    (await client.get(`/api/v1/nowhere${query}`, headers)).body.title
  expect(await titleFor(visitor)).toBe('没有这个页面')
  expect(await titleFor(visitor, '', { 'accept-language': 'en-GB,en;q=0.9' })).toBe('There is no such page')
  expect(await titleFor(visitor, '?lang=en')).toBe('There is no such page')
  expect(await titleFor(visitor)).toBe('There is no such page')
  expect(await titleFor(new Client(app))).toBe('没有这个页面')
})

test('every answer forbids foreign script and frames, and is kept by no shared cache', async () => {
  const { visitor } = await world()
  for (const address of ['/problems', '/api/v1/nowhere', '/healthz']) {
    const { headers } = await visitor.get(address)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toContain('private')
  }
})

test('after a change the index is brought up to the record, and not after a read or a refusal', async () => {
  const { client, state } = await probedWorld()
  await client.get(path)
  await client.post(path, { nam: 'a' })
  expect(state.relays).toBe(0)
  await client.post(path, { name: 'a' })
  expect(state.relays).toBe(1)
})

test('a failing relay is logged and does not fail the change', async () => {
  const { ports, visitor, app } = await world({ relay: () => Promise.reject(new Error('index down')) })
  app.post('/api/v1/changed', (c) => c.body(null, 204))
  expect(await visitor.post('/api/v1/changed')).toMatchObject({ status: 204 })
  expect(ports.logged.find(({ event }) => event === 'relay.failed')).toMatchObject({ level: 'error' })
})

test('no detail takes the place of a member of RFC 9457', async () => {
  const { client, app } = await probedWorld()
  const detail = { type: 'x', title: 'y', status: 'draft', state: 'draft' } as Record<string, unknown>
  app.get('/api/v1/refused', () => {
    throw new RefusedError({ ...detail, code: 'scene.wrong_state' })
  })
  const answer = await client.get('/api/v1/refused')
  expect(answer.body).toEqual({
    type: '/problems/scene.wrong_state',
    title: refusals['scene.wrong_state'].zh,
    status: 409,
    code: 'scene.wrong_state',
    state: 'draft',
  })
})

import { expect, test } from 'vitest'
import { Client } from '../support/client.ts'
import { world } from '../support/people.ts'
import { probedWorld } from '../support/probe.ts'

async function formWorld() {
  const { app } = await world()
  app.post('/form', async (c) => c.text(`sent ${(await c.req.parseBody())['name']}`))
  return new Client(app)
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const refusal = { status: 403, body: { code: 'request.bad_csrf' } }

test('a form that carries the page’s token is taken, and its fields can still be read', async () => {
  const client = await formWorld()
  expect(await client.submit('/form', { name: '张' })).toMatchObject({ status: 200, text: 'sent 张' })
})

test('a form without the token is refused', async () => {
  const client = await formWorld()
  await client.page('/problems')
  expect(await client.send('POST', '/form', form, 'name=a')).toMatchObject(refusal)
})

test('a form with a token but no cookie is refused', async () => {
  const client = await formWorld()
  expect(await client.send('POST', '/form', form, `csrf=${'0'.repeat(32)}`)).toMatchObject(refusal)
})

test('a form sent from another site is refused although its token is right', async () => {
  const client = await formWorld()
  await client.page('/problems')
  const body = `csrf=${client.cookies.get('csrf')}`
  for (const sign of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }]) {
    expect(await client.send('POST', '/form', { ...form, ...sign }, body)).toMatchObject(refusal)
  }
  expect(await client.send('POST', '/form', { ...form, origin: 'http://localhost' }, body)).toMatchObject({ status: 200 })
})

test('the API refuses a change that another site makes a browser send', async () => {
  const { client, state } = await probedWorld()
  const path = '/api/v1/probe/thing'
  expect(await client.post(path, { name: 'a' }, { 'sec-fetch-site': 'cross-site' })).toMatchObject(refusal)
  expect(await client.post(path, { name: 'a' }, { origin: 'https://elsewhere.example' })).toMatchObject(refusal)
  expect(state.runs).toBe(0)
  expect(await client.post(path, { name: 'a' }, { 'sec-fetch-site': 'same-origin' })).toMatchObject({ status: 201 })
})

test('who shows an API key is no browser: the key decides', async () => {
  const { client } = await probedWorld()
  const headers = { 'x-api-key': 'no such key', origin: 'https://elsewhere.example' }
  expect(await client.post('/api/v1/probe/thing', { name: 'a' }, headers)).toMatchObject({
    status: 401,
    body: { code: 'key.invalid' },
  })
})

test('reading needs no token, wherever it comes from', async () => {
  const { client } = await probedWorld()
  expect(await client.get('/api/v1/probe/thing', { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 200 })
})

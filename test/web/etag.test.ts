import { expect, test } from 'vitest'
import { probedWorld } from '../support/probe.ts'

const path = '/api/v1/probe/thing'

test('a read carries the row’s version in its ETag and answers 304 to who has it', async () => {
  const { client } = await probedWorld()
  const read = await client.get(path)
  const etag = read.headers.get('etag')!
  expect(etag).toMatch(/^"1\.[0-9a-f]{20}"$/u)
  const again = await client.get(path, { 'if-none-match': etag })
  expect(again).toMatchObject({ status: 304, text: '' })
  expect(again.headers.get('etag')).toBe(etag)
})

test.for([
  ['W/', ''],
  ['"other", ', ''],
  ['', ', "other"'],
])('an ETag in a list or made weak by a proxy is known too', async ([before, after]) => {
  const { client } = await probedWorld()
  const etag = (await client.get(path)).headers.get('etag')!
  expect(await client.get(path, { 'if-none-match': `${before}${etag}${after}` })).toMatchObject({ status: 304 })
})

test('another reader’s copy is not taken for mine', async () => {
  const { client, organisation, person } = await probedWorld()
  const signedIn = await person(['publisher_editor'], await organisation())
  const etag = (await client.get(path)).headers.get('etag')!
  expect(await signedIn.get(path, { 'if-none-match': etag })).toMatchObject({ status: 200, body: { shown_to: 'person' } })
})

test('a changed version answers in full', async () => {
  const { client, state } = await probedWorld()
  const etag = (await client.get(path)).headers.get('etag')!
  state.version = 2
  expect(await client.get(path, { 'if-none-match': etag })).toMatchObject({ status: 200 })
})

test('the ETag of a read is the If-Match of the change', async () => {
  const { client, state } = await probedWorld()
  state.version = 41
  expect(await client.patch(path, { name: 'a' })).toMatchObject({ status: 200, body: { version: 41 } })
  expect(await client.patch(path, { name: 'a' }, 7)).toMatchObject({ status: 200, body: { version: 7 } })
})

test('a change without If-Match is refused', async () => {
  const { client } = await probedWorld()
  expect(await client.sendJson('PATCH', path, { name: 'a' }, {})).toMatchObject({
    status: 428,
    body: { code: 'request.precondition_required' },
  })
})

test.for(['*', 'nonsense', '"a"', '"1'])('an If-Match that names no version of ours is refused: %s', async (header) => {
  const { client } = await probedWorld()
  expect(await client.sendJson('PATCH', path, { name: 'a' }, { 'if-match': header })).toMatchObject({
    status: 412,
    body: { code: 'request.precondition_failed' },
  })
})

import { expect, test } from 'vitest'
import { permissions } from '../../src/accounts/permissions.ts'
import { refusals } from '../../src/shared/refusal.ts'
import { noteOf } from '../../src/web/http.ts'
import { world } from '../support/people.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete']

async function document() {
  const { app, visitor } = await world()
  const { status, body } = await visitor.get('/openapi.json')
  expect(status).toBe(200)
  const operations: any[] = Object.entries<object>(body.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  )
  return { app, visitor, body, operations }
}

/** The routes that answer, and not the middleware before them. */
function mounted(app: Awaited<ReturnType<typeof world>>['app']) {
  return Map.groupBy(
    app.routes.filter(({ method }) => method !== 'ALL'),
    ({ method, path }) => `${method} ${path}`,
  )
}

function apiRoutes(app: Parameters<typeof mounted>[0]): string[] {
  return [...mounted(app).keys()].filter((route) => route.includes(' /api/'))
}

test('every mounted route says exactly once what it is about', async () => {
  const { app } = await world()
  const counts = [...mounted(app)].map(([route, handlers]) => [
    route,
    handlers.filter(({ handler }) => noteOf(handler)?.action !== undefined).length,
  ])
  expect(counts.filter(([, count]) => count !== 1)).toEqual([])
  expect(counts.length).toBeGreaterThan(20)
})

test('every route of the API stands in the document, and no page does', async () => {
  const { app, body } = await document()
  expect(Object.keys(body.paths).filter((path) => !path.startsWith('/api/'))).toEqual([])
  const missing = apiRoutes(app).filter((route) => {
    const [method, path] = route.split(' ')
    return body.paths[path!.replace(/:(\w+)(?:\{[^/]*\})?/gu, '{$1}')]?.[method!.toLowerCase()] === undefined
  })
  expect(missing).toEqual([])
})

test('the document is shaped as OpenAPI 3.1 wants it', async () => {
  const { body, operations } = await document()
  expect(body).toMatchObject({
    openapi: '3.1.0',
    info: { title: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+$/u) },
  })
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, method, parameters, responses, summary, tags } of operations) {
    const where = `${method} ${path}`
    expect(methods, where).toContain(method)
    expect(summary, where).not.toBe('')
    expect(tags, where).toHaveLength(1)
    const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name)
    expect(
      parameters.filter((parameter: any) => parameter.in === 'path').map((parameter: any) => parameter.name),
      where,
    ).toEqual(inPath)
    expect(
      Object.keys(responses).every((status) => /^[2-5]\d\d$/u.test(status)),
      where,
    ).toBe(true)
    expect(
      Object.keys(responses).some((status) => status < '400'),
      where,
    ).toBe(true)
    for (const response of Object.values<any>(responses)) expect(response.description, where).not.toBe('')
  }
})

test('names in bodies, answers and queries are those of the wire', async () => {
  const { operations } = await document()
  const names = new Set<string>()
  const collect = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name)
      if (key === 'required' && Array.isArray(value)) for (const name of value) names.add(name)
      if (key !== 'enum' && key !== 'const') collect(value)
    }
  }
  collect(operations.map(({ requestBody, responses }) => [requestBody, responses]))
  expect([...names].filter((name) => !/^[a-z][a-z0-9_]*$/u.test(name))).toEqual([])
  expect(names.size).toBeGreaterThan(20)
})

test('references point at what is there', async () => {
  const { body } = await document()
  const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/gu)].map(([, pointer]) => pointer!)
  expect(references.length).toBeGreaterThan(0)
  for (const pointer of new Set(references)) {
    expect(
      pointer.split('/').reduce((node, key) => node?.[key], body),
      pointer,
    ).toBeDefined()
  }
})

test('a route that is not for everybody says how to be known and that it may be refused', async () => {
  const { app, operations } = await document()
  expect(operations.length).toBeGreaterThan(20)
  for (const [route, handlers] of [...mounted(app)].filter(([name]) => name.includes(' /api/'))) {
    const action = handlers.map(({ handler }) => noteOf(handler)?.action).find((found) => found !== undefined)!
    const [method, path] = route.split(' ')
    const operation = operations.find(
      (one) => one.method === method!.toLowerCase() && one.path === path!.replace(/:(\w+)(?:\{[^/]*\})?/gu, '{$1}'),
    )
    const isOpen = permissions[action].to === 'everybody'
    expect(operation.security, route).toEqual(isOpen ? [{}] : [{ apiKey: [] }, { login: [] }])
    expect('401' in operation.responses || isOpen, route).toBe(true)
  }
})

test('a POST of the API documents Idempotency-Key, a PATCH If-Match', async () => {
  const { operations } = await document()
  const headersOf = (method: string) =>
    operations
      .filter((operation) => operation.method === method && operation.path.startsWith('/api/v1/'))
      .map(({ parameters }) =>
        parameters.filter((parameter: any) => parameter.in === 'header').map((parameter: any) => parameter.name),
      )
  expect(headersOf('post').every((names) => names.includes('Idempotency-Key'))).toBe(true)
  expect(headersOf('patch').every((names) => names.includes('If-Match'))).toBe(true)
})

test('the reference shows every operation of the API', async () => {
  const { visitor, operations } = await document()
  const { text } = await visitor.page('/reference')
  const missing = operations.filter(({ path, operationId }) => path.startsWith('/api/') && !text.includes(`id="${operationId}"`))
  expect(missing).toEqual([])
})

test('every refusal is documented in both languages', async () => {
  const { visitor } = await world()
  const list = (await visitor.page('/problems')).text
  for (const [code, { zh, en }] of Object.entries(refusals)) {
    const page = await visitor.page(`/problems/${code}`)
    expect(page.status, code).toBe(200)
    expect(page.text, code).toContain(zh)
    expect(page.text, code).toContain(en.replaceAll('&', '&amp;'))
    expect(list).toContain(`href="/problems/${code}"`)
  }
  expect(await visitor.get('/problems/toString')).toMatchObject({ status: 404, body: { code: 'route.not_found' } })
})

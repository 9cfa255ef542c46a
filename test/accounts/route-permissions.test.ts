import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { permissions } from '../../src/accounts/permissions.ts'
import type { Action } from '../../src/accounts/permissions.ts'
import { insertApiKey } from '../../src/accounts/manage-keys.ts'
import { noteOf } from '../../src/web/http.ts'
import { routesOf } from '../../src/web/openapi.ts'
import type { Route } from '../../src/web/openapi.ts'
import { wireSchema } from '../../src/web/wire-schema.ts'
import type { JsonSchema } from '../../src/web/wire-schema.ts'
import { insertOrganisation, testPorts } from '../support/world.ts'
import { accountPorts, member } from './account-world.ts'

const app = createApp(await testPorts(), { baseUrl: 'http://localhost' })
const routes = routesOf(app)
const guarded = routes.filter(({ note }) => note.action !== undefined && permissions[note.action].to !== 'everybody')
const forRoles = guarded.filter(({ note }) => Array.isArray(permissions[note.action!].to))
const nameOf = ({ method, path }: Route) => `${method} ${path}`

test('every route says once which action it stands for', () => {
  const said = new Map<string, number>(routes.map((route) => [nameOf(route), 0]))
  for (const { method, path, handler } of app.routes) {
    if (noteOf(handler)?.action !== undefined) said.set(`${method} ${path}`, said.get(`${method} ${path}`)! + 1)
  }
  expect([...said].filter(([, times]) => times !== 1)).toEqual([])
  expect(routes.length).toBeGreaterThan(30)
})

/** Decided within a route that stands for another action: seeing more of a company, and showing again what was hidden. */
const decidedWithin: readonly Action[] = ['company.read_own', 'card.show']

test('every action of the matrix has a route', () => {
  const used = new Set([...routes.map(({ note }) => note.action), ...decidedWithin])
  expect((Object.keys(permissions) as Action[]).filter((action) => !used.has(action))).toEqual([])
})

let objects: Record<string, string> = {}
let key = ''

/** A district with one of each object, and somebody who holds the role that may do nothing yet. */
beforeAll(async () => {
  const ports = await accountPorts()
  const theirs = await insertOrganisation(ports.db, { legalName: '别家单位' })
  const { actor: owner } = await member(ports, theirs, ['publisher_approver', 'company_signatory'])
  const { actor } = await member(ports, await insertOrganisation(ports.db), ['fund_officer'])
  key = 'a-key-of-nobody-in-particular'
  await insertApiKey(ports, { personId: actor.personId!, orgId: actor.orgId, name: 'test', key, now: ports.clock() })
  const [scene, company, card, now] = [ports.ids(), ports.ids(), ports.ids(), ports.clock()]
  const row = {
    districtId: theirs.districtId,
    orgId: theirs.id,
    content: '{}',
    statusReason: null,
    isExample: false,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  await ports.db
    .insertInto('scene')
    .values({
      ...row,
      id: scene,
      status: 'draft',
      ref: null,
      writtenBy: owner.personId!,
      submittedBy: null,
      submittedAt: null,
      complianceBy: null,
      publishedBy: null,
      publishedAt: null,
      opensAt: null,
      deadlineAt: null,
      statusSince: now,
      suspendedFrom: null,
      duplicatesAnswered: '[]',
    })
    .execute()
  await ports.db
    .insertInto('company')
    .values({ ...row, id: company, status: 'draft', validUntil: now })
    .execute()
  await ports.db
    .insertInto('card')
    .values({ ...row, id: card, companyId: company, status: 'draft', claims: '[]', writtenBy: owner.personId!, validUntil: now })
    .execute()
  objects = {
    scenes: scene,
    companies: company,
    cards: card,
    organisations: theirs.id,
    people: owner.personId!,
    scene,
    organisation: theirs.id,
  }
  shared = createApp(ports, { baseUrl: 'http://localhost' })
})

let shared: typeof app

const token = '0123456789abcdef0123456789abcdef'

const unknownId = '01900000-0000-7000-8000-00000000ffff'

/** Pages say nothing about the fields of their forms; these are forms as they should be filled in. */
const forms: Record<string, string> = {
  '/account/sides': 'side=supply',
  '/account/invitations': 'roles=publisher_editor',
  '/office/organisations/:id/suspension': 'reason=x',
  '/scenes/:id/answers/:comment': 'answer=x',
  '/scenes/:id/duplicates': `sceneId=${unknownId}&answer=merge`,
}

/** The request at its best: whatever may be refused about it, but for who asks, is in order. */
function ask({ method, path, note }: Route, headers: Record<string, string>): Response | Promise<Response> {
  const isApi = path.startsWith('/api/')
  const body =
    method === 'GET'
      ? undefined
      : isApi
        ? JSON.stringify(note.body === undefined ? {} : sample(wireSchema(note.body)))
        : `csrf=${token}&${forms[path] ?? ''}`
  const type = isApi ? 'application/json' : 'application/x-www-form-urlencoded'
  return shared.request(filled(path), {
    method,
    headers: { 'content-type': type, 'if-match': '"1"', cookie: `csrf=${token}`, ...headers },
    ...(body !== undefined && { body }),
  })
}

/** The address of an object that is there: the one its path names before the parameter. */
function filled(path: string): string {
  const parts = path.split('/')
  const full = parts.map((part, index) => {
    if (!part.startsWith(':')) return part
    if (part === ':object_type') return 'organisation'
    return objects[parts[index - 1]!] ?? objects[part.slice(1).replace('_id', '')] ?? unknownId
  })
  return full.join('/')
}

/** Something that fits the schema. */
function sample(schema: JsonSchema): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  if ('const' in schema) return schema['const']
  const alternatives = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(alternatives)) return sample(alternatives[0] as JsonSchema)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties![name]!)]))
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => sample(schema['items'] as JsonSchema))
    case 'string':
      if (schema['format'] === 'uuid') return unknownId
      if (schema['format'] === 'date') return '2026-09-30'
      if (schema['pattern'] !== undefined && new RegExp(String(schema['pattern']), 'u').test('09:30')) return '09:30'
      return schema['format'] === 'email' ? 'a@example.cn' : 'x'.repeat(Math.max(Number(schema['minLength'] ?? 0), 8))
    case 'number':
    case 'integer':
      return Number(schema['minimum'] ?? 0)
    case 'boolean':
      return true
    default:
      return unknownId
  }
}

test.each(guarded.map((route) => [nameOf(route), route] as const))('the public is told to sign in: %s', async (_name, route) => {
  const response = await ask(route, {})
  expect([response.status, await response.json()]).toMatchObject([401, { code: 'login.required' }])
})

test.each(forRoles.map((route) => [nameOf(route), route] as const))(
  'somebody whose role gives no right is refused: %s',
  async (_name, route) => {
    const response = await ask(route, { 'x-api-key': key })
    expect({ status: response.status, answer: [403, 404].includes(response.status) ? 'refused' : await response.text() }).toEqual(
      { status: response.status, answer: 'refused' },
    )
  },
)

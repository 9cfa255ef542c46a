import { publicActor } from '../../src/accounts/actor.ts'
import type { Actor } from '../../src/accounts/actor.ts'
import { resolveActor } from '../../src/accounts/resolve-actor.ts'
import { insertPerson } from '../../src/accounts/person-store.ts'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { usccCheckCharacter } from '../../src/accounts/uscc.ts'
import type { Role } from '../../src/accounts/role.ts'
import type { EmbedPort, Ports } from '../../src/ports.ts'
import { insertDistrict, insertOrganisation, testDistrict, testPorts } from '../support/world.ts'
import type { TestOrganisation, TestPorts } from '../support/world.ts'

/** Ports with a district; the search is not asked about accounts. */
export async function accountPorts(options: Partial<Ports> = {}): Promise<TestPorts> {
  const ports = await testPorts({ embed: blindEmbed, ...options })
  await insertDistrict(ports.db)
  return ports
}

/** Nothing of accounts is embedded. */
const blindEmbed: EmbedPort = {
  model: 'none',
  dimensions: 2,
  version: '1',
  embed: async (texts) => texts.map(() => new Float32Array([1, 0])),
  inSpace: () => blindEmbed,
}

export const visitor = publicActor(testDistrict.id)

/** The headers of a browser that keeps these cookies. */
export function browser(cookies: readonly string[], ...more: string[]): Headers {
  return new Headers({ cookie: [...cookies.map((cookie) => cookie.split(';')[0]!), ...more].join('; ') })
}

export const password = 'correct horse'

let people = 0

/** Somebody with an account and these roles in the organisation, as resolveActor finds them. */
export async function member(
  ports: Ports,
  organisation: TestOrganisation,
  roles: Role[],
): Promise<{ actor: Actor; email: string }> {
  people += 1
  const [id, email] = [`p-${people}`, `p${people}@example.cn`]
  const passwordHash = await ports.auth.hashPassword(password)
  await insertPerson(ports.db, {
    id,
    credentialId: `c-${people}`,
    name: `成员${people}`,
    email,
    passwordHash,
    now: ports.clock(),
  })
  await addMembership(ports.db, { id: ports.ids(), orgId: organisation.id, personId: id, roles, createdAt: ports.clock() })
  const signedIn = await ports.auth.signIn(new Headers(), email, password)
  return { actor: await resolveActor(ports, browser(signedIn!.cookies), testDistrict.id), email }
}

export async function districtOffice(ports: Ports): Promise<TestOrganisation> {
  return insertOrganisation(ports.db, { kind: 'district_office', legalName: '徐汇区场景专班' })
}

let codes = 0

/** Another valid social credit code each time. */
export function nextUscc(): string {
  codes += 1
  const body = `91310104MA1${String(codes).padStart(6, '0')}`
  return body + usccCheckCharacter(body)
}

export type Client = {
  send(method: string, path: string, body?: unknown): Promise<Answer>
  page(path: string): Promise<Response>
  /** Posts a form as a browser does, with the token its page gave. */
  submit(path: string, fields: Record<string, string | string[]>): Promise<Response>
}
export type Answer = { status: number; body: any; headers: Headers }

/** A browser, or a program with a key, before the app. */
export function client(
  app: { request: (path: string, init?: RequestInit) => Response | Promise<Response> },
  key?: string,
): Client {
  const jar = new Map<string, string>()
  const request = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie !== '' && { cookie }), ...(key !== undefined && { 'x-api-key': key }) }
    const response = await app.request(path, { ...init, headers })
    for (const [name, value] of response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!.split('=') as [string, string])) {
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    async send(method, path, body) {
      const json = body === undefined ? {} : { body: JSON.stringify(body) }
      const response = await request(`/api/v1${path}`, { method, headers: { 'content-type': 'application/json' }, ...json })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
    },
    page: (path) => request(path, { headers: { accept: 'text/html' } }),
    async submit(path, fields) {
      if (!jar.has('csrf')) await request('/sign-in', { headers: { accept: 'text/html' } })
      const form = new URLSearchParams({ csrf: jar.get('csrf') ?? '' })
      for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value)
      const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
      return request(path, { method: 'POST', headers, body: form.toString() })
    },
  }
}

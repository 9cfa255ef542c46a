import type { Hono } from 'hono'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { insertPerson } from '../../src/accounts/person-store.ts'
import type { Role } from '../../src/accounts/role.ts'
import { createApp } from '../../src/app.ts'
import type { Ports } from '../../src/ports.ts'
import type { District, Env } from '../../src/web/http.ts'
import { Client } from './client.ts'
import { insertDistrict, insertOrganisation, testPorts } from './world.ts'
import type { TestOrganisation, TestPorts } from './world.ts'

export type World = {
  ports: TestPorts
  app: Hono<Env>
  district: District
  /** Nobody in particular. */
  visitor: Client
  organisation: (overrides?: Parameters<typeof insertOrganisation>[1]) => Promise<TestOrganisation>
  /** Somebody signed in, who holds these roles in the organisation. */
  person: (roles: Role[], organisation: TestOrganisation) => Promise<Client & { personId: string }>
}

export const testPassword = 'correct horse battery'

/** The real app on an empty database with one district. */
export async function world(options: Partial<Ports> = {}): Promise<World> {
  const ports = await testPorts(options)
  const district = await insertDistrict(ports.db)
  const app = createApp(ports, { baseUrl: 'http://localhost' })
  return {
    ports,
    app,
    district,
    visitor: new Client(app),
    organisation: (overrides) => insertOrganisation(ports.db, overrides),
    person: (roles, organisation) => signedIn(ports, app, roles, organisation),
  }
}

let people = 0

async function signedIn(ports: Ports, app: Hono<Env>, roles: Role[], organisation: TestOrganisation) {
  people += 1
  const personId = `person-${people}-${roles[0] ?? 'none'}`
  const email = `person${people}@example.cn`
  const passwordHash = await ports.auth.hashPassword(testPassword)
  await insertPerson(ports.db, {
    id: personId,
    credentialId: ports.ids(),
    name: `成员${people}`,
    email,
    passwordHash,
    now: ports.clock(),
  })
  await addMembership(ports.db, { id: ports.ids(), orgId: organisation.id, personId, roles, createdAt: ports.clock() })
  const login = await ports.auth.signIn(new Headers(), email, testPassword)
  return Object.assign(new Client(app, {}, login!.cookies), { personId })
}

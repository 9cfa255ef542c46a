import { createAuth } from '../../src/accounts/auth.ts'
import { publicActor } from '../../src/accounts/actor.ts'
import type { Actor } from '../../src/accounts/actor.ts'
import { resolveActor } from '../../src/accounts/resolve-actor.ts'
import { insertPerson } from '../../src/accounts/person-store.ts'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { usccCheckCharacter } from '../../src/accounts/uscc.ts'
import type { Role } from '../../src/accounts/role.ts'
import type { EmbedPort, Ports } from '../../src/ports.ts'
import { emptyDatabase } from '../support/database.ts'
import { insertDistrict, insertOrganisation, testDistrict, testPorts } from '../support/world.ts'
import type { TestOrganisation, TestPorts } from '../support/world.ts'

/** Cheap on purpose: what scrypt is worth is tested on its own. */
export const testCost = { n: 2 ** 4, r: 1, p: 1 }

export async function accountPorts(options: Partial<Ports> = {}): Promise<TestPorts> {
  const db = await emptyDatabase()
  const auth = createAuth({ db, secret: 'a secret of the tests, long enough to be one', baseUrl: 'http://localhost', cost: testCost })
  const ports = await testPorts({ db, auth, embed: blindEmbed, ...options })
  await insertDistrict(ports.db)
  return ports
}

/** Nothing of accounts is embedded. */
const blindEmbed: EmbedPort = { model: 'none', dimensions: 2, embed: async (texts) => texts.map(() => new Float32Array([1, 0])) }

export const visitor = publicActor(testDistrict.id)

/** The headers of a browser that keeps these cookies. */
export function browser(cookies: readonly string[], ...more: string[]): Headers {
  return new Headers({ cookie: [...cookies.map((cookie) => cookie.split(';')[0]!), ...more].join('; ') })
}

export const password = 'correct horse'

let people = 0

/** Somebody with an account and these roles in the organisation, as resolveActor finds them. */
export async function member(ports: Ports, organisation: TestOrganisation, roles: Role[]): Promise<{ actor: Actor; email: string }> {
  people += 1
  const [id, email] = [`p-${people}`, `p${people}@example.cn`]
  const passwordHash = await ports.auth.hashPassword(password)
  await insertPerson(ports.db, { id, credentialId: `c-${people}`, name: `成员${people}`, email, passwordHash, now: ports.clock() })
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

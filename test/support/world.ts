import type { Kysely } from 'kysely'
import { createAuth } from '../../src/accounts/auth.ts'
import type { Actor } from '../../src/accounts/actor.ts'
import type { Role } from '../../src/accounts/role.ts'
import type { Database } from '../../src/db/tables.ts'
import { drain } from '../../src/indexing/relay.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import type { District } from '../../src/web/http.ts'
import type { Log, Ports } from '../../src/ports.ts'
import { testClock, testIds } from './clock.ts'
import type { TestClock } from './clock.ts'
import { emptyDatabase } from './database.ts'
import { testEmbed, testMatcher, testSearch } from './engines.ts'

export type TestPorts = Ports & { clock: TestClock; logged: LogLine[] }
export type LogLine = { level: string; event: string; detail: Record<string, unknown> }

/** Ports on an empty database; one test at a time has it. */
export async function testPorts(options: Partial<Ports> = {}): Promise<TestPorts> {
  const logged: LogLine[] = []
  const log: Log = (level, event, detail = {}) => logged.push({ level, event, detail })
  const db = await emptyDatabase()
  const ports: TestPorts = {
    db,
    auth: createAuth({ db, secret: 'a secret of the tests, thirty-two long', baseUrl: 'http://localhost', cost: quickHash }),
    search: options.search ?? (await testSearch(options.embed)),
    standIn: createEmbeddedSearch,
    embed: options.embed ?? (await testEmbed()),
    matcher: options.matcher ?? (await testMatcher()),
    ids: testIds(),
    log,
    relay: async () => void (await drain(ports)),
    ...options,
    clock: testClock(),
    logged,
  }
  return ports
}

/** Hashing slow enough for production would take most of a test's time. */
const quickHash = { n: 16, r: 1, p: 1 }

export const testDistrict: District = {
  id: '00000000-0000-7000-8000-0000000000d1',
  code: 'XH',
  name: '徐汇区',
  nameEn: 'Xuhui',
  city: '上海',
  timeZone: 'Asia/Shanghai',
}

export async function insertDistrict(db: Kysely<Database>, overrides: Partial<District> = {}): Promise<District> {
  const district = { ...testDistrict, ...overrides }
  await db.insertInto('district').values(district).execute()
  return district
}

export type TestOrganisation = {
  id: string
  districtId: string
  legalName: string
  status: 'registered' | 'verified' | 'suspended'
}

let organisations = 0

/** A verified organisation of the test district unless told otherwise. */
export async function insertOrganisation(
  db: Kysely<Database>,
  overrides: Partial<Omit<Database['organisation'], 'createdAt' | 'verifiedAt'>> = {},
): Promise<TestOrganisation> {
  organisations += 1
  const suffix = String(organisations).padStart(4, '0')
  const row = {
    id: `00000000-0000-7000-8000-0a00000${suffix.padStart(5, '0')}`,
    districtId: testDistrict.id,
    kind: 'enterprise',
    uscc: `91310104MA1F${suffix}XX`,
    legalName: `测试单位${suffix}`,
    nameEn: null,
    city: '上海',
    district: '徐汇区',
    status: 'verified' as const,
    verifiedAt: new Date('2026-01-05T02:00:00Z'),
    isExample: false,
    createdAt: new Date('2026-01-05T02:00:00Z'),
    version: 1,
    ...overrides,
  }
  await db.insertInto('organisation').values(row).execute()
  return { id: row.id, districtId: row.districtId, legalName: row.legalName, status: row.status }
}

let people = 0

/** Somebody holding these roles, for the organisation when one is given; no row is written for the person. */
export function actorWith(
  roles: Role[],
  org?: Pick<TestOrganisation, 'id' | 'districtId' | 'status'>,
  overrides: Partial<Actor> = {},
): Actor {
  people += 1
  return {
    kind: 'person',
    personId: `person-${people}`,
    name: `测试人员${people}`,
    orgId: org?.id ?? null,
    orgVerified: org === undefined || org.status === 'verified',
    districtId: org?.districtId ?? testDistrict.id,
    roles,
    ...overrides,
  }
}

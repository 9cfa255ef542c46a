import { systemActor } from '../accounts/actor.ts'
import { transact } from '../db/transact.ts'
import { dateIn } from '../shared/time.ts'
import type { District } from '../web/http.ts'
import { demoPassword } from './example-people.ts'
import { exampleRecords } from './example-records.ts'
import { districtExists, insertDistrict } from './example-store.ts'
import { loadCompanies } from './load-companies.ts'
import { loadOrganisations, organisationRows } from './load-organisations.ts'
import { loadPeople } from './load-people.ts'
import { loadPitches } from './load-pitches.ts'
import { loadScenes } from './load-scenes.ts'
import { loadSessions } from './load-sessions.ts'
import type { Seeding, SeedPorts } from './seeding.ts'

export type Loaded = {
  districtId: string
  organisations: number
  scenes: number
  companies: number
  cards: number
  people: number
  pitches: number
  sessions: number
}

/** Fills an empty database with the example data, all at once or not at all; undefined when there is a district already. */
export async function loadExampleData(ports: SeedPorts, { now }: { now: Date }): Promise<Loaded | undefined> {
  if (await districtExists(ports.db)) return undefined
  const passwordHash = await ports.auth.hashPassword(demoPassword)
  const district = exampleDistrict(ports.ids())
  const records = exampleRecords(dateIn(district.timeZone, now))
  const organisations = organisationRows(records, ports, district, now)
  const orgIds = new Map(organisations.map(({ key, row }) => [key, row.id]))
  const hands = { editor: ports.ids(), approver: ports.ids(), officer: ports.ids(), compliance: ports.ids() }
  const seeding: Seeding = { ports, district, now, hands, orgIds }
  return transact(ports.db, systemActor(district.id), async (tx) => {
    await insertDistrict(tx, district)
    await loadOrganisations(tx, seeding, organisations)
    const people = await loadPeople(tx, seeding, passwordHash)
    const { companies, cards } = await loadCompanies(tx, seeding, records.companies)
    const scenes = await loadScenes(tx, seeding, records.scenes)
    const pitches = await loadPitches(tx, seeding, records)
    const sessions = await loadSessions(tx, seeding, records)
    return { districtId: district.id, organisations: orgIds.size, scenes, companies, cards, people, pitches, sessions }
  })
}

function exampleDistrict(id: string): District {
  return { id, code: 'XH', name: '徐汇区', nameEn: 'Xuhui District', city: '上海市', timeZone: 'Asia/Shanghai' }
}

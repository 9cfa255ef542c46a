import { expect, test } from 'vitest'
import { publicActor } from '../../src/accounts/actor.ts'
import { verifyChain } from '../../src/accounts/audit.ts'
import { findMemberships } from '../../src/accounts/organisation-store.ts'
import { findPersonByEmail } from '../../src/accounts/person-store.ts'
import { registerOrganisation } from '../../src/accounts/register-organisation.ts'
import { roleIds } from '../../src/accounts/role.ts'
import { ensureDistrict } from '../../src/db/district.ts'
import { demoAccounts, demoPassword } from '../../src/seeding/example-people.ts'
import { exampleUscc } from '../../src/seeding/example-uscc.ts'
import { heldDemoAccounts } from '../../src/seeding/held-demo-accounts.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import { testPorts } from '../support/world.ts'

test('an empty database is filled once, with everything marked as an example', async () => {
  const ports = await testPorts()
  const now = ports.clock()
  const loaded = await loadExampleData(ports, { now })
  expect(loaded).toMatchObject({ people: roleIds.length })
  expect(loaded!.scenes).toBeGreaterThanOrEqual(24)
  expect(await loadExampleData(ports, { now })).toBeUndefined()

  for (const table of ['organisation', 'scene', 'company', 'card'] as const) {
    expect(await ports.db.selectFrom(table).select('id').where('isExample', '=', false).execute()).toEqual([])
  }
  const { scenes, companies, cards } = loaded!
  const outbox = await ports.db.selectFrom('outbox').select('objectType').execute()
  expect(outbox).toHaveLength(scenes + companies + cards)
  const refs = await ports.db.selectFrom('scene').select(['ref', 'status']).execute()
  expect(refs.filter(({ ref, status }) => (ref === null) !== (status === 'draft'))).toEqual([])
  expect(refs.filter(({ ref }) => ref !== null && !/^XH-20\d\d-[A-Z]{3}-\d{4}$/u.test(ref))).toEqual([])

  const events = await ports.db.selectFrom('auditEvent').select(['objectType', 'objectId', 'action']).execute()
  expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['example.loaded']))
  expect(await verifyChain(ports.db, events[0]!.objectType, events[0]!.objectId)).toMatchObject({ ok: true, events: 1 })
})

test('one can sign in as every role, and use the three keys', async () => {
  const ports = await testPorts()
  await loadExampleData(ports, { now: ports.clock() })
  const roles = []
  for (const { email } of demoAccounts) {
    const person = await findPersonByEmail(ports.db, email)
    const [membership] = await findMemberships(ports.db, person!.id)
    expect(membership).toMatchObject({ status: 'verified' })
    roles.push(...membership!.roles)
  }
  expect(roles.toSorted()).toEqual([...roleIds].toSorted())
  expect(await ports.auth.signIn(new Headers(), 'demo-officer@example.org', demoPassword)).toMatchObject({
    personId: expect.any(String),
  })
  for (const key of ['duijie-demo-matchmaker', 'duijie-demo-publisher', 'duijie-demo-company']) {
    expect(await ports.auth.keyOwner(key)).toMatchObject({ orgId: expect.any(String) })
  }
})

test('the demo accounts are listed for the district the example data filled, and for no other', async () => {
  const ports = await testPorts()
  const loaded = await loadExampleData(ports, { now: ports.clock() })
  expect(await heldDemoAccounts(ports.db, loaded!.districtId)).toEqual(demoAccounts)
  const { id } = await ensureDistrict(ports.db, ports.ids(), 'HP')
  expect(await heldDemoAccounts(ports.db, id)).toEqual([])
})

test('somebody who registers under a demo address makes no demo account', async () => {
  const ports = await testPorts()
  const { id: districtId } = await ensureDistrict(ports.db, ports.ids(), undefined)
  expect(await loadExampleData(ports, { now: ports.clock() })).toBeUndefined()
  const { email } = demoAccounts[0]!
  const person = { name: '真人', email, password: 'correct horse' }
  const input = {
    kind: 'department',
    uscc: exampleUscc('department', 1),
    legalName: '某局',
    city: '上海',
    district: '徐汇区',
    person,
  } as const
  await registerOrganisation(ports, publicActor(districtId), input)
  expect(await findPersonByEmail(ports.db, email)).toBeDefined()
  expect(await heldDemoAccounts(ports.db, districtId)).toEqual([])
})

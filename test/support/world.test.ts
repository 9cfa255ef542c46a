import { expect, test } from 'vitest'
import { insertDistrict, insertOrganisation, testPorts } from './world.ts'

test('every test begins with an empty database, a known time and known ids', async () => {
  for (const _round of [1, 2]) {
    const ports = await testPorts()
    await insertDistrict(ports.db)
    const organisation = await insertOrganisation(ports.db)
    await ports.db
      .insertInto('auditEvent')
      .values({
        id: ports.ids(),
        districtId: organisation.districtId,
        objectType: 'organisation',
        objectId: organisation.id,
        seq: 1,
        actorId: 'system',
        action: 'test',
        fromStatus: null,
        toStatus: null,
        reason: null,
        detail: '{}',
        at: ports.clock(),
        previousHash: '',
        hash: '',
      })
      .execute()
    expect(ports.clock().toISOString()).toBe('2026-03-02T02:00:00.000Z')
    expect(await ports.db.selectFrom('organisation').select('legalName').execute()).toHaveLength(1)
  }
})

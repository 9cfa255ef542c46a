import { insertApiKey } from '../accounts/manage-keys.ts'
import { addMembership } from '../accounts/organisation-store.ts'
import { insertPerson } from '../accounts/person-store.ts'
import type { Tx } from '../db/transact.ts'
import { examplePeople } from './example-people.ts'
import { orgIdOf, recordLoaded } from './seeding.ts'
import type { Seeding } from './seeding.ts'

/** One person for every role, some with an API key. */
export async function loadPeople(tx: Tx, seeding: Seeding, passwordHash: string): Promise<number> {
  const { ports, hands, now } = seeding
  const known: Record<string, string> = {
    publisher_editor: hands.editor,
    publisher_approver: hands.approver,
    district_officer: hands.officer,
    compliance_reviewer: hands.compliance,
  }
  for (const { role, email, name, org, key } of examplePeople) {
    const id = known[role] ?? ports.ids()
    const orgId = orgIdOf(seeding, org)
    await insertPerson(tx, { id, credentialId: ports.ids(), name, email, passwordHash, now })
    await addMembership(tx, { id: ports.ids(), orgId, personId: id, roles: [role], createdAt: now })
    if (key !== undefined) await insertApiKey({ ...ports, db: tx }, { personId: id, orgId, name: key, key, now })
    await recordLoaded(tx, seeding, [{ objectType: 'person', objectId: id }])
  }
  return examplePeople.length
}

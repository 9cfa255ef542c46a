import type { Db } from '../db/transact.ts'
import type { DemoAccount } from '../ports.ts'
import { demoAccounts } from './example-people.ts'
import { findExampleEmails } from './example-store.ts'

/** The demo accounts that this district holds: none, unless it was filled with the example data. */
export async function heldDemoAccounts(db: Db, districtId: string): Promise<DemoAccount[]> {
  const held = new Set(await findExampleEmails(db, districtId))
  return demoAccounts.filter(({ email }) => held.has(email))
}

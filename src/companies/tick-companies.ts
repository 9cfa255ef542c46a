import { systemActor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { findRunOutCards, updateCard } from './card-store.ts'
import { noteCardChange } from './change-card.ts'
import { findRunOutCompanies, listDistrictIds, updateCompany } from './company-store.ts'
import { noteCompanyChange } from './edit-company.ts'

/** Rows of one kind that one tick writes for a district; the rest waits for the next one. */
export const tickRowsMax = 200

export const runOutReason = '有效期已过'

type TickPorts = Pick<Ports, 'db' | 'ids'>

/** Writes down what has run out; everybody reads it so already. Doing it twice changes nothing. */
export async function tickCompanies(ports: TickPorts, now: Date): Promise<{ cards: number; companies: number }> {
  const counts = { cards: 0, companies: 0 }
  for (const districtId of await listDistrictIds(ports.db)) {
    counts.cards += await expireCards(ports, districtId, now)
    counts.companies += await hideCompanies(ports, districtId, now)
  }
  return counts
}

function expireCards(ports: TickPorts, districtId: string, now: Date): Promise<number> {
  const actor = systemActor(districtId)
  return transact(ports.db, actor, async (tx) => {
    const cards = await findRunOutCards(tx, districtId, now, tickRowsMax)
    for (const card of cards) {
      const version = await updateCard(tx, card, { status: 'expired', statusReason: runOutReason }, now)
      await recordEvent(tx, { ids: ports.ids, clock: () => now }, actor, {
        objectType: 'card',
        objectId: card.id,
        action: 'card.expire',
        from: card.status,
        to: 'expired',
        reason: runOutReason,
        detail: { version },
      })
      await noteCardChange(tx, actor, { ...card, version }, now)
    }
    return cards.length
  })
}

function hideCompanies(ports: TickPorts, districtId: string, now: Date): Promise<number> {
  const actor = systemActor(districtId)
  return transact(ports.db, actor, async (tx) => {
    const companies = await findRunOutCompanies(tx, districtId, now, tickRowsMax)
    for (const company of companies) {
      const version = await updateCompany(tx, company, { status: 'hidden', statusReason: runOutReason }, now)
      await recordEvent(tx, { ids: ports.ids, clock: () => now }, actor, {
        objectType: 'company',
        objectId: company.id,
        action: 'company.expire',
        from: 'listed',
        to: 'hidden',
        reason: runOutReason,
        detail: { version },
      })
      await noteCompanyChange(tx, actor, company.id, version, now)
    }
    return companies.length
  })
}

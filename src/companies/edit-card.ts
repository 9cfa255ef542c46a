import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { editCard, roomForCard } from './card.ts'
import { countCardsOfCompany, insertCard } from './card-store.ts'
import type { CardRecord, CardRow } from './card-store.ts'
import { changeCard, noteCardChange, rereadCard, stepCard } from './change-card.ts'
import type { VerbPorts } from './change-card.ts'
import { maySee } from './company-access.ts'
import type { CardPatch } from './company-content.ts'
import { validFrom } from './company.ts'
import { findCompanyForUpdate } from './company-store.ts'
import { targetOfCompany } from './company-view.ts'

/** Begins a card of the company; the company's row is locked, so that two at once cannot pass the limit. */
export function draftCard(ports: VerbPorts, actor: Actor, companyId: string, input: CardPatch): Promise<CardRecord> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const company = await findCompanyForUpdate(tx, actor.districtId, companyId)
    if (company === undefined || !maySee(actor, targetOfCompany(company, now))) return unwrap<never>(refuse('company.not_found'))
    unwrap(permit(actor, 'card.draft', { orgId: company.orgId, districtId: company.districtId, public: true }))
    unwrap(roomForCard(await countCardsOfCompany(tx, companyId)))
    const card: CardRow = {
      id: ports.ids(),
      districtId: company.districtId,
      orgId: company.orgId,
      companyId,
      status: 'draft',
      version: 1,
      content: patched({}, input),
      claims: [],
      writtenBy: actorId(actor),
      validUntil: validFrom(now),
      statusReason: null,
      suspendedFrom: null,
      isExample: false,
      createdAt: now,
      updatedAt: now,
    }
    await insertCard(tx, card)
    await recordEvent(tx, ports, actor, { objectType: 'card', objectId: card.id, action: 'card.draft', to: 'draft' })
    await noteCardChange(tx, actor, { ...card, companyVersion: company.version }, now)
    return rereadCard(tx, card)
  })
}

/** Changes the content, if nobody has changed it since the caller read `version`. */
export function patchCard(ports: VerbPorts, actor: Actor, id: string, version: number, patch: CardPatch): Promise<CardRecord> {
  return changeCard(ports, actor, id, { action: 'card.edit', version, rule: (card) => editCard(card, patch, actor) })
}

export function submitCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.submit')
}

/** Takes a submitted card back, to go on writing. */
export function withdrawCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.withdraw')
}

export function hideCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.hide')
}

import { recordEvent } from '../accounts/audit.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { noteChange } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { moveCard } from './card.ts'
import type { CardChange, CardStep } from './card.ts'
import { findCard, findCardForUpdate, updateCard } from './card-store.ts'
import type { CardRecord, CardRow } from './card-store.ts'
import { targetOfCard } from './company-view.ts'

export type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

export type Change = {
  /** The action asked for; where it depends on the card, a choice made with the row locked. */
  action: Action | ((card: CardRecord) => Action)
  version?: number
  reason?: string | undefined
  detail?: Record<string, unknown>
  rule: (card: CardRecord, action: Action, now: Date) => Outcome<CardChange>
}

/** What every change of a card has in common: lock, permit, rule, guarded update, audit, outbox. */
export function changeCard(ports: VerbPorts, actor: Actor, id: string, change: Change): Promise<CardRecord> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const card = (await findCardForUpdate(tx, actor.districtId, id)) ?? unwrap<never>(refuse('card.not_found'))
    const action = typeof change.action === 'function' ? change.action(card) : change.action
    unwrap(permit(actor, action, targetOfCard(card, now)))
    if (change.version !== undefined && change.version !== card.version)
      unwrap(refuse('request.precondition_failed', { version: card.version }))
    const changed = unwrap(change.rule(card, action, now))
    const version = await updateCard(tx, card, changed, now)
    await recordEvent(tx, ports, actor, {
      objectType: 'card',
      objectId: id,
      action,
      from: card.status,
      to: changed.status ?? card.status,
      ...(change.reason === undefined ? {} : { reason: change.reason }),
      detail: { version, ...change.detail },
    })
    await noteCardChange(tx, actor, { ...card, version }, now)
    return rereadCard(tx, card)
  })
}

/** One step of the card's life. */
export function stepCard(ports: VerbPorts, actor: Actor, id: string, step: CardStep, reason?: string): Promise<CardRecord> {
  return changeCard(ports, actor, id, {
    action: step,
    reason,
    rule: (card, _action, now) => moveCard(card, step, { actor, orgVerified: card.orgStatus === 'verified', now, reason }),
  })
}

/** The card's document must follow, and its company's, which holds every listed card. */
export async function noteCardChange(
  tx: Tx,
  actor: Actor,
  card: Pick<CardRecord, 'id' | 'version' | 'companyId' | 'companyVersion'>,
  now: Date,
): Promise<void> {
  await noteChange(tx, actor, 'card', card.id, card.version, now)
  await noteChange(tx, actor, 'company', card.companyId, card.companyVersion, now)
}

export async function rereadCard(tx: Tx, card: Pick<CardRow, 'districtId' | 'id'>): Promise<CardRecord> {
  return (await findCard(tx, card.districtId, card.id)) ?? unwrap<never>(refuse('card.not_found'))
}

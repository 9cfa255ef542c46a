import type { Actor } from '../accounts/actor.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import { moveCard, verifyClaim } from './card.ts'
import type { CardStep } from './card.ts'
import type { CardRecord } from './card-store.ts'
import { changeCard, stepCard } from './change-card.ts'
import type { VerbPorts } from './change-card.ts'
import type { Claim } from './company-content.ts'

/** Sends a submitted card back; the comments are its reason. */
export function returnCard(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.return', reason)
}

/** Shows a card: the matchmaker one that was submitted, its owner one they had hidden. */
export function listCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  const showsOwn = (card: CardRecord) => card.status === 'hidden' && card.orgId === actor.orgId
  return changeCard(ports, actor, id, {
    action: (card) => (showsOwn(card) ? 'card.show' : 'card.list'),
    rule: (card, action, now) => moveCard(card, action as CardStep, { actor, orgVerified: card.orgStatus === 'verified', now }),
  })
}

export function suspendCard(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.suspend', reason)
}

export function resumeCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.resume')
}

export type Verification = { field: string; level: Claim['level']; until?: string | undefined }

/** Puts the checker's name, the day and the end of validity to one claim of the card. */
export function verifyCard(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  zone: string,
  { field, level, until }: Verification,
): Promise<CardRecord> {
  const on = dateIn(zone, ports.clock())
  if (until !== undefined && until < on)
    unwrap(refuse('request.invalid', { errors: [{ field: 'until', message: 'lies in the past' }] }))
  const claim: Claim = {
    field,
    level,
    by: (actor.name ?? actor.kind).slice(0, 60),
    on,
    ...(until === undefined ? {} : { until }),
  }
  return changeCard(ports, actor, id, {
    action: 'card.verify',
    detail: { field, level },
    rule: (card) => verifyClaim(card, claim, actor),
  })
}

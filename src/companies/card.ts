import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import type { Action } from '../accounts/permissions.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { missingFields, patched } from '../shared/schema.ts'
import { snakeKey } from '../shared/wire.ts'
import { claimedValue, claimsAfterEdit } from './claim.ts'
import { cardFields } from './company-content.ts'
import type { CardContent, CardPatch, Claim } from './company-content.ts'
import { validFrom } from './company.ts'
import type { CardStatus } from './company.ts'

export const cardsPerCompanyMax = 20

/** The facts of a card that its rules look at. */
export type CardFacts = {
  orgId: string
  districtId: string
  status: CardStatus
  validUntil: Date
  suspendedFrom: CardStatus | null
  writtenBy: string
  content: CardContent
  claims: Claim[]
}

/** What a step leaves behind; the store writes exactly this. */
export type CardChange = {
  status?: CardStatus
  statusReason?: string | null
  suspendedFrom?: CardStatus | null
  validUntil?: Date
  writtenBy?: string
  content?: CardContent
  claims?: Claim[]
}

/** Where each step leads; where it may start from stands in the permission matrix. */
export const cardTransitions = {
  'card.submit': 'submitted',
  'card.withdraw': 'draft',
  'card.return': 'returned',
  'card.list': 'listed',
  'card.hide': 'hidden',
  'card.show': 'listed',
  'card.renew': 'listed',
  'card.suspend': 'suspended',
  'card.resume': 'where it was',
} as const satisfies Partial<Record<Action, CardStatus | 'where it was'>>

export type CardStep = keyof typeof cardTransitions

/** Who takes the step and when, and whether the card's organisation is verified. */
export type StepFacts = { actor: Actor; orgVerified: boolean; now: Date; reason?: string | undefined }

/** The state as it reads now: past its end a card is expired at once, whether or not the timer has written it. */
export function statusAt(card: Pick<CardFacts, 'status' | 'validUntil'>, now: Date): CardStatus {
  const runs = card.status === 'listed' || card.status === 'hidden'
  return runs && card.validUntil <= now ? 'expired' : card.status
}

/** A company has room for one more card. */
export function roomForCard(count: number): Outcome<number> {
  return count < cardsPerCompanyMax ? done(count) : refuse('card.too_many', { max: cardsPerCompanyMax })
}

/** Applies an edit; on a card that is shown, nothing required may go. Whoever edits is the card's writer from then on. */
export function editCard(card: CardFacts, patch: CardPatch, actor: Actor): Outcome<CardChange> {
  const content = patched(card.content, patch)
  const missing = missingFields(cardFields, content, 'submit').map(snakeKey)
  if (card.status === 'listed' && missing.length > 0) return refuse('card.incomplete', { missing })
  return done({ content, claims: claimsAfterEdit(card.claims, card.content, content), writtenBy: actorId(actor) })
}

/** One step of the card's life, by somebody already permitted to take it. */
export function moveCard(card: CardFacts, step: CardStep, facts: StepFacts): Outcome<CardChange> {
  switch (step) {
    case 'card.submit':
      return submitCard(card)
    case 'card.list':
      return listCard(card, facts)
    case 'card.renew':
      return done({ status: 'listed', validUntil: validFrom(facts.now), statusReason: null })
    case 'card.suspend':
      return done({ status: 'suspended', suspendedFrom: statusAt(card, facts.now), statusReason: facts.reason ?? null })
    case 'card.resume':
      return done({ status: card.suspendedFrom ?? 'hidden', suspendedFrom: null, statusReason: null })
    default:
      return done({ status: cardTransitions[step], statusReason: facts.reason ?? null })
  }
}

/** A checker's word on one claim; nobody vouches for what they wrote. */
export function verifyClaim(card: CardFacts, claim: Claim, actor: Actor): Outcome<CardChange> {
  if (card.writtenBy === actorId(actor)) return refuse('actor.own_writing')
  if (claimedValue(card.content, claim.field) === undefined) return refuse('card.no_such_claim')
  const others = card.claims.filter((other) => other.field !== claim.field)
  return done({ claims: [...others, claim] })
}

function submitCard(card: CardFacts): Outcome<CardChange> {
  const missing = missingFields(cardFields, card.content, 'submit').map(snakeKey)
  if (missing.length > 0) return refuse('card.incomplete', { missing })
  return done({ status: 'submitted', statusReason: null })
}

function listCard(card: CardFacts, facts: StepFacts): Outcome<CardChange> {
  if (card.writtenBy === actorId(facts.actor)) return refuse('actor.own_writing')
  if (!facts.orgVerified) return refuse('organisation.not_verified')
  return done({ status: 'listed', statusReason: null, validUntil: validFrom(facts.now) })
}

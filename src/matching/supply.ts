import type { Controller, Place } from './demand.ts'

/** What a company offers, as matching sees it. */
export type Supply = {
  id: string
  name: string
  nameEn?: string
  /** The company's own texts; its cards' texts stand with the cards. */
  fields: FieldText[]
  /** The whole profile as the index embeds it; absent: all its texts. */
  text?: string
  cards: SupplyCard[]
  terms: SupplyTerms
}

export type SupplyCard = {
  id: string
  name: string
  fields: FieldText[]
  /** The card as the index embeds it; absent: all its texts. */
  text?: string
  /** What the card says it is not for. */
  notFor?: string
  /** What somebody vouches for, by the field that says it, such as `cases.0`; all else is the company's own word. */
  claims?: { field: string; level: 'document' | 'verified' }[]
  deployment: string[]
  minPriceFen?: number
  stage?: string
}

/** One text of a profile; `field` names where it stands, such as `solves.1`. */
export type FieldText = { field: string; text: string }

export type SupplyTerms = {
  deployment: string[]
  minBudgetFen?: number
  filings: { kind: string; validUntil?: string }[]
  place?: Place
  runningPilots?: number
  maxConcurrentPilots?: number
  uscc?: string
  /** Absent: nobody has said who controls the company. */
  controllers?: Controller[]
  /** Why the profile as a whole may not be ranked now; absent: it may. */
  invalid?: 'unlisted' | 'expired' | 'suspended' | 'unverified' | 'cardless'
}

/** Everything the profile says, its own texts and its cards'. */
export function supplyText(supply: Supply): string {
  return [...supply.fields, ...supply.cards.flatMap((card) => card.fields)].map(({ text }) => text).join('\n')
}

/** The profile, and a card, as a model reads them: the texts that the index embeds, which are known already. */
export function profileText(supply: Supply): string {
  return supply.text ?? supplyText(supply)
}

export function cardTextOf(card: SupplyCard): string {
  return card.text ?? card.fields.map(({ text }) => text).join('\n')
}

import type { Supply, SupplyCard } from '../matching/supply.ts'
import { codePointLength } from '../shared/schema.ts'
import type { PitchAnswer } from './pitch-content.ts'

export type Evidence = NonNullable<PitchAnswer['evidence']>

/** The shortest stretch that says anything. */
const quoteCharactersMin = 2
const quoteCharactersMax = 400

/** Whether the card says this, word for word, where it is said to. */
export function isQuoted(cards: readonly SupplyCard[], { cardId, field, quote }: Evidence): boolean {
  const card = cards.find(({ id }) => id === cardId)
  return (
    card !== undefined &&
    quote.length >= quoteCharactersMin &&
    textsOf(card).some((one) => one.field === field && one.text.includes(quote))
  )
}

/** Where the cards say it, word for word; what is too short says nothing. */
export function quotedIn(cards: readonly SupplyCard[], quote: string): Evidence | undefined {
  if (quote.length < quoteCharactersMin || codePointLength(quote) > quoteCharactersMax) return undefined
  for (const card of cards) {
    const found = textsOf(card).find(({ text }) => text.includes(quote))
    if (found !== undefined) return { cardId: card.id, field: found.field, quote }
  }
  return undefined
}

/** The cards of everybody in the team. */
export function cardsOf(supplies: readonly Supply[]): SupplyCard[] {
  return supplies.flatMap(({ cards }) => cards)
}

function textsOf(card: SupplyCard): { field: string; text: string }[] {
  return card.notFor === undefined ? card.fields : [...card.fields, { field: 'not_for', text: card.notFor }]
}

import type { WordTable } from '../shared/word-table.ts'
import { spansOf } from './analysis.ts'
import type { ProfileText, Span, SupplyAnalysis } from './analysis.ts'
import { straying } from './stray.ts'

/** A sentence that lowers every score of its company; without a card it stands in the company's own texts. */
export type StraySentence = { cardId: string | null; cardName: string | null; field: string; quote: string }

/** Which sentences the ranking counts against the profile; a text that strays no further than is allowed has none. */
export function straySentences(table: WordTable, { supply, own, cards }: SupplyAnalysis): StraySentence[] {
  const ofCompany = strayIn(table, own, spansOf(table, supply)).map(({ field, quote }) => ({
    cardId: null,
    cardName: null,
    field,
    quote,
  }))
  const ofCards = cards.flatMap(({ card, text }) =>
    strayIn(table, text, spansOf(table, card), own).map(({ field, quote }) => ({
      cardId: card.id,
      cardName: card.name,
      field,
      quote,
    })),
  )
  return [...ofCompany, ...ofCards]
}

function strayIn(table: WordTable, text: ProfileText, spans: readonly Span[], around?: ProfileText): Span[] {
  if (text.stray === 0) return []
  const bags = spans.map(({ bag }) => bag)
  const found = new Set(straying(table, text, bags, around).map(({ ids }) => ids.join()))
  return spans.filter(({ bag }) => found.has(bag.ids.join()))
}

import { tokensOf } from '../shared/text.ts'
import type { WordBag, WordTable } from '../shared/word-table.ts'
import { demandText } from './demand.ts'
import type { Demand } from './demand.ts'
import type { FieldText, Supply, SupplyCard } from './supply.ts'

/** A text cut up once, for every meeting it will have. */
export type TextAnalysis = { bag: WordBag; tokens: Map<string, number>; tokensTotal: number }

export type DemandAnalysis = {
  demand: Demand
  whole: TextAnalysis
  /** Where each requirement's words stand in `whole.bag`, and their weights. */
  requirements: { positions: Int32Array; weights: Float32Array; total: number }[]
  vector: Float32Array | null
}

export type SupplyAnalysis = {
  supply: Supply
  own: TextAnalysis
  cards: { card: SupplyCard; text: TextAnalysis }[]
  vector: Float32Array | null
}

export function analyseDemand(table: WordTable, demand: Demand): DemandAnalysis {
  const whole = analyseText(table, demandText(demand))
  const position = new Map(Array.from(whole.bag.ids, (id, index) => [id, index]))
  const asked = demand.requirements.length > 0 ? demand.requirements.map((requirement) => requirement.text) : [demand.title]
  const requirements = asked.map((text) => {
    const { ids, weights, total } = table.bag(text)
    // A sentence of its own is cut exactly as inside the whole, since texts are joined by line breaks.
    return { positions: ids.map((id) => position.get(id)!), weights, total }
  })
  return { demand, whole, requirements, vector: table.mean(whole.bag) }
}

export function analyseSupply(table: WordTable, supply: Supply): SupplyAnalysis {
  const own = analyseText(table, joined(supply.fields))
  const cards = supply.cards.map((card) => analyseCard(table, card))
  return { supply, own, cards, vector: table.mean(table.merge([own.bag, ...cards.map(({ text }) => text.bag)])) }
}

export function analyseCard(table: WordTable, card: SupplyCard): SupplyAnalysis['cards'][number] {
  return { card, text: analyseText(table, joined(card.fields)) }
}

function analyseText(table: WordTable, text: string): TextAnalysis {
  const tokens = new Map<string, number>()
  const all = tokensOf(text)
  for (const token of all) tokens.set(token, (tokens.get(token) ?? 0) + 1)
  return { bag: table.bag(text), tokens, tokensTotal: all.length }
}

function joined(fields: readonly FieldText[]): string {
  return fields.map((field) => field.text).join('\n')
}

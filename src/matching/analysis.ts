import { tokensOf } from '../shared/text.ts'
import { hash } from '../shared/word-table.ts'
import type { WordBag, WordTable } from '../shared/word-table.ts'
import { appealsToRanker, withoutAppeals } from './appeal.ts'
import { askedTexts, demandText, weighedText } from './demand.ts'
import type { Demand } from './demand.ts'
import type { AskedMeaning, Meaning } from './meaning.ts'
import type { AskedWords } from './meeting.ts'
import { sentences } from './sentences.ts'
import { strayWords } from './stray.ts'
import type { FieldText, Supply, SupplyCard } from './supply.ts'
import { weights } from './weights.ts'

/** A text cut up once, for every meeting it will have. */
export type TextAnalysis = { bag: WordBag; tokens: TokenCounts; sum: Float32Array }

/** Distinct tokens by their hash, ascending, beside how often each occurs. */
export type TokenCounts = { hashes: Int32Array; counts: Uint16Array; total: number }

export type DemandAnalysis = {
  demand: Demand
  whole: TextAnalysis
  requirements: AskedWords[]
  vector: Float32Array | null
  meaning?: AskedMeaning
}

/** A text of a profile, and how many weighted words it says beside its own matter. */
export type ProfileText = TextAnalysis & { stray: number }

export type CardAnalysis = {
  card: SupplyCard
  text: ProfileText
  notFor: WordBag | undefined
  proofs: Proof[]
}

/** A case of a card: how far it was checked, and whether it gives a figure. */
export type Proof = { level: 'self' | 'document' | 'verified'; bag: WordBag; isMeasured: boolean }

export type SupplyAnalysis = {
  supply: Supply
  own: ProfileText
  cards: CardAnalysis[]
  /** Distinct words, counted text by text. */
  words: number
  /** Weighted words beside the matter of their text, over all texts. */
  stray: number
  vector: Float32Array | null
  meaning?: Meaning
}

/** A sentence of a card that may be quoted; all of a card's together are its text. */
export type Span = { field: string; quote: string; bag: WordBag; hashes: Int32Array }

export function analyseDemand(table: WordTable, demand: Demand): DemandAnalysis {
  const bag = table.bag(weighedText(demand, weights.askedTimes))
  const whole = { bag, tokens: countHashes(hashesOf(demandText(demand))), sum: table.sum(bag) }
  const position = new Map(Array.from(whole.bag.ids, (id, index) => [id, index]))
  const requirements = askedTexts(demand).map((text) => {
    const { ids, ...asked } = table.bag(text)
    // A requirement is cut exactly as inside the whole, since the texts are joined by line breaks.
    return { positions: ids.map((id) => position.get(id)!), ...asked }
  })
  return { demand, whole, requirements, vector: table.mean([whole.sum]) }
}

export function analyseSupply(table: WordTable, supply: Supply): SupplyAnalysis {
  const own = analyseProfile(table, joined(supply.fields))
  const cards = supply.cards.map((card) => analyseCard(table, card, own))
  return { supply, ...wholeOf(table, own, cards) }
}

function analyseCard(table: WordTable, card: SupplyCard, own: TextAnalysis): CardAnalysis {
  const notFor = card.notFor === undefined ? undefined : table.bag(card.notFor)
  return { card, text: analyseProfile(table, joined(card.fields), own), notFor, proofs: proofsOf(table, card, card.fields) }
}

/** The cases of a card, each on its company's word unless somebody vouches for it. */
function proofsOf(table: WordTable, { claims = [] }: SupplyCard, said: readonly FieldText[]): Proof[] {
  const levels = new Map<string, Proof['level']>(claims.map(({ field, level }) => [field, level]))
  const cases = Map.groupBy(said, ({ field }) => /^cases\.\d+/u.exec(field)?.[0])
  return [...cases].flatMap(([field, texts]) => {
    if (field === undefined) return []
    const text = withoutAppeals(joined(texts))
    return [{ level: levels.get(field) ?? 'self', bag: table.bagOnce(table.words(text)), isMeasured: /\d/u.test(text) }]
  })
}

export function spansOf(table: WordTable, { fields }: Pick<SupplyCard, 'fields'>): Span[] {
  return fields.flatMap(({ field, text }) =>
    sentences(text)
      .filter((quote) => !appealsToRanker(quote))
      .map((quote) => ({ field, quote, bag: table.bagOnce(table.words(quote)), hashes: hashesOf(quote) })),
  )
}

/** The supply as it would stand if this card said no more than these of its sentences. */
export function withOnly(table: WordTable, supply: SupplyAnalysis, cardId: string, spans: readonly Span[]): SupplyAnalysis {
  const cards = supply.cards.map((entry) => {
    if (entry.card.id !== cardId) return entry
    const bag = table.bagOnce(spans.flatMap((span) => [...span.bag.ids]))
    const text = { bag, tokens: countHashes(new Set(spans.flatMap((span) => [...span.hashes]))), sum: table.sum(bag) }
    return {
      ...entry,
      text: {
        ...text,
        stray: strayWords(
          table,
          text,
          spans.map((span) => span.bag),
          supply.own,
        ),
      },
      proofs: proofsOf(
        table,
        entry.card,
        spans.map(({ field, quote }) => ({ field, text: quote })),
      ),
    }
  })
  // What a model makes of the rest nobody asks it; it stays as it was.
  return { ...supply, ...wholeOf(table, supply.own, cards) }
}

/** Every bag that a meeting with this supply may ask for. */
export function bagsOf({ own, cards }: SupplyAnalysis): WordBag[] {
  return [own.bag, ...cards.flatMap(({ text, notFor }) => (notFor === undefined ? [text.bag] : [text.bag, notFor]))]
}

/** What a text of a profile repeats counts once, so that filling it with keywords gains nothing. */
function analyseProfile(table: WordTable, said: string, around?: TextAnalysis): ProfileText {
  const text = withoutAppeals(said)
  const words = sentences(text).map((sentence) => table.words(sentence))
  const bag = table.bagOnce(words.flat())
  const analysis = { bag, tokens: countHashes(new Set(hashesOf(text))), sum: table.sum(bag) }
  const cut = words.map((own) => table.bagOnce(own))
  return { ...analysis, stray: strayWords(table, analysis, cut, around) }
}

function hashesOf(text: string): Int32Array {
  return Int32Array.from(tokensOf(text), hash)
}

function countHashes(hashes: Iterable<number>): TokenCounts {
  const all = Int32Array.from(hashes).sort()
  const distinct: number[] = []
  const counts: number[] = []
  for (const [index, value] of all.entries()) {
    if (index > 0 && all[index - 1] === value) counts[counts.length - 1]! += 1
    else counts[distinct.push(value) - 1] = 1
  }
  return { hashes: Int32Array.from(distinct), counts: Uint16Array.from(counts), total: all.length }
}

function wholeOf(table: WordTable, own: ProfileText, cards: CardAnalysis[]): Omit<SupplyAnalysis, 'supply' | 'meaning'> {
  const texts = [own, ...cards.map(({ text }) => text)]
  return {
    own,
    cards,
    words: texts.reduce((count, { bag }) => count + bag.ids.length, 0),
    stray: texts.reduce((sum, { stray }) => sum + stray, 0),
    vector: table.mean(texts.map(({ sum }) => sum)),
  }
}

function joined(fields: readonly FieldText[]): string {
  return fields.map((field) => field.text).join('\n')
}

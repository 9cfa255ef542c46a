import type { Demand } from '../../src/matching/demand.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { domains } from '../../src/shared/taxonomy.ts'

/** Ways to fill a profile with what its company does not do; `index` tells which company's it is. */
export type Stuffing = (supply: Supply, index: number) => Supply

/** With these texts more on its first card. */
function told(supply: Supply, field: string, said: readonly string[]): Supply {
  const [first, ...others] = supply.cards
  const more = said.map((text, index) => ({ field: said.length > 1 ? `${field}.${index}` : field, text }))
  return { ...supply, cards: [{ ...first!, fields: [...first!.fields, ...more] }, ...others] }
}

const copies = 20

/** Of a whole market: nobody's own matter, whatever the company does. */
export function wholesale(demands: readonly Demand[], supplies: readonly Supply[]): Record<string, Stuffing> {
  const titles = demands.map(({ title }) => title)
  const required = demands.flatMap(({ requirements }) => requirements.map(({ text }) => text))
  const keywords = demands.flatMap(({ context }) => context.filter((text) => text.length <= keywordLengthMax))
  return {
    'twenty copies of the card’s own names and keywords': (supply) => {
      const own = supply.cards[0]!.fields.filter(({ field }) => /name|keywords/u.test(field)).map(({ text }) => text)
      return told(supply, 'description', [Array.from({ length: copies }, () => own.join('，')).join('，')])
    },
    'the names of all domains': (supply) => told(supply, 'market_keywords', [domains.map(({ zh }) => zh).join('，')]),
    'the titles of all scenes, in one text': (supply) => told(supply, 'description', [titles.join('；')]),
    'the titles of all scenes, one by one': (supply) => told(supply, 'solves', titles),
    'the titles of all scenes, in the summary': (supply) => ({
      ...supply,
      fields: [...supply.fields, { field: 'summary', text: titles.join('；') }],
    }),
    'the titles of every other scene': (supply, index) =>
      told(
        supply,
        'solves',
        titles.filter((_, place) => (place + index) % 2 === 0),
      ),
    'the keywords of all scenes': (supply) => told(supply, 'tech_keywords', [keywords.join('，')]),
    'the requirements of all scenes': (supply) => told(supply, 'solves', required),
    'five other companies’ cards in its own': (supply, index) =>
      told(supply, 'description', foreign(supplies, index, [7, 17, 29, 38, 45])),
  }
}

/** So little that it might be a second line of business; words alone cannot tell. */
export function retail(demands: readonly Demand[], supplies: readonly Supply[]): Record<string, Stuffing> {
  return {
    'the titles of six scenes': (supply, index) =>
      told(
        supply,
        'solves',
        demands.flatMap(({ title }, place) => ((place + index) % 5 === 0 ? [title] : [])),
      ),
    'another company’s card in its own': (supply, index) => told(supply, 'description', foreign(supplies, index, [7])),
  }
}

/** Longer ones are sentences. */
const keywordLengthMax = 12

function foreign(supplies: readonly Supply[], index: number, steps: readonly number[]): string[] {
  return steps.flatMap((step) => supplies[(index + step) % supplies.length]!.cards[0]!.fields.map(({ text }) => text))
}

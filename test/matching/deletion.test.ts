import { beforeAll, expect, test } from 'vitest'
import { analyseSupply } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import type { Evidence } from '../../src/matching/evidence.ts'
import { Matcher } from '../../src/matching/matcher.ts'
import type { Pair, PairView } from '../../src/matching/pair.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, rewritten } from './example-market.ts'

/** Places of each scene's ranking whose reasons are taken away. */
const placesTried = 20

type Shown = { asked: Demand; offered: Supply; pair: Pair; view: PairView }
let matcher: Matcher
let shown: Shown[]

beforeAll(async () => {
  matcher = new Matcher(await testWordTable())
  const { demands, supplies } = exampleMarket()
  const analyses = supplies.map((one) => analyseSupply(matcher.table, one))
  shown = demands.flatMap((asked) =>
    matcher
      .pairs(matcher.demand(asked), analyses)
      .toSorted((a, b) => b.fit.fused - a.fit.fused)
      .slice(0, placesTried)
      .map((pair) => ({ asked, offered: pair.supply.supply, pair, view: matcher.view(pair) })),
  )
})

/** The score once the profile was really edited, cut up anew and met anew. */
function scoreWithout(asked: Demand, offered: Supply, cited: readonly Evidence[]): number {
  const edited = cited.reduce(
    (supply, { cardId, field, quote }) => rewritten(supply, cardId, field, (text) => text.replace(quote, '\n')),
    offered,
  )
  return matcher.pairs(matcher.demand(asked), [analyseSupply(matcher.table, edited)])[0]!.fit.fused
}

function lowered(cases: readonly { asked: Demand; offered: Supply; pair: Pair; cited: readonly Evidence[] }[]): number {
  return cases.filter(({ asked, offered, pair, cited }) => scoreWithout(asked, offered, cited) < pair.fit.fused).length
}

const perCent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} % (${part} of ${whole})`

test('without the sentence that a reason cites, the pair scores lower, for every reason of every scene’s first twenty', () => {
  const cases = shown.flatMap(({ view, ...rest }) => view.reasons.map(({ evidence }) => ({ ...rest, cited: [evidence] })))
  const lower = lowered(cases)
  console.log(`reasons whose removal lowers the score: ${perCent(lower, cases.length)}`)
  expect(cases.length).toBeGreaterThan(700)
  expect(lower).toBe(cases.length)
})

test('without all sentences that its reasons cite, every pair scores lower', () => {
  const cases = shown
    .filter(({ view }) => view.reasons.length > 0)
    .map(({ view, ...rest }) => ({ ...rest, cited: view.reasons.map(({ evidence }) => evidence) }))
  const lower = lowered(cases)
  console.log(`pairs that score lower without their reasons: ${perCent(lower, cases.length)}`)
  expect(cases.length).toBeGreaterThan(300)
  expect(lower).toBe(cases.length)
})

test('without a sentence that the matrix of requirements cites, the pair scores lower', () => {
  const cases = shown.flatMap(({ view, ...rest }) =>
    view.coverage.flatMap(({ outcome, evidence }) =>
      evidence !== undefined && outcome !== 'not' ? [{ ...rest, cited: [evidence] }] : [],
    ),
  )
  const lower = lowered(cases)
  console.log(`sentences of the matrix whose removal lowers the score: ${perCent(lower, cases.length)}`)
  expect(cases.length).toBeGreaterThan(1_000)
  expect(lower).toBe(cases.length)
  const covered = shown.flatMap(({ view }) => view.coverage).filter(({ outcome }) => outcome === 'met' || outcome === 'partly')
  console.log(`covered requirements with a sentence to cite: ${perCent(cases.length, covered.length)}`)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bagsOf } from '../../src/matching/analysis.ts'
import type { Demand, DemandTerms } from '../../src/matching/demand.ts'
import { Matcher } from '../../src/matching/matcher.ts'
import { Meeting } from '../../src/matching/meeting.ts'
import { inOrder } from '../../src/matching/order.ts'
import { isOut, pairOf, viewOfPair } from '../../src/matching/pair.ts'
import type { PairView } from '../../src/matching/pair.ts'
import type { Supply, SupplyCard } from '../../src/matching/supply.ts'
import { testWordTable } from '../support/engines.ts'

/** Every name with its family and level, told by hand and not by the rule under test; no family: nobody files it. */
const filings = {
  等保二级: ['protection', 2],
  等保三级: ['protection', 3],
  三级等保: ['protection', 3],
  医疗器械二类: ['device', 2],
  第三类医疗器械注册证: ['device', 3],
  生成式人工智能服务备案: ['model', 0],
  生成式人工智能服务登记: ['registration', 0],
  算法备案: ['algorithm', 0],
  街道伦理评议: [undefined, 0],
  高新技术企业: [undefined, 0],
} as const satisfies Record<string, readonly [string | undefined, number]>
const kinds = Object.keys(filings) as (keyof typeof filings)[]

const stages = ['concept', 'dev', 'lab', 'demo', 'market']
const days = ['2026-01-31', '2026-03-31', '2026-06-30']
const codes = ['91310104MA1F000001', '11310104MB00000001', '91310104MA1F000009']
const holders = ['91310104MA1F0000H1', '91310104MA1F0000H2', '91310104MA1F0000H3', '91310104MA1F0000H4']
const words = ['跌倒监测', '作业批改', '信号配时', '病历质控', '病虫识别']
const topPlaces = 10

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined, freq: 4 })
const somePrice = fc.constantFrom(0, 10, 20, 30)
const modes = fc.uniqueArray(fc.constantFrom('saas', 'private', 'edge'), { maxLength: 2 })
const place = fc.record({
  city: maybe(fc.constantFrom('上海市', '北京市')),
  district: maybe(fc.constantFrom('徐汇区', '朝阳区')),
})
const someText = fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((some) => some.join('，'))

const controllers = fc.array(
  fc
    .record({ uscc: fc.constantFrom(...codes, ...holders), sharePercent: maybe(fc.constantFrom(10, 24.9, 25, 60)) })
    .map((one) => present<{ uscc: string; sharePercent?: number }>(one)),
  { maxLength: 2 },
)

const someDemand = fc
  .record({
    budgetMaxFen: maybe(somePrice),
    deployment: maybe(fc.constantFrom('saas', 'private', 'edge')),
    filings: fc.uniqueArray(fc.constantFrom(...kinds), { maxLength: 2 }),
    localOnly: fc.boolean(),
    place,
    minStage: maybe(fc.constantFrom(...stages)),
    deadline: maybe(fc.constantFrom(...days)),
    uscc: maybe(fc.constantFrom(...codes)),
    controllers: maybe(controllers),
    title: someText,
  })
  .map(({ title, ...terms }) => ({
    title,
    context: [],
    requirements: [{ text: title, must: true }],
    terms: present<DemandTerms>(terms),
  }))

const someCard = fc.record({
  description: someText,
  deployment: modes,
  minPriceFen: maybe(somePrice),
  stage: maybe(fc.constantFrom(...stages)),
})

const someSupply = fc
  .record({
    cards: fc.array(someCard, { minLength: 1, maxLength: 2 }),
    deployment: modes,
    minBudgetFen: maybe(somePrice),
    filings: fc.array(fc.record({ kind: fc.constantFrom(...kinds), validUntil: maybe(fc.constantFrom(...days)) }), {
      maxLength: 3,
    }),
    place: maybe(place),
    runningPilots: maybe(fc.integer({ min: 0, max: 3 })),
    maxConcurrentPilots: maybe(fc.integer({ min: 0, max: 4 })),
    uscc: maybe(fc.constantFrom(...codes)),
    controllers: maybe(controllers),
    invalid: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'unlisted',
      'expired',
      'suspended',
      'unverified',
    ),
  })
  .map(({ cards, filings: held, ...terms }) => ({
    cards: cards.map((card, index) => ({
      ...present<SupplyCard>(card as object),
      id: `card ${index}`,
      name: '',
      fields: [{ field: 'description', text: card.description }],
    })),
    fields: [],
    terms: {
      ...present<Supply['terms']>(terms as object),
      filings: held.map((one) => present<Supply['terms']['filings'][number]>(one)),
    },
  }))

test('of 10,000 random pairs of scene and company none that violates a condition is ranked, and none is kept out for nothing', async () => {
  const table = await testWordTable()
  const matcher = new Matcher(table)
  const demands = fc.sample(someDemand, { numRuns: 100, seed: 2026 }).map((one, index): Demand => ({ ...one, id: `S${index}` }))
  const supplies = fc
    .sample(someSupply, { numRuns: 100, seed: 3 })
    .map((one, index): Supply => ({ ...one, id: `C${index}`, name: `C${index}` }))
  const contenders = supplies.map((supply) => matcher.supply('1', supply))
  const seen = { ranked: 0, excluded: 0, top: 0, spans: 0 }
  for (const demand of demands) {
    const analysis = matcher.demand(demand)
    const meeting = new Meeting(table, analysis.whole.bag, contenders.flatMap(bagsOf))
    const pairs = contenders.map((contender) => pairOf(meeting, analysis, contender))
    const { ranked } = inOrder(pairs, (pair) => ({
      fused: pair.fit.fused,
      isOut: isOut(pair),
      id: pair.supply.supply.id,
    }))
    for (const pair of ranked.slice(0, topPlaces)) {
      const speaking = pair.supply.cards[bestOf(pair.fit.covered)]!.card
      expect(violations(demand.terms, pair.supply.supply.terms, speaking)).toEqual([])
      seen.top += 1
    }
    for (const pair of pairs) {
      const speaking = pair.supply.cards[bestOf(pair.fit.covered)]!.card
      const broken = violations(demand.terms, pair.supply.supply.terms, speaking)
      expect({
        pair: [demand, pair.supply.supply],
        failed: pair.gates.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
      }).toEqual({
        pair: [demand, pair.supply.supply],
        failed: broken,
      })
      expect(isOut(pair)).toBe(broken.length > 0)
      seen[isOut(pair) ? 'excluded' : 'ranked'] += 1
      seen.spans += quotesStand(pair.supply.supply, viewOfPair(matcher, meeting, pair))
    }
  }
  expect(seen.ranked + seen.excluded).toBe(10_000)
  expect(Math.min(seen.ranked, seen.excluded)).toBeGreaterThan(500)
  expect(seen.top).toBeGreaterThan(400)
  expect(seen.spans).toBeGreaterThan(5_000)
  console.log(`10000 pairs: ${seen.top} of them among first tens, 0 violations; ${seen.spans} quotes, each a part of its profile`)
})

/** Every quote of a view stands to the letter in the field it names, of the card it names; how many there are. */
function quotesStand(supply: Supply, { coverage, reasons }: PairView): number {
  const cited = [...coverage, ...reasons].flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence]))
  for (const { cardId, field, quote } of cited) {
    const card = supply.cards.find(({ id }) => id === cardId)!
    const text = card.fields.find((one) => one.field === field)!.text
    if (quote === '' || !text.includes(quote)) throw new Error(`${quote} does not stand in ${cardId} ${field}: ${text}`)
  }
  return cited.length
}

/** The conditions of decisions.md once more, each said as plainly as can be, in the order of the gates. */
function violations(asked: DemandTerms, offered: Supply['terms'], card: SupplyCard): string[] {
  const least = card.minPriceFen ?? offered.minBudgetFen
  const offeredModes = card.deployment.length > 0 ? card.deployment : offered.deployment
  const broken = {
    budget: asked.budgetMaxFen !== undefined && least !== undefined && least > asked.budgetMaxFen,
    deployment: asked.deployment !== undefined && offeredModes.length > 0 && !offeredModes.includes(asked.deployment),
    filings:
      offered.filings.length > 0 &&
      asked.filings.some((need) => lacks(need as keyof typeof filings, asked.deadline, offered.filings)),
    locality: asked.localOnly && isElsewhere(asked.place, offered.place),
    stage:
      asked.minStage !== undefined && card.stage !== undefined && stages.indexOf(card.stage) < stages.indexOf(asked.minStage),
    validity: offered.invalid !== undefined,
    capacity: offered.maxConcurrentPilots !== undefined && (offered.runningPilots ?? 0) >= offered.maxConcurrentPilots,
    conflict:
      asked.uscc !== undefined &&
      offered.uscc !== undefined &&
      (asked.uscc === offered.uscc ||
        holdersOf(offered).includes(asked.uscc) ||
        holdersOf(asked).includes(offered.uscc) ||
        holdersOf(asked).some((one) => holdersOf(offered).includes(one))),
  }
  return Object.entries(broken).flatMap(([id, is]) => (is ? [id] : []))
}

function lacks(need: keyof typeof filings, deadline: string | undefined, held: Supply['terms']['filings']): boolean {
  const [family, level] = filings[need]
  if (family === undefined) return false
  return !held.some(({ kind, validUntil }) => {
    const [heldFamily, heldLevel] = filings[kind as keyof typeof filings]
    const isValid = validUntil === undefined || deadline === undefined || validUntil >= deadline
    return heldFamily === family && heldLevel >= level && isValid
  })
}

function isElsewhere(here: DemandTerms['place'], there: DemandTerms['place']): boolean {
  if (here?.district === undefined || there?.district === undefined) return false
  return here.district !== there.district || (here.city !== undefined && there.city !== undefined && here.city !== there.city)
}

/** Who holds at least a quarter, or a share that nobody names. */
function holdersOf({ controllers: all = [] }: Pick<Supply['terms'], 'controllers'>): string[] {
  return all.filter(({ sharePercent }) => sharePercent === undefined || sharePercent >= 25).map(({ uscc }) => uscc)
}

/** The first of the cards that cover most. */
function bestOf(covered: readonly (readonly number[])[]): number {
  const sums = covered[0]!.map((_, card) => covered.reduce((sum, row) => sum + row[card]!, 0))
  return sums.indexOf(Math.max(...sums))
}

function present<T extends object>(terms: object): T {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as T
}

import { describe, expect, test } from 'vitest'
import type { DemandTerms } from '../../src/matching/demand.ts'
import { gateIds, gatesOf, hasFailed } from '../../src/matching/gates.ts'
import type { GateId, GateOutcome } from '../../src/matching/gates.ts'
import type { SupplyCard, SupplyTerms } from '../../src/matching/supply.ts'
import { card, demanderUscc, demandTerms, supplierUscc, supplyTerms } from './pairs.ts'

const wan = 1_000_000

type Case = {
  name: string
  gate: GateId
  outcome: GateOutcome
  asked?: { [K in keyof DemandTerms]?: DemandTerms[K] | undefined }
  offered?: { [K in keyof SupplyTerms]?: SupplyTerms[K] | undefined }
  card?: Partial<SupplyCard> | null
}

/** The table of decisions.md, a line a row; what a line leaves out is as in pairs.ts, where every gate is met. */
const cases: Case[] = [
  { gate: 'budget', name: 'the minimum is below the maximum', outcome: 'met' },
  { gate: 'budget', name: 'the minimum is the maximum', outcome: 'met', offered: { minBudgetFen: 30 * wan } },
  { gate: 'budget', name: 'a minimum one fen above the maximum', outcome: 'failed', offered: { minBudgetFen: 30 * wan + 1 } },
  { gate: 'budget', name: 'no budget at all against a price', outcome: 'failed', asked: { budgetMaxFen: 0 } },
  {
    gate: 'budget',
    name: 'no budget at all against nothing to pay',
    outcome: 'met',
    asked: { budgetMaxFen: 0 },
    offered: { minBudgetFen: 0 },
  },
  { gate: 'budget', name: 'the maximum is missing', outcome: 'unknown', asked: { budgetMaxFen: undefined } },
  { gate: 'budget', name: 'the minimum is missing', outcome: 'unknown', offered: { minBudgetFen: undefined } },
  {
    gate: 'budget',
    name: 'both are missing',
    outcome: 'unknown',
    asked: { budgetMaxFen: undefined },
    offered: { minBudgetFen: undefined },
  },
  { gate: 'budget', name: 'the card is dearer than its company says', outcome: 'failed', card: { minPriceFen: 31 * wan } },
  {
    gate: 'budget',
    name: 'the card is cheaper than its company says',
    outcome: 'met',
    card: { minPriceFen: 0 },
    offered: { minBudgetFen: 99 * wan },
  },
  {
    gate: 'budget',
    name: 'only the card names a price',
    outcome: 'met',
    card: { minPriceFen: wan },
    offered: { minBudgetFen: undefined },
  },

  { gate: 'deployment', name: 'the mode is offered', outcome: 'met' },
  { gate: 'deployment', name: 'the mode is not among those offered', outcome: 'failed', asked: { deployment: 'edge' } },
  { gate: 'deployment', name: 'no mode is stated', outcome: 'unknown', offered: { deployment: [] } },
  {
    gate: 'deployment',
    name: 'no mode was asked for',
    outcome: 'met',
    asked: { deployment: undefined },
    offered: { deployment: [] },
  },
  { gate: 'deployment', name: 'the card offers less than its company', outcome: 'failed', card: { deployment: ['saas'] } },
  {
    gate: 'deployment',
    name: 'the card offers what its company does not',
    outcome: 'met',
    asked: { deployment: 'edge' },
    card: { deployment: ['edge'] },
  },

  { gate: 'filings', name: 'a higher level covers a lower one', outcome: 'met' },
  { gate: 'filings', name: 'nothing was asked for', outcome: 'met', asked: { filings: [] }, offered: { filings: [] } },
  { gate: 'filings', name: 'nothing is listed', outcome: 'unknown', offered: { filings: [] } },
  { gate: 'filings', name: 'other things are listed', outcome: 'failed', offered: { filings: [{ kind: '算法备案' }] } },
  { gate: 'filings', name: 'what is listed nobody knows', outcome: 'failed', offered: { filings: [{ kind: '高新技术企业' }] } },
  { gate: 'filings', name: 'a need whose kind nobody files', outcome: 'unknown', asked: { filings: ['通过街道伦理评议'] } },
  {
    gate: 'filings',
    name: 'one need held, another of a kind nobody files',
    outcome: 'unknown',
    asked: { filings: ['等保二级', '通过街道伦理评议'] },
  },
  {
    gate: 'filings',
    name: 'one need lacking, another of a kind nobody files',
    outcome: 'failed',
    asked: { filings: ['算法备案', '通过街道伦理评议'] },
  },
  { gate: 'filings', name: 'each need must be held', outcome: 'failed', asked: { filings: ['等保二级', '算法备案'] } },
  {
    gate: 'filings',
    name: 'it runs out before the deadline',
    outcome: 'failed',
    offered: { filings: [{ kind: '等保三级', validUntil: '2026-03-30' }] },
  },
  {
    gate: 'filings',
    name: 'it runs out on the deadline',
    outcome: 'met',
    offered: { filings: [{ kind: '等保三级', validUntil: '2026-03-31' }] },
  },
  { gate: 'filings', name: 'it does not say when it runs out', outcome: 'met', offered: { filings: [{ kind: '等保三级' }] } },
  {
    gate: 'filings',
    name: 'the one that covers has run out, the other does not cover',
    outcome: 'failed',
    asked: { filings: ['等保三级'] },
    offered: { filings: [{ kind: '等保三级', validUntil: '2025-12-31' }, { kind: '等保二级' }] },
  },
  {
    gate: 'filings',
    name: 'one of two has run out, the other covers',
    outcome: 'met',
    offered: { filings: [{ kind: '等保三级', validUntil: '2025-12-31' }, { kind: '等保二级' }] },
  },

  { gate: 'locality', name: 'both in the district', outcome: 'met' },
  { gate: 'locality', name: 'another district', outcome: 'failed', offered: { place: { city: '上海市', district: '浦东新区' } } },
  {
    gate: 'locality',
    name: 'a district of the same name in another city',
    outcome: 'failed',
    offered: { place: { city: '北京市', district: '徐汇区' } },
  },
  {
    gate: 'locality',
    name: 'the same place, written short',
    outcome: 'met',
    offered: { place: { city: '上海', district: '徐汇' } },
  },
  { gate: 'locality', name: 'the company’s place is missing', outcome: 'unknown', offered: { place: undefined } },
  { gate: 'locality', name: 'the scene’s place is missing', outcome: 'unknown', asked: { place: {} } },
  {
    gate: 'locality',
    name: 'anybody may come',
    outcome: 'met',
    asked: { localOnly: false },
    offered: { place: { city: '北京市', district: '海淀区' } },
  },

  { gate: 'stage', name: 'the stage asked for', outcome: 'met' },
  { gate: 'stage', name: 'a later stage', outcome: 'met', card: { stage: 'market' } },
  { gate: 'stage', name: 'the stage before', outcome: 'failed', card: { stage: 'lab' } },
  { gate: 'stage', name: 'the first stage', outcome: 'failed', card: { stage: 'concept' } },
  { gate: 'stage', name: 'no stage was asked for', outcome: 'met', asked: { minStage: undefined }, card: { stage: 'concept' } },

  { gate: 'validity', name: 'a valid profile', outcome: 'met' },
  { gate: 'validity', name: 'expired', outcome: 'failed', offered: { invalid: 'expired' } },
  { gate: 'validity', name: 'hidden', outcome: 'failed', offered: { invalid: 'unlisted' } },
  { gate: 'validity', name: 'suspended', outcome: 'failed', offered: { invalid: 'suspended' } },
  { gate: 'validity', name: 'of an unverified organisation', outcome: 'failed', offered: { invalid: 'unverified' } },
  { gate: 'validity', name: 'without a card that may be shown', outcome: 'failed', offered: { invalid: 'cardless' } },

  { gate: 'capacity', name: 'room for one more', outcome: 'met', offered: { runningPilots: 2 } },
  { gate: 'capacity', name: 'full', outcome: 'failed', offered: { runningPilots: 3 } },
  { gate: 'capacity', name: 'takes no pilots', outcome: 'failed', offered: { runningPilots: 0, maxConcurrentPilots: 0 } },
  { gate: 'capacity', name: 'the maximum is missing', outcome: 'unknown', offered: { maxConcurrentPilots: undefined } },
  { gate: 'capacity', name: 'none running is said by silence', outcome: 'met', offered: { runningPilots: undefined } },

  { gate: 'conflict', name: 'controlled by somebody else', outcome: 'met' },
  { gate: 'conflict', name: 'controlled by nobody', outcome: 'met', offered: { controllers: [] } },
  { gate: 'conflict', name: 'the same entity', outcome: 'failed', offered: { uscc: demanderUscc } },
  {
    gate: 'conflict',
    name: 'the same entity, though its controllers are unknown',
    outcome: 'failed',
    offered: { uscc: demanderUscc, controllers: undefined },
  },
  {
    gate: 'conflict',
    name: 'the demand side holds a quarter',
    outcome: 'failed',
    offered: { controllers: [{ uscc: demanderUscc, sharePercent: 25 }] },
  },
  {
    gate: 'conflict',
    name: 'the demand side holds less than a quarter',
    outcome: 'met',
    offered: { controllers: [{ uscc: demanderUscc, sharePercent: 24.99 }] },
  },
  {
    gate: 'conflict',
    name: 'the demand side controls it with a share unsaid',
    outcome: 'failed',
    offered: { controllers: [{ uscc: demanderUscc }] },
  },
  {
    gate: 'conflict',
    name: 'the company holds a quarter of the demand side',
    outcome: 'failed',
    asked: { controllers: [{ uscc: supplierUscc, sharePercent: 25 }] },
  },
  {
    gate: 'conflict',
    name: 'the company holds less than a quarter of the demand side',
    outcome: 'met',
    asked: { controllers: [{ uscc: supplierUscc, sharePercent: 24 }] },
  },
  {
    gate: 'conflict',
    name: 'one holder has a quarter of both',
    outcome: 'failed',
    asked: { controllers: [{ uscc: '91310104MA1F000009', sharePercent: 30 }] },
  },
  {
    gate: 'conflict',
    name: 'one holder has a quarter of one side and less of the other',
    outcome: 'met',
    asked: { controllers: [{ uscc: '91310104MA1F000009', sharePercent: 24 }] },
  },
  {
    gate: 'conflict',
    name: 'one holder has both, and the company does not say who else controls it',
    outcome: 'unknown',
    asked: { controllers: [{ uscc: '91310104MA1F000009' }] },
    offered: { controllers: undefined },
  },
  {
    gate: 'conflict',
    name: 'the same entity, its code typed in another way',
    outcome: 'failed',
    offered: { uscc: ' １１31 0104-mb00000001' },
  },
  {
    gate: 'conflict',
    name: 'a holder whose code is typed in another way',
    outcome: 'failed',
    offered: { controllers: [{ uscc: demanderUscc.toLowerCase(), sharePercent: 51 }] },
  },
  { gate: 'conflict', name: 'its controllers are unknown', outcome: 'unknown', offered: { controllers: undefined } },
  { gate: 'conflict', name: 'the demand side is unknown', outcome: 'unknown', asked: { uscc: undefined } },
  { gate: 'conflict', name: 'the company’s code is unknown', outcome: 'unknown', offered: { uscc: undefined } },
]

describe('the gates of decisions.md', () => {
  test.each(cases)('$gate $outcome: $name', ({ gate, outcome, asked = {}, offered = {}, card: own = {} }) => {
    const gates = gatesOf(present({ ...demandTerms, ...asked }), present({ ...supplyTerms, ...offered }), card(own ?? {}))
    expect(gates.map(({ id }) => id)).toEqual(gateIds)
    const found = gates.find(({ id }) => id === gate)!
    expect(found.outcome).toBe(outcome)
    expect(found.why.zh).toMatch(/\p{Script=Han}/u)
    expect(found.why.en).toMatch(/[A-Za-z]/u)
    expect(gates.filter(({ id }) => id !== gate).map(({ id, outcome: other }) => [id, other])).toEqual(
      gateIds.filter((id) => id !== gate).map((id) => [id, 'met']),
    )
    expect(hasFailed(gates)).toBe(outcome === 'failed')
  })

  test('stage unknown: the card does not say', () => {
    const { stage: _stage, ...silent } = card()
    expect(outcomeOf(gatesOf(demandTerms, supplyTerms, silent), 'stage')).toBe('unknown')
    expect(outcomeOf(gatesOf(demandTerms, supplyTerms, undefined), 'stage')).toBe('unknown')
  })

  test('where a company sits, and what it is called, is no gate', () => {
    expect(gateIds).toEqual(['budget', 'deployment', 'filings', 'locality', 'stage', 'validity', 'capacity', 'conflict'])
    expect(supplierUscc).not.toBe(demanderUscc)
  })

  test('money is said in the reader’s own units', () => {
    const why = (minBudgetFen: number) =>
      gatesOf(demandTerms, { ...supplyTerms, minBudgetFen }, card()).find(({ id }) => id === 'budget')!.why
    expect(why(12_500_000)).toEqual({
      zh: '最低 12.5 万元，预算上限 30 万元',
      en: 'Minimum 125,000 yuan against a budget of at most 300,000 yuan',
    })
    expect(why(0).en).toBe('Minimum 0 yuan against a budget of at most 300,000 yuan')
  })

  test('the filings that are missing are named, and only those', () => {
    const gates = gatesOf({ ...demandTerms, filings: ['等保二级', '算法备案', 'ISO 27001'] }, supplyTerms, card())
    expect(gates.find(({ id }) => id === 'filings')!.why.zh).toBe('缺少或已过期：算法备案、ISO 27001')
  })
})

function outcomeOf(gates: ReturnType<typeof gatesOf>, gate: GateId): GateOutcome {
  return gates.find(({ id }) => id === gate)!.outcome
}

/** A key whose value is undefined is no key. */
function present<T extends object>(terms: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as T
}

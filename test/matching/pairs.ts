import type { Demand, DemandTerms } from '../../src/matching/demand.ts'
import type { Supply, SupplyCard, SupplyTerms } from '../../src/matching/supply.ts'

export const demanderUscc = '11310104MB00000001'
export const supplierUscc = '91310104MA1F000001'

/** Asks for everything that gates compare; on these terms every gate of `goodTerms` is met. */
export const demandTerms: DemandTerms = {
  budgetMaxFen: 30_000_000,
  deployment: 'private',
  filings: ['等保二级'],
  localOnly: true,
  place: { city: '上海市', district: '徐汇区' },
  minStage: 'demo',
  deadline: '2026-03-31',
  uscc: demanderUscc,
}

export const supplyTerms: SupplyTerms = {
  deployment: ['private', 'saas'],
  minBudgetFen: 20_000_000,
  filings: [{ kind: '等保三级', validUntil: '2027-01-01' }],
  place: { city: '上海市', district: '徐汇区' },
  runningPilots: 1,
  maxConcurrentPilots: 3,
  uscc: supplierUscc,
  controllers: [{ uscc: '91310104MA1F000009', sharePercent: 60 }],
}

export function card(overrides: Partial<SupplyCard> = {}): SupplyCard {
  const fields = [
    { field: 'name', text: '跌倒监测' },
    { field: 'description', text: '以毫米波雷达识别卧室与卫生间内的跌倒。六十秒内推送告警到护理站值班终端。' },
    { field: 'solves.0', text: '夜间无人发现老人跌倒' },
  ]
  return { id: 'card', name: '跌倒监测', fields, deployment: [], stage: 'demo', ...overrides }
}

export function supply(overrides: Partial<Supply> = {}): Supply {
  const fields = [
    { field: 'name', text: '守夜科技' },
    { field: 'summary', text: '为养老院与居家老人提供夜间看护' },
  ]
  return { id: 'company', name: '守夜科技', fields, cards: [card()], terms: supplyTerms, ...overrides }
}

export function demand(overrides: Partial<Demand> = {}): Demand {
  return {
    id: 'scene',
    title: '独居老人居家跌倒监测与及时响应',
    context: ['街道辖区内有独居老人三百余名，夜间跌倒后平均六小时才被发现。'],
    requirements: [
      { text: '识别卧室与卫生间内的跌倒，召回率不低于 95%', must: true },
      { text: '跌倒后 60 秒内推送告警到护理站值班终端', must: true },
    ],
    terms: demandTerms,
    ...overrides,
  }
}

import { inWan, inYuan } from '../shared/money.ts'
import { deployments, labelled, stages } from '../shared/taxonomy.ts'
import type { Controller, DemandTerms } from './demand.ts'
import { covers, filingKind } from './filings.ts'
import { isSamePlace } from './place.ts'
import type { SupplyCard, SupplyTerms } from './supply.ts'

export const gateIds = ['budget', 'deployment', 'filings', 'locality', 'stage', 'validity', 'capacity', 'conflict'] as const
export type GateId = (typeof gateIds)[number]
export type GateOutcome = 'met' | 'unknown' | 'failed'
export type Gate = { id: GateId; outcome: GateOutcome; why: { zh: string; en: string } }

/** Whoever holds this share of another, in per cent, is related to it. */
export const controlPercentMin = 25

/**
 * Every gate of a pair. `card` is the company's best card for the scene: its own terms go before the company's.
 * A failed gate keeps the pair out of the ranking; an unknown one is shown beside it.
 */
export function gatesOf(demand: DemandTerms, supply: SupplyTerms, card: CardTerms | undefined): Gate[] {
  return [
    budget(demand, supply, card),
    deployment(demand, supply, card),
    filings(demand, supply),
    locality(demand, supply),
    stage(demand, card),
    validity(supply),
    capacity(supply),
    conflict(demand, supply),
  ]
}

/** What the gates read of a card. */
export type CardTerms = Pick<SupplyCard, 'deployment' | 'minPriceFen' | 'stage'>

/** The filings asked for that the company does not hold on the day. */
export function lackingFilings(demand: DemandTerms, supply: SupplyTerms): string[] {
  return demand.filings.filter((need) => filingOutcome(need, demand.deadline, supply) === 'failed')
}

export function hasFailed(gates: readonly Gate[]): boolean {
  return gates.some((gate) => gate.outcome === 'failed')
}

function budget(demand: DemandTerms, supply: SupplyTerms, card: CardTerms | undefined): Gate {
  const least = card?.minPriceFen ?? supply.minBudgetFen
  const most = demand.budgetMaxFen
  if (most === undefined || least === undefined)
    return unknown('budget', '预算或最低报价未填写', 'The budget or the minimum price is not stated')
  const figures = {
    zh: `最低 ${inWan(least)} 万元，预算上限 ${inWan(most)} 万元`,
    en: `Minimum ${inYuan(least)} yuan against a budget of at most ${inYuan(most)} yuan`,
  }
  return { id: 'budget', outcome: least > most ? 'failed' : 'met', why: figures }
}

function deployment(demand: DemandTerms, supply: SupplyTerms, card: CardTerms | undefined): Gate {
  const asked = demand.deployment
  if (asked === undefined) return met('deployment', '未限定部署方式', 'No deployment was asked for')
  const offered = card !== undefined && card.deployment.length > 0 ? card.deployment : supply.deployment
  const wish = labelled(deployments, asked)
  if (offered.length === 0)
    return unknown('deployment', `要求${wish.zh}，对方未填写部署方式`, `${wish.en} is asked for; none is stated`)
  if (offered.includes(asked)) return met('deployment', `支持${wish.zh}`, `${wish.en} is offered`)
  return failed('deployment', `要求${wish.zh}，对方不提供`, `${wish.en} is asked for and not offered`)
}

function filings(demand: DemandTerms, supply: SupplyTerms): Gate {
  if (demand.filings.length === 0) return met('filings', '无备案或资质要求', 'No filing is asked for')
  const outcomes = demand.filings.map((need) => ({ need, outcome: filingOutcome(need, demand.deadline, supply) }))
  const naming = (outcome: GateOutcome) =>
    outcomes
      .filter((entry) => entry.outcome === outcome)
      .map((entry) => entry.need)
      .join('、')
  if (naming('failed') !== '')
    return failed('filings', `缺少或已过期：${naming('failed')}`, `Missing or expired: ${naming('failed')}`)
  if (naming('unknown') !== '') return unknown('filings', `尚未说明：${naming('unknown')}`, `Not stated: ${naming('unknown')}`)
  return met('filings', `已具备：${naming('met')}`, `Held: ${naming('met')}`)
}

function filingOutcome(need: string, deadline: string | undefined, supply: SupplyTerms): GateOutcome {
  const needed = filingKind(need)
  if (needed === undefined || supply.filings.length === 0) return 'unknown'
  const holding = supply.filings.some(({ kind, validUntil }) => {
    const held = filingKind(kind)
    return (
      held !== undefined && covers(held, needed) && (validUntil === undefined || deadline === undefined || validUntil >= deadline)
    )
  })
  return holding ? 'met' : 'failed'
}

function locality(demand: DemandTerms, supply: SupplyTerms): Gate {
  if (!demand.localOnly) return met('locality', '不限地域', 'No place is asked for')
  const here = demand.place
  const there = supply.place
  if (here?.district === undefined || there?.district === undefined)
    return unknown('locality', '所在地未填写', 'A place is not stated')
  const sameCity = here.city === undefined || there.city === undefined || isSamePlace(here.city, there.city)
  if (sameCity && isSamePlace(here.district, there.district))
    return met('locality', `同在${here.district}`, `Both in ${here.district}`)
  return failed(
    'locality',
    `仅限${here.district}，对方在${there.district}`,
    `${here.district} only; the company is in ${there.district}`,
  )
}

function stage(demand: DemandTerms, card: CardTerms | undefined): Gate {
  if (demand.minStage === undefined) return met('stage', '未限定成熟度', 'No stage was asked for')
  if (card?.stage === undefined) return unknown('stage', '成熟度未填写', 'The stage is not stated')
  const order = (id: string) => stages.findIndex((term) => term.id === id)
  const [asked, has] = [labelled(stages, demand.minStage), labelled(stages, card.stage)]
  const why = { zh: `要求不低于${asked.zh}，现为${has.zh}`, en: `${asked.en} at least; it is: ${has.en}` }
  return { id: 'stage', outcome: order(card.stage) < order(demand.minStage) ? 'failed' : 'met', why }
}

const invalidity = {
  unlisted: { zh: '档案未展示', en: 'The profile is not listed' },
  expired: { zh: '档案已过期', en: 'The profile has expired' },
  suspended: { zh: '档案已暂停', en: 'The profile is suspended' },
  unverified: { zh: '组织尚未核验', en: 'The organisation is not verified' },
  cardless: { zh: '没有展示中的能力卡', en: 'No capability card is listed' },
}

function validity(supply: SupplyTerms): Gate {
  if (supply.invalid === undefined) return met('validity', '档案有效', 'The profile is valid')
  return { id: 'validity', outcome: 'failed', why: invalidity[supply.invalid] }
}

function capacity(supply: SupplyTerms): Gate {
  const { runningPilots, maxConcurrentPilots } = supply
  if (maxConcurrentPilots === undefined)
    return unknown('capacity', '未说明可同时承接的试点数', 'How many pilots fit at a time is not stated')
  const why = {
    zh: `在试点 ${runningPilots ?? 0}，上限 ${maxConcurrentPilots}`,
    en: `${runningPilots ?? 0} pilots running of at most ${maxConcurrentPilots}`,
  }
  return { id: 'capacity', outcome: (runningPilots ?? 0) >= maxConcurrentPilots ? 'failed' : 'met', why }
}

/** What is known of who stands behind a party. */
export type ControlTerms = Pick<DemandTerms, 'uscc' | 'controllers'>

/** By entity and control relation; what anybody is called plays no part. */
export function conflict(demand: ControlTerms, supply: ControlTerms): Gate {
  if (demand.uscc === undefined || supply.uscc === undefined)
    return unknown('conflict', '控股关系未知', 'Who controls whom is not known')
  const [asking, offering] = [entityOf(demand.uscc), entityOf(supply.uscc)]
  if (asking === offering) return failed('conflict', '供需双方为同一主体', 'Both sides are the same entity')
  const [overDemand, overSupply] = [holdersOf(demand.controllers), holdersOf(supply.controllers)]
  const share = `${controlPercentMin}%`
  if (overSupply.has(asking))
    return failed('conflict', `需求方持股不低于 ${share}`, `The demand side holds ${share} or more of the company`)
  if (overDemand.has(offering))
    return failed('conflict', `企业持有需求方股份不低于 ${share}`, `The company holds ${share} or more of the demand side`)
  if ([...overDemand].some((holder) => overSupply.has(holder)))
    return failed('conflict', `同一控股方对双方持股均不低于 ${share}`, `One holder has ${share} or more of both sides`)
  if (supply.controllers === undefined) return unknown('conflict', '控股关系未填写', 'Who controls the company is not stated')
  return met('conflict', '无控股关系', 'Neither controls the other, and nobody controls both')
}

function holdersOf(controllers: readonly Controller[] = []): Set<string> {
  return new Set(
    controllers.filter(({ sharePercent }) => (sharePercent ?? 100) >= controlPercentMin).map(({ uscc }) => entityOf(uscc)),
  )
}

/** One code, however it was typed: full width, small letters, spaces and hyphens between. */
function entityOf(uscc: string): string {
  return uscc.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase()
}

function met(id: GateId, zh: string, en: string): Gate {
  return { id, outcome: 'met', why: { zh, en } }
}

function unknown(id: GateId, zh: string, en: string): Gate {
  return { id, outcome: 'unknown', why: { zh, en } }
}

function failed(id: GateId, zh: string, en: string): Gate {
  return { id, outcome: 'failed', why: { zh, en } }
}

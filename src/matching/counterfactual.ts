import { inWan, inYuan } from '../shared/money.ts'
import { deployments, labelled, stages } from '../shared/taxonomy.ts'
import type { CardAnalysis, SupplyAnalysis } from './analysis.ts'
import type { DemandTerms } from './demand.ts'
import { filingKind } from './filings.ts'
import { lackingFilings } from './gates.ts'
import type { GateId } from './gates.ts'
import type { Pair } from './pair.ts'
import { bestCard } from './standing.ts'
import type { SupplyCard, SupplyTerms } from './supply.ts'

/** One thing a company could change about itself, and the profile as it would then stand. */
export type Change = { kind: ChangeKind; text: Bilingual; supply: SupplyAnalysis }

export const changeKinds = ['filings', 'deployment', 'price', 'stage', 'capacity', 'verification', 'together'] as const
export type ChangeKind = (typeof changeKinds)[number]

type Bilingual = { zh: string; en: string }
type Step = Omit<Change, 'supply'> & { gate?: GateId; apply: (supply: SupplyAnalysis) => SupplyAnalysis }

/** What could move this pair: each failed gate put right, all of them together, a stage further on, a case verified. */
export function changesOf(pair: Pair): Change[] {
  const { demand, supply, gates } = pair
  const { terms } = demand.demand
  const card = bestCard(supply, pair.fit.covered)
  if (card === undefined) return []
  const facts: Facts = { asked: terms, offered: supply.supply.terms, card }
  const failed = gates.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
  const repairs = failed.flatMap((id) => repairOf[id]?.(facts) ?? [])
  const steps = [...repairs, ...(failed.length === 0 ? advances(facts, supply) : [])]
  const all = repairs.length > 1 ? [together(repairs)] : []
  return [...steps, ...all].map(({ kind, text, apply }) => ({ kind, text, supply: apply(supply) }))
}

type Facts = { asked: DemandTerms; offered: SupplyTerms; card: SupplyCard }

const repairOf: Partial<Record<GateId, (facts: Facts) => Step[]>> = {
  filings: ({ asked, offered }) => {
    const lacking = lackingFilings(asked, offered).filter((need) => filingKind(need) !== undefined)
    const text = { zh: `取得并登记：${lacking.join('、')}`, en: `Hold and list: ${lacking.join(', ')}` }
    const filings = [...offered.filings, ...lacking.map((kind) => ({ kind }))]
    return lacking.length === 0 ? [] : [{ kind: 'filings', text, apply: (supply) => withTerms(supply, { filings }) }]
  },
  deployment: ({ asked, offered, card }) => {
    const mode = asked.deployment!
    const { zh, en } = labelled(deployments, mode)
    const text = { zh: `支持${zh}部署`, en: `Offer deployment: ${en}` }
    const apply = (supply: SupplyAnalysis) =>
      card.deployment.length > 0
        ? withCard(supply, card.id, { deployment: [...card.deployment, mode] })
        : withTerms(supply, { deployment: [...offered.deployment, mode] })
    return [{ kind: 'deployment', text, apply }]
  },
  budget: ({ asked, card }) => {
    const most = asked.budgetMaxFen!
    const text = { zh: `最低报价降到 ${inWan(most)} 万元`, en: `Lower the minimum price to ${inYuan(most)} yuan` }
    const apply = (supply: SupplyAnalysis) =>
      card.minPriceFen === undefined
        ? withTerms(supply, { minBudgetFen: most })
        : withCard(supply, card.id, { minPriceFen: most })
    return [{ kind: 'price', text, apply }]
  },
  stage: ({ asked, card }) => [stageStep(card, asked.minStage!)],
  capacity: ({ offered }) => {
    const most = Math.max(1, offered.maxConcurrentPilots ?? 1)
    const text = { zh: '腾出一个试点名额', en: 'Make room for one more pilot' }
    const terms = { maxConcurrentPilots: most, runningPilots: Math.min(offered.runningPilots ?? 0, most - 1) }
    return [{ kind: 'capacity', text, apply: (supply) => withTerms(supply, terms) }]
  },
}

/** For who is ranked already: the next stage, and somebody who vouches for the card's cases. */
function advances({ asked, card }: Facts, supply: SupplyAnalysis): Step[] {
  const next = stages[stages.findIndex(({ id }) => id === card.stage) + 1]
  const analysis = supply.cards.find((entry) => entry.card.id === card.id)!
  const isVerifiable = analysis.proofs.some(({ level }) => level !== 'verified')
  return [
    ...(asked.minStage !== undefined && card.stage !== undefined && next !== undefined ? [stageStep(card, next.id)] : []),
    ...(isVerifiable ? [verification(card)] : []),
  ]
}

function stageStep(card: SupplyCard, stage: string): Step {
  const { zh, en } = labelled(stages, stage)
  const text = { zh: `能力卡《${card.name}》成熟度达到“${zh}”`, en: `Bring the card “${card.name}” to the stage: ${en}` }
  return { kind: 'stage', text, apply: (supply) => withCard(supply, card.id, { stage }) }
}

function verification(card: SupplyCard): Step {
  const text = { zh: `能力卡《${card.name}》的案例经核验`, en: `Have the cases of the card “${card.name}” verified` }
  const verified = (entry: CardAnalysis): CardAnalysis => ({
    ...entry,
    proofs: entry.proofs.map((proof) => ({ ...proof, level: 'verified' })),
  })
  return {
    kind: 'verification',
    text,
    apply: (supply) => ({ ...supply, cards: supply.cards.map((entry) => (entry.card.id === card.id ? verified(entry) : entry)) }),
  }
}

function together(steps: readonly Step[]): Step {
  const text = {
    zh: steps.map((step) => step.text.zh).join('；'),
    en: steps.map((step) => step.text.en).join('; '),
  }
  return { kind: 'together', text, apply: (supply) => steps.reduce((changed, { apply }) => apply(changed), supply) }
}

/** The texts stay as they are, so what was cut up of them stays true. */
function withTerms(supply: SupplyAnalysis, terms: Partial<SupplyTerms>): SupplyAnalysis {
  return { ...supply, supply: { ...supply.supply, terms: { ...supply.supply.terms, ...terms } } }
}

function withCard(supply: SupplyAnalysis, cardId: string, change: Partial<SupplyCard>): SupplyAnalysis {
  const changed = (card: SupplyCard) => (card.id === cardId ? { ...card, ...change } : card)
  return {
    ...supply,
    supply: { ...supply.supply, cards: supply.supply.cards.map(changed) },
    cards: supply.cards.map((entry) => ({ ...entry, card: changed(entry.card) })),
  }
}

import { inWan, inYuan } from '../shared/money.ts'
import { deployments, labelled, stages } from '../shared/taxonomy.ts'
import type { DemandTerms } from './demand.ts'
import { gatesOf, hasFailed } from './gates.ts'
import type { GateId } from './gates.ts'
import type { ScoredPair } from './kept-pairs.ts'

/** One condition a scene could give up or widen. */
export type Relaxation = { kind: RelaxationKind; text: { zh: string; en: string }; terms: DemandTerms }

export const relaxationKinds = ['budget', 'deployment', 'filings', 'locality', 'stage'] as const
export type RelaxationKind = (typeof relaxationKinds)[number] & GateId

/** Every condition that alone keeps somebody out, given up or widened. */
export function relaxationsOf(terms: DemandTerms, excluded: readonly ScoredPair[]): Relaxation[] {
  const alone = relaxationKinds.filter((id) => excluded.some(({ failed }) => failed.length === 1 && failed[0] === id))
  return alone.flatMap((kind) => relaxing[kind](terms, excluded).map((rest) => ({ kind, ...rest })))
}

/** Whether the pair would pass under these terms. */
export function wouldPass({ failed, offer }: ScoredPair, { kind, terms }: Relaxation): boolean {
  return failed.length === 1 && failed[0] === kind && !hasFailed(gatesOf(terms, offer.terms, offer.card))
}

type Relaxing = (terms: DemandTerms, excluded: readonly ScoredPair[]) => Omit<Relaxation, 'kind'>[]

const relaxing: Record<RelaxationKind, Relaxing> = {
  budget: (terms, excluded) => {
    const prices = excluded
      .filter(({ failed }) => failed.length === 1 && failed[0] === 'budget')
      .map(({ offer }) => offer.card?.minPriceFen ?? offer.terms.minBudgetFen!)
      .toSorted((a, b) => a - b)
    // The least rise, and the one that lets half of them in.
    const maxima = [...new Set([prices[0]!, prices[Math.ceil(prices.length / 2) - 1]!])]
    return maxima.map((most) => ({
      text: { zh: `预算上限提高到 ${inWan(most)} 万元`, en: `Raise the budget’s maximum to ${inYuan(most)} yuan` },
      terms: { ...terms, budgetMaxFen: most },
    }))
  },
  deployment: ({ deployment, ...terms }) => {
    const { zh, en } = labelled(deployments, deployment!)
    return [{ text: { zh: `不限定${zh}部署`, en: `Do not ask for deployment: ${en}` }, terms }]
  },
  filings: (terms) =>
    terms.filings.map((need) => ({
      text: { zh: `不要求“${need}”`, en: `Do not ask for “${need}”` },
      terms: { ...terms, filings: terms.filings.filter((other) => other !== need) },
    })),
  locality: (terms) => [
    { text: { zh: '不限本区企业', en: 'Open to companies of other places' }, terms: { ...terms, localOnly: false } },
  ],
  stage: ({ minStage, ...terms }) => {
    const lower = stages[stages.findIndex(({ id }) => id === minStage) - 1]
    if (lower === undefined) return []
    const text = { zh: `成熟度下限放宽到“${lower.zh}”`, en: `Lower the minimum stage to: ${lower.en}` }
    return [{ text, terms: { ...terms, minStage: lower.id } }]
  },
}

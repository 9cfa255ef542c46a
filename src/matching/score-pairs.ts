import type { Ports } from '../ports.ts'
import { UnavailableError } from '../shared/fault.ts'
import type { DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import { signatureOf } from './clones.ts'
import type { Demand } from './demand.ts'
import { calibrated } from './fit.ts'
import type { ScoredPair } from './kept-pairs.ts'
import { loadSupplies } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import type { Matcher } from './matcher.ts'
import { isOut, shownScore } from './pair.ts'
import type { Pair, PairView } from './pair.ts'
import { reciprocalOf } from './reciprocal.ts'
import type { Source } from '../indexing/source.ts'
import { bestCard } from './standing.ts'
import type { SupplyCard } from './supply.ts'

/** A demand, one who could answer it, and how the two fit by the weights of the matcher. */
export type Scored = { demand: Demand; contender: Contender; pair: ScoredPair; isMeant: boolean; matcher: Matcher }

/** One demand and one contender, for which there are many. */
export type Asked = { demand: Demand; contender: Contender }

type ViewPorts = Pick<Ports, 'db' | 'clock' | 'meanings'>

type ScorePorts = ViewPorts & { matcher: Matcher }

/**
 * Scores the pairs, in their order; profiles are read and cut up only for pairs that were not scored before. Where a
 * model's meaning is part of the fit and the model is down, all of them go without: scores of both kinds do not compare.
 */
export async function scorePairs(given: ViewPorts, source: Source, asked: readonly Asked[]): Promise<Scored[]> {
  const ports = { ...given, matcher: await source.matcher() }
  if (ports.meanings === undefined || source.degraded.has('embedding')) return scoreAll(ports, asked, false)
  try {
    return await scoreAll(ports, asked, true)
  } catch (error) {
    if (!(error instanceof UnavailableError) || error.part !== 'embedding') throw error
    source.degraded.add('embedding')
    source.log('warn', 'embedding.unavailable', { error: error.message })
    return scoreAll(ports, asked, false)
  }
}

/** What people are told of the pairs, in their order; kept with each pair. */
export async function viewPairs(ports: ViewPorts, scored: readonly Scored[]): Promise<PairView[]> {
  const views = new Map<Scored, PairView>()
  const unseen = scored.filter(({ pair }) => pair.view === undefined)
  for (const [demand, own] of Map.groupBy(unseen, (one) => one.demand)) {
    const { matcher } = own[0]!
    const pairs = await pairsToShow({ ...ports, matcher }, demand, own)
    own.forEach((one, index) => views.set(one, matcher.view(pairs[index]!)))
  }
  for (const [{ pair }, view] of views) {
    const score = shownScore(pair.calibrated, view.coverage)
    pair.view = { ...view, score, reciprocal: pair.reciprocal }
  }
  return scored.map(({ pair }) => pair.view!)
}

/** The model may have gone down since the pairs were scored; what it said of them stands in their scores. */
async function pairsToShow(ports: ScorePorts, demand: Demand, own: readonly Scored[]): Promise<Pair[]> {
  const contenders = own.map(({ contender }) => contender)
  try {
    return await pairsOf(ports, demand, contenders, own[0]!.isMeant)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return pairsOf(ports, demand, contenders, false)
  }
}

async function scoreAll(ports: ScorePorts, asked: readonly Asked[], isMeant: boolean): Promise<Scored[]> {
  const scored: Scored[] = []
  for (const [demand, own] of Map.groupBy(asked, (one) => one.demand)) {
    const contenders = own.map(({ contender }) => contender)
    const pairs = await scoreDemand(ports, demand, contenders, isMeant)
    const { matcher } = ports
    scored.push(...contenders.map((contender, index) => ({ demand, contender, pair: pairs[index]!, isMeant, matcher })))
  }
  return scored
}

async function scoreDemand(
  ports: ScorePorts,
  demand: Demand,
  contenders: readonly Contender[],
  isMeant: boolean,
): Promise<ScoredPair[]> {
  const { scored } = ports.matcher
  const name = `${isMeant ? 'meant ' : ''}${JSON.stringify(demand)}`
  const known = contenders.map(({ standing, key }) => scored.get(name, standing.id, key))
  const missing = contenders.filter((_, index) => known[index] === undefined)
  const made = missing.length === 0 ? [] : await pairsOf(ports, demand, missing, isMeant)
  const fresh = new Map(
    missing.map(({ standing, key }, index) => [
      standing.id,
      scored.set(name, standing.id, key, scoredPair(ports.matcher, made[index]!)),
    ]),
  )
  return contenders.map(({ standing }, index) => known[index] ?? fresh.get(standing.id)!)
}

async function pairsOf(ports: ScorePorts, demand: Demand, contenders: readonly Contender[], isMeant: boolean): Promise<Pair[]> {
  const analysis = ports.matcher.demand(demand)
  const supplies = await loadSupplies(ports, contenders)
  if (!isMeant) return ports.matcher.pairs(analysis, supplies)
  const [asked, offered]: [DemandAnalysis, SupplyAnalysis[]] = await Promise.all([
    ports.meanings!.demand(analysis),
    ports.meanings!.supplies(supplies),
  ])
  return ports.matcher.pairs(asked, offered)
}

/** The pair of the one, and how its company would score were its profile another. */
export async function pairToChange(
  ports: ViewPorts,
  scored: Scored,
): Promise<{ pair: Pair; rescored: (supplies: readonly SupplyAnalysis[]) => Scored[] }> {
  const { matcher } = scored
  const [pair] = await pairsToShow({ ...ports, matcher }, scored.demand, [scored])
  const rescored = (supplies: readonly SupplyAnalysis[]) =>
    matcher.pairs(pair!.demand, supplies).map((changed) => ({ ...scored, pair: scoredPair(matcher, changed) }))
  return { pair: pair!, rescored }
}

function scoredPair({ weights }: Matcher, pair: Pair): ScoredPair {
  const { name, nameEn = null, terms } = pair.supply.supply
  const offer = { terms, card: cardTerms(bestCard(pair.supply, pair.fit.covered)) }
  const score = calibrated(pair.fit, weights)
  return {
    name,
    nameEn,
    fused: pair.fit.fused,
    calibrated: score,
    covered: pair.fit.covered.map((cards) => Math.max(0, ...cards)),
    isOut: isOut(pair),
    failed: pair.gates.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id),
    offer,
    reciprocal: reciprocalOf(score, pair.demand.demand.terms, offer),
    signature: signatureOf(pair.supply),
  }
}

/** Without its texts, which nobody keeps for every pair. */
function cardTerms(card: SupplyCard | undefined): ScoredPair['offer']['card'] {
  if (card === undefined) return undefined
  const { deployment, minPriceFen, stage } = card
  return { deployment, ...(minPriceFen !== undefined && { minPriceFen }), ...(stage !== undefined && { stage }) }
}

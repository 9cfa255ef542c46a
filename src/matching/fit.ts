import type { DemandAnalysis, SupplyAnalysis, TokenCounts } from './analysis.ts'
import { meaningPart } from './meaning.ts'
import type { Reading } from './meaning.ts'
import { shareOf } from './meeting.ts'
import type { Meeting } from './meeting.ts'
import { standingAdded, standingOf } from './standing.ts'
import type { Standing } from './standing.ts'
import { weights } from './weights.ts'
import type { Part, RankingWeights } from './weights.ts'

/** How well a company fits a scene: the parts, their convex sum, and what each card covers of each requirement. */
export type Fit = {
  parts: Record<Part, number>
  /** What counts beside the texts: evidence, readiness, proximity. */
  standing: Standing
  /** How near a model finds the two, where one was asked, from 0 for unrelated to 1 for related texts. */
  meaning?: Record<Reading, number>
  /** The order of every ranking: the convex sum of the parts, less what length alone would give and what strays. */
  fused: number
  /** covered[requirement][card], 0..1. */
  covered: number[][]
}

/** The fit of one pair; the meeting was opened for this demand, with this supply's bags among its own. */
export function fitOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis, by: RankingWeights = weights): Fit {
  const forwards = supply.cards.map(({ text }) => meeting.forward(text.bag))
  const backwards = supply.cards.map(({ text }) => meeting.backward(text.bag))
  const covered = demand.requirements.map((words) => forwards.map((forward) => shareOf(forward, words)))
  const cardShares = supply.cards.map(({ text }, card) =>
    both(shareOfDemand(meeting, forwards[card]!), portion(backwards[card]!, text.bag.total)),
  )
  const parts = {
    profile: profilePart(meeting, supply, forwards, backwards),
    card: Math.max(0, ...cardShares),
    coverage: mean(covered.map((cards) => Math.max(0, ...cards))),
    lexical: lexicalPart(demand.whole.tokens, [supply.own.tokens, ...supply.cards.map(({ text }) => text.tokens)]),
    dense: Math.max(0, cosine(demand.vector, supply.vector)),
  }
  const standing = standingOf(meeting, demand, supply, covered)
  const fused = fuse(parts, by) - lengthBias(demand, supply) - weights.stray.perWord * supply.stray + standingAdded(standing)
  if (demand.meaning === undefined || supply.meaning === undefined) return { parts, standing, fused, covered }
  const { readings, added } = meaningPart(demand.meaning, supply.meaning)
  return { parts, standing, meaning: readings, fused: fused + added, covered }
}

/** The score people see: the chance, of a hundred, that a reader would call the pair a plausible one. */
export function calibrated({ fused, meaning }: Pick<Fit, 'fused' | 'meaning'>, by: RankingWeights = weights): number {
  const { midpoint, width } = meaning === undefined ? by.calibration : by.meaningCalibration
  return 100 / (1 + Math.exp((midpoint - fused) / width))
}

function fuse(parts: Record<Part, number>, by: RankingWeights): number {
  let sum = 0
  let total = 0
  for (const [part, weight] of Object.entries(by.parts) as [Part, number][]) {
    sum += weight * parts[part]
    total += weight
  }
  return sum / total
}

function lengthBias(demand: DemandAnalysis, supply: SupplyAnalysis): number {
  return weights.lengthBias * Math.log(1 + demand.whole.bag.ids.length) * Math.log(1 + supply.words)
}

/** The profile answers with whichever of its texts comes nearest; its own words count once wherever they stand. */
function profilePart(
  meeting: Meeting,
  { own, cards }: SupplyAnalysis,
  forwards: readonly Float32Array[],
  backwards: readonly number[],
): number {
  const nearest = meeting.forward(own.bag).slice()
  for (const forward of forwards) for (let q = 0; q < nearest.length; q += 1) nearest[q] = Math.max(nearest[q]!, forward[q]!)
  const answered = backwards.reduce((sum, weight) => sum + weight, meeting.backward(own.bag))
  const total = cards.reduce((sum, { text }) => sum + text.bag.total, own.bag.total)
  return both(shareOfDemand(meeting, nearest), portion(answered, total))
}

/** The share of tokens each side finds in the other, as a geometric mean. */
function lexicalPart(demand: TokenCounts, texts: readonly TokenCounts[]): number {
  const found = new Uint8Array(demand.hashes.length)
  let answered = 0
  let total = 0
  for (const text of texts) {
    total += text.total
    answered += meetTokens(demand, text, found)
  }
  let asked = 0
  for (let index = 0; index < found.length; index += 1) asked += found[index]! * demand.counts[index]!
  return both(portion(asked, demand.total), portion(answered, total))
}

/** Walks two ascending lists side by side; marks what was found and counts the text's part of it. */
function meetTokens(demand: TokenCounts, text: TokenCounts, found: Uint8Array): number {
  let answered = 0
  let at = 0
  for (let index = 0; index < demand.hashes.length && at < text.hashes.length;) {
    const difference = demand.hashes[index]! - text.hashes[at]!
    if (difference === 0) {
      found[index] = 1
      answered += text.counts[at]!
    }
    if (difference <= 0) index += 1
    if (difference >= 0) at += 1
  }
  return answered
}

function shareOfDemand({ demand }: Meeting, forward: Float32Array): number {
  let sum = 0
  for (let q = 0; q < demand.weights.length; q += 1) sum += demand.weights[q]! * forward[q]!
  return portion(sum, demand.total)
}

function both(forward: number, backward: number): number {
  return Math.sqrt(forward * backward)
}

function portion(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function cosine(a: Float32Array | null, b: Float32Array | null): number {
  if (a === null || b === null) return 0
  let dot = 0
  for (let index = 0; index < a.length; index += 1) dot += a[index]! * b[index]!
  return dot
}

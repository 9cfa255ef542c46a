import type { DemandAnalysis, SupplyAnalysis, TextAnalysis } from './analysis.ts'
import { Meeting, share } from './meeting.ts'
import { weights } from './weights.ts'
import type { Part } from './weights.ts'

/** How well a company fits a scene: the parts, their convex sum, and what each card covers of each requirement. */
export type Fit = {
  parts: Record<Part, number>
  /** The order of every ranking: the convex sum of the parts, less what length alone would give. */
  fused: number
  /** covered[requirement][card], 0..1. */
  covered: number[][]
}

/** The fit of one pair. The meeting must have been opened for this demand; it grows by this supply's words. */
export function fitOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis): Fit {
  meeting.admit([supply.own.bag, ...supply.cards.map(({ text }) => text.bag)])
  const forwards = supply.cards.map(({ text }) => meeting.forward(text.bag))
  const backwards = supply.cards.map(({ text }) => meeting.backward(text.bag))
  const covered = demand.requirements.map(({ positions, weights: own, total }) =>
    forwards.map((forward) => share(forward, own, total, positions)),
  )
  const parts = {
    profile: profilePart(meeting, supply, forwards, backwards),
    card: Math.max(0, ...supply.cards.map(({ text }, index) => both(shareOfDemand(meeting, forwards[index]!), portion(backwards[index]!, text.bag.total)))),
    coverage: mean(covered.map((cards) => Math.max(0, ...cards))),
    lexical: lexicalPart(demand.whole, [supply.own, ...supply.cards.map(({ text }) => text)]),
    dense: Math.max(0, cosine(demand.vector, supply.vector)),
  }
  return { parts, fused: fuse(parts) - lengthBias(demand, supply), covered }
}

/** The score people see: the chance, of a hundred, that a reader would call the pair a plausible one. */
export function calibrated(fused: number): number {
  const { midpoint, width } = weights.calibration
  return 100 / (1 + Math.exp((midpoint - fused) / width))
}

function fuse(parts: Record<Part, number>): number {
  let sum = 0
  let total = 0
  for (const [part, weight] of Object.entries(weights.parts) as [Part, number][]) {
    sum += weight * parts[part]
    total += weight
  }
  return sum / total
}

function lengthBias(demand: DemandAnalysis, supply: SupplyAnalysis): number {
  const words = supply.cards.reduce((sum, { text }) => sum + text.bag.ids.length, supply.own.bag.ids.length)
  return weights.lengthBias.demand * Math.log(1 + demand.whole.bag.ids.length) + weights.lengthBias.supply * Math.log(1 + words)
}

/** The profile answers with whichever of its texts comes nearest; its own words count once wherever they stand. */
function profilePart(meeting: Meeting, supply: SupplyAnalysis, forwards: Float32Array[], backwards: number[]): number {
  const nearest = meeting.forward(supply.own.bag)
  for (const forward of forwards) forward.forEach((value, q) => (nearest[q] = Math.max(nearest[q]!, value)))
  const answered = backwards.reduce((sum, weight) => sum + weight, meeting.backward(supply.own.bag))
  const total = supply.cards.reduce((sum, { text }) => sum + text.bag.total, supply.own.bag.total)
  return both(shareOfDemand(meeting, nearest), portion(answered, total))
}

/** The share of tokens each side finds in the other, as a geometric mean. */
function lexicalPart(demand: TextAnalysis, texts: readonly TextAnalysis[]): number {
  const found = new Set<string>()
  let answered = 0
  let total = 0
  for (const text of texts) {
    total += text.tokensTotal
    const [small, large] = text.tokens.size < demand.tokens.size ? [text.tokens, demand.tokens] : [demand.tokens, text.tokens]
    for (const token of small.keys()) {
      if (!large.has(token)) continue
      found.add(token)
      answered += text.tokens.get(token)!
    }
  }
  let asked = 0
  for (const token of found) asked += demand.tokens.get(token)!
  return both(portion(asked, demand.tokensTotal), portion(answered, total))
}

function shareOfDemand(meeting: Meeting, forward: Float32Array): number {
  return share(forward, meeting.demand.weights, meeting.demand.total)
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

import type { EmbedPort } from '../ports.ts'
import type { DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import { askedTexts, demandText } from './demand.ts'
import sample from './meaning-sample.json' with { type: 'json' }
import { cardTextOf, profileText } from './supply.ts'
import { weights } from './weights.ts'

/** What a model beyond the word table makes of a text: the vector of the whole, and one of each requirement or card. */
export type Meaning = { whole: Float32Array; parts: Float32Array[] }

/** How near unrelated and related texts come in the model's space. */
export type Scale = { unrelated: number; related: number }

/** A demand's meaning, with the scale that its nearness is read by. */
export type AskedMeaning = Meaning & { scale: Scale }

/**
 * The vectors of an endpoint's model for demands and supplies, each asked for once and kept as long as its analysis.
 * Models crowd their cosines into bands of their own; a sample of related and unrelated texts tells each one's scale.
 */
export class Meanings {
  readonly #encoder: EmbedPort
  readonly #demands = new WeakMap<DemandAnalysis, DemandAnalysis>()
  readonly #supplies = new WeakMap<SupplyAnalysis, SupplyAnalysis>()
  #scale: Promise<Scale> | undefined

  constructor(encoder: EmbedPort) {
    this.#encoder = encoder
  }

  /** The demand with its meaning; throws UnavailableError where the model does not answer. */
  async demand(demand: DemandAnalysis): Promise<DemandAnalysis> {
    const known = this.#demands.get(demand)
    if (known !== undefined) return known
    const scale = await this.#scaleOf()
    const texts = [demandText(demand.demand), ...askedTexts(demand.demand)]
    const [whole, ...parts] = await this.#encoder.embed(texts, 'query')
    const meant = { ...demand, meaning: { whole: whole!, parts, scale } }
    this.#demands.set(demand, meant)
    return meant
  }

  /** The supplies with their meanings, in their order; throws UnavailableError where the model does not answer. */
  async supplies(supplies: readonly SupplyAnalysis[]): Promise<SupplyAnalysis[]> {
    const missing = supplies.filter((supply) => !this.#supplies.has(supply))
    const texts = missing.map(({ supply }) => [profileText(supply), ...supply.cards.map(cardTextOf)])
    const vectors = missing.length === 0 ? [] : await this.#encoder.embed(texts.flat(), 'document')
    let at = 0
    missing.forEach((supply, index) => {
      const [whole, ...parts] = vectors.slice(at, (at += texts[index]!.length))
      this.#supplies.set(supply, { ...supply, meaning: { whole: whole!, parts } })
    })
    return supplies.map((supply) => this.#supplies.get(supply)!)
  }

  async #scaleOf(): Promise<Scale> {
    this.#scale ??= scaleOf(this.#encoder)
    return this.#scale.catch((error: unknown) => {
      this.#scale = undefined
      throw error
    })
  }
}

/** The part of the fit that the model adds, and each of its readings from 0, unrelated, to 1, related; either may lie beyond. */
export function meaningPart(demand: AskedMeaning, supply: Meaning): { readings: Record<Reading, number>; added: number } {
  const cards = supply.parts.length === 0 ? [supply.whole] : supply.parts
  const nearest = (asked: Float32Array) => Math.max(...cards.map((card) => dot(asked, card)))
  const cosines: Record<Reading, number> = {
    whole: dot(demand.whole, supply.whole),
    requirement: mean(demand.parts.map(nearest)),
    card: Math.max(nearest(demand.whole), dot(demand.whole, supply.whole)),
  }
  const readings = { whole: 0, requirement: 0, card: 0 }
  let added = 0
  for (const reading of Object.keys(readings) as Reading[]) {
    readings[reading] = scaled(demand.scale, cosines[reading])
    added += weights.meaning[reading] * readings[reading]
  }
  return { readings, added }
}

export type Reading = keyof typeof weights.meaning

/** Farther from related than unrelated texts are is no worse than that. */
const readingMin = -1

function scaled({ unrelated, related }: Scale, cosine: number): number {
  return Math.max(readingMin, (cosine - unrelated) / (related - unrelated))
}

/** The mean cosine of what belongs together in the sample, and of what does not. */
async function scaleOf(encoder: EmbedPort): Promise<Scale> {
  const asked = await encoder.embed(
    sample.map((pair) => pair.asked),
    'query',
  )
  const offered = await encoder.embed(
    sample.map((pair) => pair.offered),
    'document',
  )
  const related = mean(asked.map((vector, index) => dot(vector, offered[index]!)))
  const unrelated = mean(
    asked.flatMap((vector, index) => offered.filter((_, other) => other !== index).map((one) => dot(vector, one))),
  )
  // A model that does not tell them apart must not be divided by its noise.
  return { unrelated, related: Math.max(related, unrelated + leastSpread) }
}

const leastSpread = 0.01

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!
  return sum
}

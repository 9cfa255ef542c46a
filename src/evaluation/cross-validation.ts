import { weights } from '../matching/weights.ts'
import type { Part } from '../matching/weights.ts'
import { mulberry32 } from '../shared/random.ts'
import type { WordTable } from '../shared/word-table.ts'
import { poolOf } from './comparison.ts'
import type { NamedSet } from './comparison.ts'
import { analysed, fitReader } from './full-scorer.ts'
import { mean, ndcg, pairAccuracy } from './measures.ts'
import { isCounted } from './report.ts'
import { gradesByQuery } from './sides.ts'

/** What choosing the weights on some queries is worth on others. */
export type Validation = {
  set: string
  n: number
  shipped: Outcome
  /** Chosen without the queries it is measured on. */
  held_out: Outcome & { deviation: number }
  /** Chosen on the very queries it is measured on: what the grid could reach at most. */
  hindsight: Outcome
}

type Outcome = { 'ndcg@10': number; pair_accuracy: number | null }

export type Folding = { folds: number; repeats: number; seed: number; candidatesMax: number }

const defaultFolding: Folding = { folds: 5, repeats: 20, seed: 1, candidatesMax: 4_000 }

/** Each weight of the shipped ones is tried at these multiples; the first part alone stays, for only ratios matter. */
const multiples = [1, 0.5, 2]

const parts = Object.keys(weights.parts) as Part[]

/** Every judged set by itself, and all of them together, with weights chosen on the other folds by nDCG@10. */
export function crossValidate(sets: readonly NamedSet[], table: WordTable, folding: Folding = defaultFolding): Validation[] {
  const candidates = grid(folding)
  const judged = sets.filter((set) => poolOf(set) === 'judged')
  const tables = judged.map((set) => ({
    name: set.name,
    queries: featuresOf(set, table).map((one) => outcomesOf(one, candidates)),
  }))
  const alone = tables.map(({ name, queries }) => validate(name, queries, folding))
  const together =
    tables.length > 1
      ? [
          validate(
            'all',
            tables.flatMap(({ queries }) => queries),
            folding,
          ),
        ]
      : []
  return [...alone, ...together]
}

type Candidate = { parts: number[]; bias: number }
type PairFeatures = { id: string; grade: number; parts: number[]; bias: number }
type QueryFeatures = { ideal: number[]; pairs: PairFeatures[] }

/** What every candidate makes of one query. */
type Outcomes = Outcome[]

/** The shipped weights first; a grid too large is drawn from. */
function grid({ seed, candidatesMax }: Folding): Candidate[] {
  const free = parts.length
  const size = multiples.length ** free
  const random = mulberry32(seed)
  const count = Math.min(size, candidatesMax)
  return Array.from({ length: count }, (_, index) => {
    const code = size <= candidatesMax || index === 0 ? index : Math.floor(random() * size)
    const choice = Array.from(
      { length: free },
      (_value, place) => multiples[Math.floor(code / multiples.length ** place) % multiples.length]!,
    )
    return { parts: [1, ...choice.slice(1)], bias: choice[0]! }
  })
}

/** The parts of each pair once, whatever weights will be put to them. */
function featuresOf({ dataset, direction }: NamedSet, table: WordTable): QueryFeatures[] {
  const fits = fitReader(analysed(dataset, table), direction, table)
  const grades = gradesByQuery(dataset, direction)
  const queries = new Set((direction === 'scene' ? dataset.demands : dataset.supplies).map(({ id }) => id))
  const documents = new Set((direction === 'scene' ? dataset.supplies : dataset.demands).map(({ id }) => id))
  return [...grades].flatMap(([query, row]) => {
    const ideal = [...row.values()]
    if (!queries.has(query) || !isCounted(ideal, 'judged')) return []
    const pool = [...row.keys()].filter((id) => documents.has(id))
    const pairs = fits(query, pool).map(([id, fit]): PairFeatures => {
      const own = parts.map((part) => fit.parts[part])
      return { id, grade: row.get(id)!, parts: own, bias: blended(own, shippedParts) - fit.fused }
    })
    return [{ ideal, pairs }]
  })
}

const shippedParts = parts.map(() => 1)

function blended(values: readonly number[], multiple: readonly number[]): number {
  let sum = 0
  let total = 0
  parts.forEach((part, index) => {
    const weight = weights.parts[part] * multiple[index]!
    sum += weight * values[index]!
    total += weight
  })
  return sum / total
}

function outcomesOf({ ideal, pairs }: QueryFeatures, candidates: readonly Candidate[]): Outcomes {
  return candidates.map((candidate) => {
    const scored = pairs.map(({ id, grade, parts: own, bias }) => ({
      id,
      grade,
      score: blended(own, candidate.parts) - candidate.bias * bias,
    }))
    return { 'ndcg@10': ndcg(scored, 10, ideal) ?? 0, pair_accuracy: pairAccuracy(scored) }
  })
}

function validate(set: string, queries: readonly Outcomes[], folding: Folding): Validation {
  const random = mulberry32(folding.seed)
  const everyone = queries.map((_, index) => index)
  const rounds = Array.from({ length: folding.repeats }, () => heldOut(queries, shuffled(everyone, random), folding.folds))
  const average = meanOf(rounds)
  const spread = rounds.map((round) => (round['ndcg@10'] - average['ndcg@10']) ** 2)
  return {
    set,
    n: queries.length,
    shipped: meanOf(queries.map((query) => query[0]!)),
    held_out: { ...average, deviation: Math.sqrt(mean(spread) ?? 0) },
    hindsight: meanOf(queries.map((query) => query[best(queries, everyone)]!)),
  }
}

/** Each fold is measured with the candidate that did best on all the others. */
function heldOut(queries: readonly Outcomes[], order: readonly number[], folds: number): Outcome {
  const found: Outcome[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const chosen = best(
      queries,
      order.filter((_, place) => place % folds !== fold),
    )
    order.forEach((query, place) => {
      if (place % folds === fold) found.push(queries[query]![chosen]!)
    })
  }
  return meanOf(found)
}

/** The first of the best, so that the shipped weights win a draw. */
function best(queries: readonly Outcomes[], among: readonly number[]): number {
  const count = queries[0]?.length ?? 0
  let [chosen, most] = [0, -1]
  for (let candidate = 0; candidate < count; candidate += 1) {
    let sum = 0
    for (const query of among) sum += queries[query]![candidate]!['ndcg@10']
    if (sum > most + 1e-12) [chosen, most] = [candidate, sum]
  }
  return chosen
}

function meanOf(outcomes: readonly Outcome[]): Outcome {
  return {
    'ndcg@10': mean(outcomes.map((one) => one['ndcg@10'])) ?? 0,
    pair_accuracy: mean(outcomes.map((one) => one.pair_accuracy)),
  }
}

function shuffled(items: readonly number[], random: () => number): number[] {
  const order = [...items]
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const held = order[at]!
    order[at] = order[other]!
    order[other] = held
  }
  return order
}

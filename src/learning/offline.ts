import { bootstrapMean } from '../evaluation/bootstrap.ts'
import { mulberry32 } from '../shared/random.ts'
import { fitWeights } from './fit-weights.ts'
import type { FitOptions } from './fit-weights.ts'
import { scoreOf } from './question.ts'
import type { Question, Shown } from './question.ts'

/** nDCG@10 of the order in force and of learned ones, on questions that these were learned without. */
export type Offline = { units: number; before: number; after: number; low: number; high: number }

export type Folding = { folds: number; repeats: number; seed: number; resamples: number }

export const foldingDefaults: Folding = { folds: 5, repeats: 3, seed: 1, resamples: 2_000 }

/**
 * Cross-validation over units: no organisation is measured by weights that it had a part in. Each unit counts once,
 * however many questions it has; the interval is of what learning adds, drawn over units.
 */
export function measureOffline(
  questions: readonly Question[],
  inForce: readonly number[],
  options: FitOptions,
  { folds, repeats, seed, resamples }: Folding = foldingDefaults,
): Offline {
  const byUnit = Map.groupBy(questions.filter(hasPositive), ({ unit }) => unit)
  const units = [...byUnit.keys()].toSorted()
  const before = units.map((unit) => ndcgOf(byUnit.get(unit)!, inForce))
  const after = units.map(() => 0)
  const random = mulberry32(seed)
  for (let round = 0; round < repeats; round += 1) {
    const place = new Map(shuffled(units, random).map((unit, index) => [unit, index % folds]))
    for (let fold = 0; fold < folds; fold += 1) {
      const learned = fitWeights(
        questions.filter(({ unit }) => place.get(unit) !== fold),
        options,
      )
      units.forEach((unit, index) => {
        if (place.get(unit) === fold) after[index]! += ndcgOf(byUnit.get(unit)!, learned) / repeats
      })
    }
  }
  const { low, high } = bootstrapMean(
    after.map((value, index) => value - before[index]!),
    { seed, resamples },
  )
  return { units: units.length, before: mean(before), after: mean(after), low, high }
}

const depth = 10

/** Over the questions of one unit; gains weigh by one over the chance of having been looked at. */
export function ndcgOf(questions: readonly Question[], weights: readonly number[]): number {
  let [reached, most] = [0, 0]
  for (const { shown } of questions) {
    reached += gained(shown.toSorted((a, b) => scoreOf(b, weights) - scoreOf(a, weights) || (a.id < b.id ? -1 : 1)))
    most += gained(shown.toSorted((a, b) => gainOf(b) - gainOf(a)))
  }
  return most === 0 ? 0 : reached / most
}

export function hasPositive({ shown }: Question): boolean {
  return shown.some(({ gain }) => gain > 0)
}

function gained(order: readonly Shown[]): number {
  return order.slice(0, depth).reduce((sum, shown, place) => sum + gainOf(shown) / Math.log2(place + 2), 0)
}

function gainOf({ gain, weight }: Shown): number {
  return Math.max(0, gain) * weight
}

function shuffled(items: readonly string[], random: () => number): string[] {
  return items
    .map((item) => [item, random()] as const)
    .toSorted((a, b) => a[1] - b[1])
    .map(([item]) => item)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

import { influence } from './influence.ts'
import { partNames } from './question.ts'
import type { Question, Shown } from './question.ts'

/** How heavily a judgement weighs in all: that of a save is 1. */
const savedGain = 3

/** Turned down for a reason tells less of the fit than taken up: the reason may be another. */
const dismissedWeight = 0.5

/** Pairs in which one document goes before another: the difference of each part and of the rest, and what the pair weighs. */
export type Pairs = { count: number; differences: Float64Array; weights: Float64Array }

const columns = partNames.length + 1

/** Whether judgements weigh by the chance of having been looked at; `as_seen` is what learning without it would do. */
export type Correction = 'inverse' | 'as_seen'

/**
 * Each judgement weighs as one however many it is compared with, and no unit more than its share. The chances of having
 * been looked at move weight from one judgement to another and add none: as many of them stand against the prior.
 */
export function pairsOf(questions: readonly Question[], correction: Correction): Pairs {
  const scale = correction === 'inverse' ? meanWeight(questions) : 1
  const found = questions.flatMap((question) => preferences(question, correction, scale))
  const byUnit = new Map<string, number>()
  for (const { unit, weight } of found) byUnit.set(unit, (byUnit.get(unit) ?? 0) + weight)
  const cut = influence(byUnit)
  const differences = new Float64Array(found.length * columns)
  const weights = new Float64Array(found.length)
  found.forEach(({ unit, better, worse, weight }, pair) => {
    for (let part = 0; part < columns - 1; part += 1) {
      differences[pair * columns + part] = better.parts[part]! - worse.parts[part]!
    }
    differences[pair * columns + columns - 1] = better.rest - worse.rest
    weights[pair] = weight * cut.get(unit)!
  })
  return { count: found.length, differences, weights }
}

type Preference = { unit: string; better: Shown; worse: Shown; weight: number }

function preferences({ unit, shown }: Question, correction: Correction, scale: number): Preference[] {
  return shown.flatMap((judged) => {
    if (judged.gain === 0) return []
    const isTaken = judged.gain > 0
    const others = shown.filter((other) => (isTaken ? other.gain < judged.gain : other.gain === 0))
    const full = (correction === 'inverse' ? judged.weight / scale : 1) * (isTaken ? judged.gain / savedGain : dismissedWeight)
    const weight = full / others.length
    return others.map((other) =>
      isTaken ? { unit, better: judged, worse: other, weight } : { unit, better: other, worse: judged, weight },
    )
  })
}

/** Each unit counts once, so that none can make the others' judgements light. */
function meanWeight(questions: readonly Question[]): number {
  const judged = questions.flatMap(({ unit, shown }) =>
    shown.filter(({ gain }) => gain !== 0).map(({ weight }) => ({ unit, weight })),
  )
  const means = [...Map.groupBy(judged, ({ unit }) => unit).values()].map((own) => meanOf(own.map(({ weight }) => weight)))
  return means.length === 0 ? 1 : meanOf(means)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

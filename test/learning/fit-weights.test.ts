import { describe, expect, test } from 'vitest'
import { bootstrapMean } from '../../src/evaluation/bootstrap.ts'
import { fitDefaults, fitWeights } from '../../src/learning/fit-weights.ts'
import type { FitOptions } from '../../src/learning/fit-weights.ts'
import { measureOffline, ndcgOf } from '../../src/learning/offline.ts'
import { listOf, partNames } from '../../src/learning/question.ts'
import type { Question } from '../../src/learning/question.ts'
import { isGain } from '../../src/learning/ranking-weights.ts'
import { weights } from '../../src/matching/weights.ts'
import { clicksOn, hiddenMarket, trueQuestions } from './simulated-users.ts'

const shipped = listOf(weights.parts)
/** What the simulated readers go by, far from what is shipped. */
const hidden = partNames.map((part) => ({ profile: 0.6, card: 0.3, coverage: 1, lexical: 0.1, dense: 0.4 })[part] ?? 0.2)
const options: FitOptions = { prior: shipped, width: weights.calibration.width, ...fitDefaults }
const byTaste = (grade: number) => [0.02, 0.1, 0.35, 0.7][grade]!
const heldOut = trueQuestions(hiddenMarket(hidden, { seed: 9_001, units: 40 }))
const ndcg = (learned: readonly number[]) => ndcgOf(heldOut, learned)

const clicks = (seed: number, savedAt = byTaste) =>
  clicksOn(hiddenMarket(hidden, { seed, units: 50 }), { seed: seed + 500, shownBy: shipped, savedAt })

const seeds = Array.from({ length: 10 }, (_, index) => index + 1)

describe('saves of readers who look at the top first', () => {
  test('teach an order that is nearer to what they want, and nearer still for weighing by the chance of being seen', () => {
    const gains = seeds.map((seed) => {
      const judged = clicks(seed)
      const [corrected, naive] = (['inverse', 'as_seen'] as const).map((correction) =>
        ndcg(fitWeights(judged, { ...options, correction })),
      )
      return { overShipped: corrected! - ndcg(shipped), overNaive: corrected! - naive! }
    })
    const overShipped = bootstrapMean(gains.map((gain) => gain.overShipped))
    const overNaive = bootstrapMean(gains.map((gain) => gain.overNaive))
    expect(overShipped.low).toBeGreaterThan(0.05)
    expect(overNaive.low).toBeGreaterThan(0.01)
  })

  test('are seen to do so on organisations that nothing was learned from', () => {
    for (const seed of [1, 2, 3]) expect(isGain(measureOffline(clicks(seed), shipped, options))).toBe(true)
  })
})

test('saves at random teach nothing that would be put into force', () => {
  const found = seeds.filter((seed) =>
    isGain(
      measureOffline(
        clicks(seed, () => 0.3),
        shipped,
        options,
      ),
    ),
  )
  expect(found).toEqual([])
})

test('without any judgement the shipped weights stand', () => {
  const silent = clicks(1, () => 0)
  expect(fitWeights(silent, options).map((weight) => weight.toFixed(9))).toEqual(shipped.map((weight) => weight.toFixed(9)))
})

test('what is turned down goes below what is not', () => {
  const [first, second] = [partNames.map(() => 0.2), partNames.map((part) => (part === 'lexical' ? 0.4 : 0.2))]
  const shown = [
    { id: 'a', parts: first, rest: 0, gain: 0, weight: 1 },
    { id: 'b', parts: second, rest: 0, gain: -1, weight: 1 },
  ]
  const questions = Array.from({ length: 20 }, (_, index): Question => ({ id: `q${index}`, unit: `org${index}`, shown }))
  const learned = fitWeights(questions, options)
  expect(learned[partNames.indexOf('lexical')]).toBeLessThan(0.9 * weights.parts.lexical)
})

describe('one organisation that saves its friend a thousand times', () => {
  const honest = clicks(4)
  /** The friend is good at nothing but what weighs least. */
  const friend = { parts: partNames.map((part) => (part === 'dense' ? 0.25 : 0)), rest: 0, gain: 3, weight: 4 }
  const others = hiddenMarket(hidden, { seed: 77, units: 1, each: 1 })[0]!.pairs
  const saves = (unitOf: (index: number) => string) =>
    Array.from({ length: 1_000 }, (_, index): Question => ({
      id: `friend ${index}`,
      unit: unitOf(index),
      shown: [{ id: 'friend', ...friend }, ...others.map(({ grade: _grade, ...pair }) => ({ ...pair, gain: 0, weight: 1 }))],
    }))

  test('leaves the others most of what they teach; a thousand organisations that did so would turn it over', () => {
    const one = ndcg(fitWeights([...honest, ...saves(() => 'adversary')], options))
    const many = ndcg(fitWeights([...honest, ...saves((index) => `adversary ${index}`)], options))
    const without = ndcg(fitWeights(honest, options))
    expect(one - ndcg(shipped)).toBeGreaterThan(0.5 * (without - ndcg(shipped)))
    expect(many).toBeLessThan(ndcg(shipped))
  })

  test('counts once when it is measured what is better', () => {
    const { units } = measureOffline([...honest, ...saves(() => 'adversary')], shipped, options)
    expect(units).toBe(measureOffline(honest, shipped, options).units + 1)
  })
})

import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { fitCalibration, reliabilityOf } from '../../src/evaluation/calibration.ts'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { mulberry32 } from '../../src/shared/random.ts'
import { testWordTable } from '../support/engines.ts'

const graded = (count: number, midpoint: number, width: number) => {
  const random = mulberry32(7)
  return Array.from({ length: count }, () => {
    const fused = midpoint + (random() - 0.5) * 8 * width
    return { fused, isPlausible: random() < 1 / (1 + Math.exp((midpoint - fused) / width)) }
  })
}

test('the logistic that drew the judgements is found again', () => {
  const found = fitCalibration(graded(20_000, 0.3, 0.05))
  expect(found.midpoint).toBeCloseTo(0.3, 2)
  expect(found.width).toBeCloseTo(0.05, 2)
})

test('it is found from few judgements too, and from ones far from nought', () => {
  const found = fitCalibration(graded(60, 5, 0.01))
  expect(found.midpoint).toBeCloseTo(5, 1)
  expect(found.width).toBeGreaterThan(0)
})

test('what the shipped score promises lies within five in a hundred of what readers said, and a fitted one nearer', async () => {
  const folder = fileURLToPath(new URL('../ranking/scene-company-zh', import.meta.url))
  const set = { name: 'scene-company-zh', dataset: await readDataset(folder), direction: 'scene' as const }
  const { n, shipped, held_out } = await reliabilityOf(set, 'bundled', { table: await testWordTable(), encoder: undefined })
  expect(n).toBe(572)
  expect(shipped.error).toBeLessThan(0.05)
  expect(held_out.error).toBeLessThan(0.03)
})

import { calibrated } from '../matching/fit.ts'
import type { Fit } from '../matching/fit.ts'
import { weights } from '../matching/weights.ts'
import type { Calibration } from '../matching/weights.ts'
import type { NamedSet } from './comparison.ts'
import { analysed, fitReader, meant } from './full-scorer.ts'
import type { FullTools } from './full-scorer.ts'
import { gradesByQuery } from './sides.ts'

/** How far what a score promises lies from what readers said, for the shipped calibration and for one fitted to others. */
export type Reliability = {
  set: string
  embedding: string
  n: number
  shipped: Calibration & Misfit
  /** Each query by a calibration fitted without it; the calibration named is that of all together. */
  held_out: Calibration & Misfit
}

/** Mean distance of promise and outcome over ten bins of equal size; Brier's score; logarithmic loss. */
type Misfit = { error: number; brier: number; log_loss: number }

/** A graded pair: what it was given, and whether a reader called it plausible. */
type Graded = { fused: number; isPlausible: boolean }

const plausibleMin = 2

/** The set by the bundled table, or with a model's meaning where there is an encoder. */
export async function reliabilityOf(set: NamedSet, embedding: string, tools: FullTools): Promise<Reliability> {
  const queries = await gradedPairs(set, tools)
  const all = queries.flat()
  const shipped = tools.encoder === undefined ? weights.calibration : weights.meaningCalibration
  const heldOut = queries.flatMap((own) => {
    const calibration = fitCalibration(queries.filter((other) => other !== own).flat())
    return own.map((pair) => ({ ...pair, promised: promiseOf(pair.fused, calibration) }))
  })
  const byShipped = all.map((pair) => ({ ...pair, promised: promiseOf(pair.fused, shipped) }))
  return {
    set: set.name,
    embedding,
    n: all.length,
    shipped: { ...shipped, ...misfitOf(byShipped) },
    held_out: { ...fitCalibration(all), ...misfitOf(heldOut) },
  }
}

async function gradedPairs({ dataset, direction }: NamedSet, { table, encoder }: FullTools): Promise<Graded[][]> {
  const cut = analysed(dataset, table)
  const fits = fitReader(encoder === undefined ? cut : await meant(cut, encoder), direction, table)
  const documents = new Set((direction === 'scene' ? dataset.supplies : dataset.demands).map(({ id }) => id))
  const queries = new Set((direction === 'scene' ? dataset.demands : dataset.supplies).map(({ id }) => id))
  return [...gradesByQuery(dataset, direction)].flatMap(([query, row]) => {
    if (!queries.has(query)) return []
    const pool = [...row.keys()].filter((id) => documents.has(id))
    return [fits(query, pool).map(([id, { fused }]: [string, Fit]) => ({ fused, isPlausible: row.get(id)! >= plausibleMin }))]
  })
}

/** The logistic of greatest likelihood, by Newton's steps, each halved until it loses nothing. */
export function fitCalibration(pairs: readonly Graded[]): Calibration {
  const share = meanOf(pairs.map(({ isPlausible }) => (isPlausible ? 1 : 0)))
  let here: Logistic = { offset: Math.log(share / (1 - share)), slope: 0 }
  for (let step = 0; step < newtonSteps; step += 1) {
    const change = newtonStep(pairs, here)
    let part = 1
    const next = () => ({ offset: here.offset + part * change.offset, slope: here.slope + part * change.slope })
    while (part > leastPart && !(lossOf(pairs, next()) <= lossOf(pairs, here))) part /= 2
    if (part <= leastPart) break
    here = next()
  }
  return { midpoint: -here.offset / here.slope, width: 1 / here.slope }
}

type Logistic = { offset: number; slope: number }

const newtonSteps = 30
const leastPart = 1e-6

function newtonStep(pairs: readonly Graded[], { offset, slope }: Logistic): Logistic {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
  for (const { fused, isPlausible } of pairs) {
    const promised = 1 / (1 + Math.exp(-offset - slope * fused))
    const [miss, spread] = [(isPlausible ? 1 : 0) - promised, promised * (1 - promised)]
    g0 += miss
    g1 += miss * fused
    h00 += spread
    h01 += spread * fused
    h11 += spread * fused * fused
  }
  const determinant = h00 * h11 - h01 * h01
  return { offset: (h11 * g0 - h01 * g1) / determinant, slope: (h00 * g1 - h01 * g0) / determinant }
}

function lossOf(pairs: readonly Graded[], { offset, slope }: Logistic): number {
  let loss = 0
  for (const { fused, isPlausible } of pairs) loss += Math.log1p(Math.exp((isPlausible ? -1 : 1) * (offset + slope * fused)))
  return loss
}

function promiseOf(fused: number, calibration: Calibration): number {
  return calibrated({ fused }, { ...weights, calibration }) / 100
}

function misfitOf(pairs: readonly (Graded & { promised: number })[]): Misfit {
  const ordered = pairs.toSorted((a, b) => a.promised - b.promised)
  const size = ordered.length / binCount
  const bins = Array.from({ length: binCount }, (_, bin) => ordered.slice(Math.round(bin * size), Math.round((bin + 1) * size)))
  const outcomes = ordered.map(({ isPlausible, promised }) => ({ promised, outcome: isPlausible ? 1 : 0 }))
  return {
    error: meanOf(bins.map((bin) => Math.abs(meanOf(bin.map((one) => one.promised - (one.isPlausible ? 1 : 0)))))),
    brier: meanOf(outcomes.map(({ promised, outcome }) => (promised - outcome) ** 2)),
    log_loss: meanOf(outcomes.map(({ promised, outcome }) => -Math.log(outcome === 1 ? promised : 1 - promised))),
  }
}

const binCount = 10

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

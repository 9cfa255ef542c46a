import type { Ports } from '../ports.ts'
import { changesOf } from './counterfactual.ts'
import type { ChangeKind } from './counterfactual.ts'
import { shownScore } from './pair.ts'
import type { PairView } from './pair.ts'
import { pairToChange } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'

/** What one change would make of a company's place, all others staying as they are; null: not ranked. */
export type Counterfactual = {
  kind: ChangeKind
  text: { zh: string; en: string }
  from: number | null
  to: number
  score: number
}

/** So many are worth reading. */
const counterfactualsMax = 5

/** The changes that would lift the company, the best first; `placeOf` places it among the same candidates. */
export async function counterfactualsOf(
  ports: Ports,
  own: Scored,
  view: Pick<PairView, 'coverage'>,
  from: number | null,
  placeOf: (changed: Scored) => Promise<number | null>,
): Promise<Counterfactual[]> {
  const { pair, rescored } = await pairToChange(ports, own)
  const changes = changesOf(pair)
  const lifted: Counterfactual[] = []
  for (const [index, changed] of rescored(changes.map(({ supply }) => supply)).entries()) {
    const to = await placeOf(changed)
    if (to === null || (from !== null && to >= from)) continue
    const { kind, text } = changes[index]!
    lifted.push({ kind, text, from, to, score: shownScore(changed.pair.calibrated, view.coverage) })
  }
  return lifted.toSorted((a, b) => a.to - b.to).slice(0, counterfactualsMax)
}

const gapsMax = 3

/** Why a company does not stand higher: the gates that keep it out, or else its first gaps, unmet ones before unknown ones. */
export function whyNotOf({ gates, coverage, missing }: PairView): { zh: string; en: string }[] {
  const failed = gates.filter(({ outcome }) => outcome === 'failed')
  if (failed.length > 0) return failed.map(({ why }) => why)
  const isNot = new Set(coverage.filter(({ outcome }) => outcome === 'not').map(({ requirement }) => requirement))
  const weigh = ({ zh }: { zh: string }) => ([...isNot].some((requirement) => zh.includes(requirement)) ? 0 : 1)
  return missing.toSorted((a, b) => weigh(a) - weigh(b)).slice(0, gapsMax)
}

import type { Dataset } from '../evaluation/dataset.ts'
import { analysed, fitReader } from '../evaluation/full-scorer.ts'
import type { WordTable } from '../shared/word-table.ts'
import { shownOf } from './read-pairs.ts'
import type { Question } from './question.ts'

/** The scenes of a graded set, each a unit of its own. */
export function gradedQuestions(name: string, dataset: Dataset, table: WordTable): Question[] {
  const fits = fitReader(analysed(dataset, table), 'scene', table)
  const companies = new Set(dataset.supplies.map(({ id }) => id))
  const scenes = new Set(dataset.demands.map(({ id }) => id))
  return [...dataset.grades]
    .filter(([scene]) => scenes.has(scene))
    .map(([scene, grades]) => {
      const pool = [...grades.keys()].filter((id) => companies.has(id))
      const shown = fits(scene, pool).map(([id, fit]) => ({ ...shownOf(fit), id, gain: 2 ** grades.get(id)! - 1, weight: 1 }))
      return { id: `${name} ${scene}`, unit: `${name} ${scene}`, shown }
    })
}

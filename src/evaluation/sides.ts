import { demandText } from '../matching/demand.ts'
import { supplyText } from '../matching/supply.ts'
import type { Collection } from '../ports.ts'
import type { Dataset } from './dataset.ts'

export type Direction = 'scene' | 'company'

/** A set as one direction asks it: texts that ask, texts that answer, and the grades by who asks. */
export type Sides = {
  queries: Map<string, string>
  documents: Map<string, string>
  grades: Map<string, Map<string, number>>
  collection: Collection
}

export function sidesOf(dataset: Dataset, direction: Direction): Sides {
  const scenes = new Map(dataset.demands.map((demand) => [demand.id, demandText(demand)]))
  const companies = new Map(dataset.supplies.map((supply) => [supply.id, supplyText(supply)]))
  const grades = gradesByQuery(dataset, direction)
  return direction === 'scene'
    ? { queries: scenes, documents: companies, grades, collection: 'company' }
    : { queries: companies, documents: scenes, grades, collection: 'scene' }
}

/** The grades as the direction asks: company by scene, or scene by company. */
export function gradesByQuery(dataset: Dataset, direction: Direction): Map<string, Map<string, number>> {
  return direction === 'scene' ? dataset.grades : transposed(dataset.grades)
}

function transposed(grades: Map<string, Map<string, number>>): Map<string, Map<string, number>> {
  const turned = new Map<string, Map<string, number>>()
  for (const [scene, row] of grades) {
    for (const [company, grade] of row) {
      if (!turned.has(company)) turned.set(company, new Map())
      turned.get(company)!.set(scene, grade)
    }
  }
  return turned
}

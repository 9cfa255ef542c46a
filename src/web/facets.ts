import { cardFields, companyFields, staffBands } from '../companies/company-content.ts'
import { sceneStatuses } from '../scenes/scene.ts'
import { sceneFields, sceneTypes } from '../scenes/scene-content.ts'
import { budgetBands } from '../shared/money.ts'
import { aiForms, coopModes, dataLevels, deployments, domains, layers, stages } from '../shared/taxonomy.ts'
import type { Term } from '../shared/taxonomy.ts'
import { camelKey } from '../shared/wire.ts'
import { searchWords } from './home-words.ts'
import { labelOf } from './language.ts'
import type { Lang } from './language.ts'

/** The closed list behind a facet; the others hold free words. */
const facetTerms: Record<string, readonly Term[]> = {
  status: sceneStatuses.filter((status) => status.public),
  domain: domains,
  scene_type: sceneTypes,
  budget_band: budgetBands,
  deployment: deployments,
  data_level: dataLevels,
  min_stage: stages,
  stage: stages,
  ai_form: aiForms,
  coop_modes: coopModes,
  layer: layers,
  staff_band: staffBands,
}

export function facetTitle(name: string, lang: Lang): string {
  if (name === 'status') return searchWords.status[lang]
  if (name === 'budget_band') return searchWords.budgetBand[lang]
  const key = camelKey(name)
  const field =
    sceneFields[key as keyof typeof sceneFields] ??
    companyFields[key as keyof typeof companyFields] ??
    cardFields[key as keyof typeof cardFields]
  return field?.[lang] ?? name
}

export function valueLabel(name: string, value: string, lang: Lang): string {
  return labelOf(facetTerms[name] ?? [], value, lang)
}

export type FacetValue = { value: string; count: number }

/** Closed lists in their own order, free words by how often they stand; what is chosen never disappears. */
export function orderedValues(name: string, counted: readonly FacetValue[], chosen: readonly string[]): FacetValue[] {
  const missing = chosen.filter((value) => !counted.some((one) => one.value === value)).map((value) => ({ value, count: 0 }))
  const all = [...counted.filter((one) => one.count > 0 || chosen.includes(one.value)), ...missing]
  const terms = facetTerms[name]
  if (terms === undefined) return all.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  const order = (value: string) => terms.findIndex((term) => term.id === value)
  return all.toSorted((a, b) => order(a.value) - order(b.value))
}

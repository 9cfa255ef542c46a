import { fundingRounds, iprStates, staffBands, verificationLevels } from '../companies/company-content.ts'
import { cancelReasons, duplicateAnswers } from '../scenes/scene.ts'
import {
  criteria,
  invitePolicies,
  ipChoices,
  moneySources,
  scaleClasses,
  sceneTypes,
  successRoutes,
  supports,
} from '../scenes/scene-content.ts'
import { sessionKinds } from '../sessions/session-content.ts'
import { aiForms, coopModes, dataLevels, deployments, domains, layers, stages } from '../shared/taxonomy.ts'
import type { Term } from '../shared/taxonomy.ts'
import { labelOf } from './language.ts'
import type { Lang } from './language.ts'
import { columnWords } from './messages.ts'

const textLanguages = [
  { id: 'zh', zh: '中文', en: 'Chinese' },
  { id: 'en', zh: '英文', en: 'English' },
] as const

const dataClasses = [
  { id: 'open', zh: '公开', en: 'Open' },
  { id: 'internal', zh: '内部', en: 'Internal' },
  { id: 'sensitive', zh: '敏感', en: 'Sensitive' },
] as const

const lists: readonly (readonly Term[])[] = [
  aiForms,
  coopModes,
  criteria,
  dataClasses,
  dataLevels,
  deployments,
  domains,
  fundingRounds,
  invitePolicies,
  ipChoices,
  iprStates,
  layers,
  moneySources,
  scaleClasses,
  sceneTypes,
  sessionKinds,
  staffBands,
  stages,
  successRoutes,
  supports,
  textLanguages,
  cancelReasons,
  duplicateAnswers,
  verificationLevels,
]

/** The closed list that a choice of these ids stands for. */
export function termsOf(options: readonly string[]): readonly Term[] {
  const known = lists.find((list) => list.length === options.length && list.every((term, index) => term.id === options[index]))
  return known ?? options.map((id) => ({ id, zh: id, en: id }))
}

export function optionLabel(options: readonly string[], id: string, lang: Lang): string {
  return labelOf(termsOf(options), id, lang)
}

export function columnLabel(column: string, lang: Lang): string {
  return Object.hasOwn(columnWords, column) ? columnWords[column as keyof typeof columnWords][lang] : column
}

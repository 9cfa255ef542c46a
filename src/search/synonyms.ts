import { normalise } from '../shared/text.ts'
import managed from './synonyms.json' with { type: 'json' }

/** Names for one thing; a query with any of them means all of them. */
export type SynonymSet = readonly string[]

/** The sets the office manages; companies' aliases come from their profiles. */
export const managedSynonyms: readonly SynonymSet[] = managed

/**
 * The query with every name it uses replaced by the whole set of names, at its end and in one order, so that all
 * names of a thing find the same, in the same order.
 */
export function withSynonyms(query: string, sets: readonly SynonymSet[]): string {
  let rest = normalise(query)
  const meant: string[] = []
  for (const set of sets) {
    const names = [...new Set(set.map(normalise))].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    const said = new RegExp(names.map(alone).join('|'), 'gu')
    if (!said.test(rest)) continue
    rest = rest.replace(said, ' ')
    meant.push(...names)
  }
  return meant.length === 0 ? query : [rest.replace(/\s+/gu, ' ').trim(), ...meant].filter((part) => part !== '').join(' ')
}

/** A Latin name counts as a word of its own only; a Chinese one wherever it stands. */
function alone(name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
  return /^[a-z0-9]/u.test(name) ? `(?<![a-z0-9])${escaped}(?![a-z0-9])` : escaped
}

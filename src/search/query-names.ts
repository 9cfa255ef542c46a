import { spellingsOf, typedSpelling, wholeSpellingsOf } from '../shared/pinyin.ts'
import { normalise } from '../shared/text.ts'
import type { SynonymSet } from './synonyms.ts'

/** Words of a query that may be spelled together, and letters that may be a name. */
const wordsTogetherMax = 8
const lettersMin = 3
const stretchesMax = 40

/** A stretch of Latin words, and the name it would spell. */
export type Stretch = { text: string; start: number; end: number; spelling: string }

/** What was typed in Latin letters, and the names it spells. */
export type Spelled = { text: string; names: string[] }

/** Everything in the query that could be a name in pinyin, the longer stretches first; what is a name as it stands is left out. */
export function stretchesOf(query: string, known: readonly string[] = []): Stretch[] {
  const plain = query.normalize('NFC')
  const named = placesOf(normalise(plain), known.map(normalise))
  const isNamed = (start: number, end: number) => named.some((name) => start < name.end && end > name.start)
  const stretches: Stretch[] = []
  for (const run of plain.matchAll(/[\p{Script=Latin}'’0-9]+(?:\s+[\p{Script=Latin}'’0-9]+)*/gu)) {
    const words = [...run[0].matchAll(/\S+/gu)]
    words.forEach((first, from) => {
      for (const last of words.slice(from, from + wordsTogetherMax)) {
        const [start, end] = [run.index + first.index, run.index + last.index + last[0].length]
        const text = plain.slice(start, end)
        const spelling = typedSpelling(text)
        if (isNamed(start, end)) continue
        if (spelling.length >= lettersMin && /[a-z]/u.test(spelling)) stretches.push({ text, start, end, spelling })
      }
    })
  }
  return stretches.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start).slice(0, stretchesMax)
}

/** The query with each stretch that spells a name replaced by that name, or by all the names that sound like it. */
export function withNamesSpelled(
  query: string,
  stretches: readonly Stretch[],
  names: readonly string[],
): { query: string; spelled: Spelled[] } {
  const meant = namesBySpelling(names)
  const plain = query.normalize('NFC')
  const chosen: (Stretch & { names: string[] })[] = []
  for (const stretch of stretches) {
    const found = meant.get(stretch.spelling)
    const isFree = chosen.every(({ start, end }) => stretch.end <= start || stretch.start >= end)
    if (found !== undefined && isFree) chosen.push({ ...stretch, names: [...found].toSorted() })
  }
  if (chosen.length === 0) return { query, spelled: [] }
  chosen.sort((a, b) => a.start - b.start)
  let at = 0
  let said = ''
  for (const { start, end, names: found } of chosen) {
    said += plain.slice(at, start) + found.join(' ')
    at = end
  }
  return { query: said + plain.slice(at), spelled: chosen.map(({ text, names: found }) => ({ text, names: found })) }
}

/** How the managed names may be typed, the whole of them only: nobody asked for what merely begins like one. */
export function spelledSynonyms(stretches: readonly Stretch[], sets: readonly SynonymSet[]): string[] {
  const typed = new Set(stretches.map(({ spelling }) => spelling))
  return sets.flat().filter((name) => wholeSpellingsOf(name).some((spelling) => typed.has(spelling)))
}

function placesOf(text: string, names: readonly string[]): { start: number; end: number }[] {
  const findable = names.filter((name) => name !== '')
  return findable.flatMap((name) => {
    const places: { start: number; end: number }[] = []
    for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
      const end = start + name.length
      const isAlone = !/[a-z0-9]/u.test(text[start - 1] ?? '') && !/[a-z0-9]/u.test(text[end] ?? '')
      if (isAlone) places.push({ start, end })
    }
    return places
  })
}

function namesBySpelling(names: readonly string[]): Map<string, Set<string>> {
  const meant = new Map<string, Set<string>>()
  for (const name of names) {
    for (const [spelling, part] of spellingsOf(name)) meant.set(spelling, (meant.get(spelling) ?? new Set()).add(part))
  }
  return meant
}

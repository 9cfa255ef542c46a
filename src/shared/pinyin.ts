import table from './pinyin.json' with { type: 'json' }
import { normalise } from './text.ts'

/** Ways of saying a name that are kept: characters with two readings multiply. */
const variantsMax = 8
/** Characters of a name that are read. */
const readMax = 24
/** Fewer syllables, or initials, would be the beginning of everything. */
const syllablesMin = 2
const initialsMin = 3

const readings = new Map<string, string[]>()
for (const [syllable, characters] of Object.entries(table.syllables)) {
  for (const character of characters) readings.set(character, [...(readings.get(character) ?? []), syllable])
}

/**
 * How a Chinese name may be typed on a Latin keyboard, and what of the name is meant: each beginning of two syllables
 * or more in full, and the initials of the whole. Latin parts stand as they are; a name without Chinese has none.
 */
export function spellingsOf(name: string): Map<string, string> {
  const plain = normalise(name)
  const letters = [...plain.matchAll(/[\p{L}\p{N}]/gu)].slice(0, readMax)
  const meantUpTo = (letter: RegExpExecArray) => plain.slice(letters[0]!.index, letter.index + letter[0].length)
  const spellings = new Map<string, string>()
  let spoken = 0
  let ways: string[][] = [[]]
  for (const letter of letters) {
    const known = readings.get(letter[0])
    if (known !== undefined) spoken += 1
    ways = ways.flatMap((way) => (known ?? [letter[0]]).map((syllable) => [...way, syllable])).slice(0, variantsMax)
    if (spoken < syllablesMin) continue
    for (const way of ways) spellings.set(way.join(''), meantUpTo(letter))
  }
  if (spoken < syllablesMin) return spellings
  for (const way of ways) {
    const initials = way.map((syllable) => syllable[0]!).join('')
    if (initials.length >= initialsMin) spellings.set(initials, meantUpTo(letters.at(-1)!))
  }
  return spellings
}

/** The spellings of the whole name alone. */
export function wholeSpellingsOf(name: string): string[] {
  const spellings = [...spellingsOf(name)]
  const longest = Math.max(0, ...spellings.map(([, meant]) => meant.length))
  return spellings.filter(([, meant]) => meant.length === longest).map(([spelling]) => spelling)
}

/** As typed: small letters and digits without spaces, apostrophes or tone marks, ü as v. */
export function typedSpelling(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/u\u0308/gu, 'v')
    .replace(/[^a-z0-9]/gu, '')
}

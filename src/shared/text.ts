import table from './traditional.json' with { type: 'json' }

/**
 * The project's own tokenisation, the same for both search engines: runs of CJK characters become overlapping
 * bigrams, Latin words and numbers are folded to lower case. The index holds the tokens joined by spaces.
 */
export function tokensOf(text: string): string[] {
  return runsOf(text).flatMap((run) => (run.cjk ? bigrams(run.text) : [foldWord(run.text)]))
}

/** A stretch of one script, with where it stands in the normalised text. */
export type Run = { text: string; start: number; cjk: boolean }

const runPattern = /(\p{Script=Han}+)|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*?(?=\p{Script=Han}|[^\p{L}\p{N}\p{M}]|$)/gu

/** Runs of Han characters, and words of any other script; punctuation and space fall away. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  for (const match of normalise(text).matchAll(runPattern)) {
    runs.push({ text: match[0], start: match.index, cjk: match[1] !== undefined })
  }
  return runs
}

/**
 * Full-width forms to half-width, capitals to small and traditional characters to simplified ones, one UTF-16 unit for
 * one, so that a position in the result is the same position in the text given. Texts in simplified characters stay as
 * they are: what both scripts use is left alone.
 */
export function normalise(text: string): string {
  return text.replace(foldedCharacters, (char) => {
    if (char === '\u3000') return ' '
    const code = char.charCodeAt(0)
    return simplified.get(char) ?? (code > 0xff00 ? String.fromCharCode(code - 0xfee0) : char).toLowerCase()
  })
}

const simplified = new Map(Array.from(table.traditional, (char, index) => [char, table.simplified[index]!]))
const foldedCharacters = new RegExp(`[\\uff01-\\uff5e\\u3000A-Z${table.traditional}]`, 'gu')

function bigrams(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => characters[index]! + character)
}

/** The S-stemmer of Harman (1991), which only folds English plurals. */
export function foldWord(word: string): string {
  if (!/^[a-z]{4,}$/u.test(word)) return word
  if (word.endsWith('ies')) return /[ea]ies$/u.test(word) ? word : `${word.slice(0, -3)}y`
  if (word.endsWith('es')) return /[aeo]es$/u.test(word) ? word : word.slice(0, -1)
  if (word.endsWith('s')) return /[us]s$/u.test(word) ? word : word.slice(0, -1)
  return word
}

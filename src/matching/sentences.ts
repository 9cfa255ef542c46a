/** Longer stretches are no quotes. */
const quoteCharactersMax = 120

/** The sentences of a text, long ones cut at commas, and what is still too long in pieces; each a substring of it. */
export function sentences(text: string): string[] {
  return cut(text, /[^。！？；!?;\n]+[。！？；!?;]?/gu).flatMap((sentence) =>
    sentence.length <= quoteCharactersMax ? [sentence] : cut(sentence, /[^，,、]+[，,、]?/gu).flatMap(pieces),
  )
}

function cut(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) => match[0].trim()).filter((part) => part !== '')
}

/** Between characters, never through one; between words where there are spaces. */
function pieces(part: string): string[] {
  if (part.length <= quoteCharactersMax) return [part]
  return cut(part, new RegExp(`.{1,${quoteCharactersMax}}(?= |$)|.{1,${quoteCharactersMax / 2}}`, 'gsu'))
}

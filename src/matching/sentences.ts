/** Longer stretches are no quotes. */
const quoteCharactersMax = 120

/** The sentences of a text, long ones cut at commas; each a substring of it. */
export function sentences(text: string): string[] {
  return cut(text, /[^。！？；!?;\n]+[。！？；!?;]?/gu).flatMap((sentence) =>
    sentence.length <= quoteCharactersMax ? [sentence] : cut(sentence, /[^，,、]+[，,、]?/gu).map(shortened),
  )
}

function cut(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) => match[0].trim()).filter((part) => part !== '')
}

/** Never through the middle of a character. */
function shortened(part: string): string {
  return part.length <= quoteCharactersMax ? part : part.slice(0, quoteCharactersMax).replace(/[\ud800-\udbff]$/u, '')
}

/** Distinct tokens that a search asks for at most: Elasticsearch refuses more clauses than its heap allows, on the smallest 1,024. */
const termsMax = 1_000

/** How often each token is asked for; of a text with too many, those that come first. */
export function termCounts(tokens: string): Map<string, number> {
  const counts = new Map<string, number>()
  if (tokens === '') return counts
  for (const token of tokens.split(' ')) {
    const count = counts.get(token)
    if (count !== undefined) counts.set(token, count + 1)
    else if (counts.size < termsMax) counts.set(token, 1)
  }
  return counts
}

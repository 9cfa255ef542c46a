import type { Collection, Filter } from '../ports.ts'
import { tokensOf } from '../shared/text.ts'
import { queryVector } from './source.ts'
import type { Source } from './source.ts'

/** Groups that go on to be scored; the rest of the market is out of the running. */
export const candidatesMax = 150

/** Hits asked of each side; several cards of a company count as one candidate. */
export const hitsPerSide = 400

/** Reciprocal rank fusion's usual constant; here it only decides who is looked at closely. */
const rankConstant = 60

/** One index serves many districts; each sees its own alone. */
export function inDistrict(districtId: string): Filter {
  return { field: 'district_id', anyOf: [districtId] }
}

/**
 * Candidates for a text, lexical and dense side by side: the groups of the best hits, most promising first. Where
 * there is no vector of the text, the lexical side alone decides.
 */
export async function recall(
  source: Source,
  collection: Collection,
  text: string,
  filters: Filter[],
  keep?: 'nowhere',
): Promise<string[]> {
  const tokens = tokensOf(text).join(' ')
  const { search } = source
  const lists = await Promise.all([
    search.recall({ collection, by: 'tokens', tokens, filters, size: hitsPerSide }),
    queryVector(source, text, keep).then((vector) =>
      vector === undefined ? [] : search.recall({ collection, by: 'vector', vector, filters, size: hitsPerSide }),
    ),
  ])
  const promise = new Map<string, number>()
  for (const list of lists) {
    const groups = [...new Set(list.map((hit) => hit.group))]
    groups.forEach((group, place) => promise.set(group, (promise.get(group) ?? 0) + 1 / (rankConstant + place + 1)))
  }
  return [...promise]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, candidatesMax)
    .map(([group]) => group)
}

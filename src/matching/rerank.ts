import type { Ports } from '../ports.ts'
import { withoutAppeals } from './appeal.ts'
import { demandText } from './demand.ts'
import { loadSupplies } from './load-supplies.ts'
import type { Scored } from './score-pairs.ts'
import { supplyText } from './supply.ts'

/** Only the head of a ranking is read again, and nobody moves further than so many places. */
export const rerankedPlaces = 20
export const movedMax = 3

/** The ranking with its head in the order a model prefers, as far as each may move; as it was where none is asked or answers. */
export async function reranked(
  ports: Pick<Ports, 'db' | 'matcher' | 'clock' | 'rerank'>,
  ranked: readonly Scored[],
): Promise<Scored[]> {
  const head = ranked.slice(0, rerankedPlaces)
  if (ports.rerank === undefined || head.length < 2) return [...ranked]
  const supplies = await loadSupplies(
    ports,
    head.map(({ contender }) => contender),
  )
  const items = supplies.map(({ supply }) => ({ id: supply.id, text: withoutAppeals(supplyText(supply)) }))
  const wanted = await ports.rerank.rerank({ demand: demandText(head[0]!.demand), items })
  if (wanted === undefined) return [...ranked]
  const preference = new Map(wanted.map((id, index) => [id, index]))
  const ordered = boundedOrder(head, ({ contender }) => preference.get(contender.standing.id) ?? rerankedPlaces, movedMax)
  return [...ordered, ...ranked.slice(rerankedPlaces)]
}

/**
 * As near to the order wanted as it gets when nobody moves more than `most` places: each place goes to the one wanted
 * first among those that may stand there, unless it is the last at which somebody else may.
 */
export function boundedOrder<T>(items: readonly T[], wantedAt: (item: T) => number, most: number): T[] {
  const waiting = items.map((item, index) => ({ item, index, wanted: wantedAt(item) }))
  return items.map((_, place) => {
    const due = waiting.find(({ index }) => index === place - most)
    const able = waiting.filter(({ index }) => index <= place + most)
    const next = due ?? able.reduce((best, one) => (one.wanted < best.wanted ? one : best))
    waiting.splice(waiting.indexOf(next), 1)
    return next.item
  })
}

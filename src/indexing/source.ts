import type { EmbedPort, IndexSets, Log, Ports, QueryVector, SearchPort } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import type { Part } from '../shared/fault.ts'
import { standInFor } from './stand-in.ts'
import type { StandInOf } from './stand-in.ts'

/** The index that one answer is made from, and who makes vectors for it. */
export type Source = {
  search: SearchPort
  /** Changes with every change of what this index holds. */
  generation: Promise<string>
  /** In the space that the index holds; nobody where there are no vectors to meet. */
  embed: () => Promise<EmbedPort | undefined>
  /** What the answer had to do without; whoever finds a part missing adds it. */
  degraded: Set<Part>
  /** By the weights that it is ranked by, looked up when somebody asks. */
  matcher: () => Promise<Ports['matcher']>
  log: Log
}

/**
 * Answers from the index; while that is down, from what stands in for it. An answer that a switch of the index came
 * across is begun anew with the set that serves now, and then without vectors.
 */
export async function fromIndex<T>(ports: Ports, of: StandInOf, answer: (source: Source) => Promise<T>): Promise<T> {
  for (const sourceOf of [asRead, asServed, byWords]) {
    try {
      return await answer(sourceOf(ports, of))
    } catch (error) {
      const isDown = error instanceof UnavailableError && error.part === 'index'
      if (!isDown && !(error instanceof SetGoneError)) throw error
      ports.log('warn', isDown ? 'index.unavailable' : 'index.switched', { error: error.message })
      if (isDown) break
    }
  }
  const { search, generation } = await standInFor(ports, of)
  // It holds no vectors, so the embedder is not asked and may be down as well.
  const degraded = new Set<Part>(['index', ...(ports.down?.() ?? [])])
  return answer({
    search,
    generation: Promise.resolve(generation),
    embed: async () => undefined,
    degraded,
    matcher: inForce(ports, of),
    log: ports.log,
  })
}

/** The query's vector; without it where the embedder is down or makes none of this index's space. */
export async function queryVector(source: Source, text: string, keep?: 'nowhere'): Promise<QueryVector | undefined> {
  if (text.trim() === '') return undefined
  try {
    const embed = await source.embed()
    if (embed === undefined) return undefined
    const [values] = await embed.embed([text], 'query', keep)
    const { model, dimensions, version } = embed
    return { space: { model, dimensions, version }, values: values! }
  } catch (error) {
    if (!(error instanceof UnavailableError) || error.part !== 'embedding') throw error
    source.degraded.add('embedding')
    source.log('warn', 'embedding.unavailable', { error: error.message })
    return undefined
  }
}

/** As readers see the index, who may be told of its sets a few seconds late. */
function asRead(ports: Ports, of: StandInOf): Source {
  return sourceWith(ports, of, ports.search.sets('reader'))
}

function asServed(ports: Ports, of: StandInOf): Source {
  return sourceWith(ports, of, ports.search.sets())
}

function byWords(ports: Ports, of: StandInOf): Source {
  const { search, log } = ports
  const generation = awaitedLater(search.generation())
  const matcher = inForce(ports, of)
  return { search, generation, embed: async () => undefined, degraded: new Set(['embedding']), matcher, log }
}

/** Sets and generation are asked for while the search is under way. */
function sourceWith(ports: Ports, of: StandInOf, sets: Promise<IndexSets>): Source {
  const { search, embed, log } = ports
  const known = awaitedLater(sets)
  const inSpace = async () => {
    const { serving } = await known
    const found = serving === undefined ? embed : embed.inSpace(serving.space)
    if (found === undefined) throw new UnavailableError('embedding', `nobody makes vectors of ${serving!.space.model} any more`)
    return found
  }
  const generation = awaitedLater(search.generation())
  return { search, generation, embed: inSpace, degraded: new Set(), matcher: inForce(ports, of), log }
}

/** One answer is ranked by one version, however often it is asked for. */
function inForce({ matcher, matcherIn }: Ports, { districtId }: StandInOf): Source['matcher'] {
  let known: Promise<Ports['matcher']> | undefined
  return () => (known ??= matcherIn?.(districtId) ?? Promise.resolve(matcher))
}

/** What fails before anybody awaits it is not unhandled. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

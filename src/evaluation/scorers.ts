import type { EmbedPort, SearchPort } from '../ports.ts'
import { tokensOf } from '../shared/text.ts'
import type { WordTable } from '../shared/word-table.ts'
import type { Dataset } from './dataset.ts'
import { fullScorer } from './full-scorer.ts'
import { minMaxFusion, reciprocalRankFusion } from './fusion.ts'
import type { Scores } from './fusion.ts'
import { sidesOf } from './sides.ts'
import type { Direction, Sides } from './sides.ts'

export const signals = ['lexical', 'dense', 'rrf', 'convex', 'full'] as const
export type Signal = (typeof signals)[number]

/** `encoder` is the endpoint's embedding where one is configured, and then `embed` is the same. */
export type Tools = { search: SearchPort; embed: EmbedPort; table: WordTable; encoder?: EmbedPort | undefined }

export type Scorer = (query: string, pool: readonly string[]) => Promise<Scores>

/** The scorers of these signals over one index of the set, each document and each query embedded once. */
export async function openScorers(
  dataset: Dataset,
  direction: Direction,
  asked: readonly Signal[],
  tools: Tools,
): Promise<Map<Signal, Scorer>> {
  const sides = sidesOf(dataset, direction)
  const isDense = asked.some((signal) => signal !== 'lexical' && signal !== 'full')
  if (asked.some((signal) => signal !== 'full')) await indexDocuments(sides, isDense, tools)
  const lexical = lexicalScorer(sides, tools.search)
  const dense = isDense ? await denseScorer(sides, tools) : lexical
  const scorers: Record<Signal, () => Scorer | Promise<Scorer>> = {
    lexical: () => lexical,
    dense: () => dense,
    rrf: () => async (query, pool) => reciprocalRankFusion(await lexical(query, pool), await dense(query, pool)),
    convex: () => async (query, pool) => minMaxFusion(await lexical(query, pool), await dense(query, pool)),
    full: () => fullScorer(dataset, direction, { table: tools.table, encoder: tools.encoder }),
  }
  const opened = new Map<Signal, Scorer>()
  for (const signal of asked) opened.set(signal, await scorers[signal]())
  return opened
}

function lexicalScorer({ queries, documents, collection }: Sides, search: SearchPort): Scorer {
  return async (query, pool) => {
    const tokens = tokensOf(queries.get(query)!).join(' ')
    return within(await search.recall({ collection, by: 'tokens', tokens, filters: [], size: documents.size }), pool)
  }
}

async function denseScorer({ queries, documents, collection }: Sides, { search, embed }: Tools): Promise<Scorer> {
  const vectors = await embed.embed([...queries.values()], 'query')
  const byQuery = new Map([...queries.keys()].map((query, index) => [query, vectors[index]!]))
  return async (query, pool) => {
    const vector = { space: embed, values: byQuery.get(query)! }
    return within(await search.recall({ collection, by: 'vector', vector, filters: [], size: documents.size }), pool)
  }
}

async function indexDocuments(sides: Sides, withVectors: boolean, { search, embed }: Tools): Promise<void> {
  const entries = [...sides.documents]
  const texts = entries.map(([, text]) => text)
  const vectors = withVectors ? await embed.embed(texts, 'document') : []
  const documents = entries.map(([id, text], index) => ({
    collection: sides.collection,
    id,
    version: 1,
    group: id,
    tokens: tokensOf(text).join(' '),
    keywords: {},
    numbers: {},
    ...(withVectors ? { vector: vectors[index]! } : {}),
  }))
  const set = await search.begin(embed)
  await search.put(set, documents)
  await search.serve(set)
}

function within(hits: readonly { id: string; score: number }[], pool: readonly string[]): Scores {
  const found = new Map(hits.map((hit) => [hit.id, hit.score]))
  return new Map(pool.map((id) => [id, found.get(id) ?? 0]))
}

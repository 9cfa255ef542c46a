import { knownDimensions } from '../db/embedding-store.ts'
import type { EmbedPort } from '../ports.ts'
import type { Circuit } from './circuit.ts'
import type { Config } from './config.ts'
import type { VectorCache } from './embed-cached.ts'
import { besides, guardedEmbedding } from './embed-guarded.ts'
import { endpointEmbedding, openEmbedding } from './embed-openai.ts'
import type { EmbeddingOptions } from './embed-openai.ts'

/**
 * The endpoint where one is set; the bundled table then serves an index that still holds its vectors. `asked`
 * `where_unknown`: only where nobody said how many dimensions its vectors have, since isolates start often.
 */
export async function openEmbed(
  { embedding }: Pick<Config, 'embedding'>,
  around: VectorCache,
  bundled: EmbedPort,
  asked: 'always' | 'where_unknown' = 'always',
): Promise<{ embed: EmbedPort; circuits: Circuit[] }> {
  if (embedding === undefined) return { embed: bundled, circuits: [] }
  const { embed, circuits } = guardedEmbedding(await endpointOf(embedding, around, asked), around)
  return { embed: besides(embed, bundled), circuits }
}

async function endpointOf(options: EmbeddingOptions, { db, log }: VectorCache, asked: 'always' | 'where_unknown') {
  const { dimensions } = options
  if (asked === 'where_unknown' && dimensions !== undefined) return endpointEmbedding({ ...options, dimensions }, { log })
  const known = (model: string, version: string) => knownDimensions(db, model, version)
  return openEmbedding(options, { log, knownDimensions: known })
}

import { knownDimensions } from '../db/embedding-store.ts'
import type { EmbedPort } from '../ports.ts'
import type { Circuit } from './circuit.ts'
import type { Config } from './config.ts'
import type { VectorCache } from './embed-cached.ts'
import { besides, guardedEmbedding } from './embed-guarded.ts'
import { openEmbedding } from './embed-openai.ts'

/** The endpoint where one is set; the bundled table then serves an index that still holds its vectors. */
export async function openEmbed(
  { embedding }: Pick<Config, 'embedding'>,
  around: VectorCache,
  bundled: EmbedPort,
): Promise<{ embed: EmbedPort; circuits: Circuit[] }> {
  if (embedding === undefined) return { embed: bundled, circuits: [] }
  const known = (model: string, version: string) => knownDimensions(around.db, model, version)
  const endpoint = await openEmbedding(embedding, { log: around.log, knownDimensions: known })
  const { embed, circuits } = guardedEmbedding(endpoint, around)
  return { embed: besides(embed, bundled), circuits }
}

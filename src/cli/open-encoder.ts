import { remembered } from '../evaluation/remembered.ts'
import { readConfig } from '../platform/config.ts'
import { openEmbedding } from '../platform/embed-openai.ts'
import type { EmbedPort } from '../ports.ts'

/** Nobody waits for an evaluation, and it sends whole sets at once. */
const patience = { totalMs: 1_800_000, retriesMax: 4 }

/** The embedding that EMBEDDING_* names, each text asked of it once; undefined where nothing is configured. */
export async function openEncoder(environment: NodeJS.ProcessEnv): Promise<EmbedPort | undefined> {
  const { embedding } = readConfig(environment)
  if (embedding === undefined) return undefined
  return remembered(await openEmbedding(embedding, { patience: { query: patience, document: patience } }))
}

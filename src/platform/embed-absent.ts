import type { EmbedPort } from '../ports.ts'
import { UnavailableError } from '../shared/fault.ts'

/** Where nobody makes vectors: texts are found by their words alone. */
export const absentEmbedding: EmbedPort = {
  model: 'none',
  dimensions: 1,
  version: '1',
  embed: () => Promise.reject(new UnavailableError('embedding', 'no embedding is set up')),
  inSpace: () => undefined,
}

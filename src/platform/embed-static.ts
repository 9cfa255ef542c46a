import type { EmbedPort } from '../ports.ts'
import { isSameSpace } from '../shared/space.ts'
import type { WordTable } from '../shared/word-table.ts'

/** The bundled embedding: a text is the weighted mean of its words; queries and documents alike. */
export function staticEmbedding(table: WordTable): EmbedPort {
  const embedding: EmbedPort = {
    isAtHand: true,
    model: 'duijie-static-128',
    dimensions: table.dimensions,
    version: '1',
    embed: async (texts) => texts.map((text) => table.mean([table.sum(table.bag(text))]) ?? new Float32Array(table.dimensions)),
    inSpace: (space) => (isSameSpace(space, embedding) ? embedding : undefined),
  }
  return embedding
}

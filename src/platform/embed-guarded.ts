import type { EmbedPort } from '../ports.ts'
import { Circuit, withEmbedCircuits } from './circuit.ts'
import type { EmbedCircuits } from './circuit.ts'
import { cachedEmbedding } from './embed-cached.ts'
import type { VectorCache } from './embed-cached.ts'

/** An endpoint behind its circuits and the kept vectors; what is kept answers while the endpoint does not. */
export function guardedEmbedding(
  endpoint: EmbedPort,
  around: VectorCache,
  limitMs?: number,
): { embed: EmbedPort; circuits: Circuit[] } {
  const open = (): EmbedCircuits => ({ query: new Circuit('embedding', around), document: new Circuit('embedding', around) })
  const circuits = open()
  const embed = cachedEmbedding(endpoint, around, (kept) => withEmbedCircuits(kept, circuits, open, limitMs))
  return { embed, circuits: [circuits.query, circuits.document] }
}

/** The first embedding, and the other's vectors for an index that still holds those. */
export function besides(embed: EmbedPort, other: EmbedPort): EmbedPort {
  const { model, dimensions, version } = embed
  const both: EmbedPort = {
    model,
    dimensions,
    version,
    embed: (texts, role, keep) => embed.embed(texts, role, keep),
    inSpace: (space) => embed.inSpace(space) ?? other.inSpace(space),
  }
  return both
}

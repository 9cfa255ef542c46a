import type { EmbedPort, IndexSet, Ports } from '../ports.ts'
import { DocumentsRefusedError } from '../shared/fault.ts'
import type { IndexedState, Unembedded } from './index-documents.ts'

export type IndexPorts = Pick<Ports, 'db' | 'search' | 'embed' | 'clock' | 'log'>

/** What the index refused, and why, by the document's id. */
export type Refused = Map<string, string>

/**
 * Brings one set up to this state; answers what the index refused for what it holds.
 * Removals come first, because they need no vectors and so nobody to make them.
 */
export async function writeState(
  { search, embed }: Pick<Ports, 'search' | 'embed'>,
  set: IndexSet,
  { documents, removals }: IndexedState,
  makeVectors: MakeVectors = madeVectors,
): Promise<Refused> {
  const refused: Refused = new Map()
  if (removals.length > 0) await collect(refused, search.remove(set, removals))
  if (documents.length === 0) return refused
  const vectors = await makeVectors(embed.inSpace(set.space), documents)
  const whole = documents.map(({ withVector }, index) => withVector(vectors[index]))
  await collect(refused, search.put(set, whole))
  return refused
}

/** One for each document, or none at all; a document without one is still found by its words. */
export type MakeVectors = (
  embed: EmbedPort | undefined,
  documents: readonly Unembedded[],
) => Promise<readonly (Float32Array | undefined)[]>

/** Throws UnavailableError where the model does not answer; where nobody makes vectors of this space, there are none. */
export const madeVectors: MakeVectors = async (embed, documents) =>
  embed === undefined
    ? []
    : embed.embed(
        documents.map(({ text }) => text),
        'document',
      )

export const noVectors: MakeVectors = async () => []

async function collect(refused: Refused, writing: Promise<void>): Promise<void> {
  try {
    await writing
  } catch (error) {
    if (!(error instanceof DocumentsRefusedError)) throw error
    for (const [id, reason] of error.refused) refused.set(id, reason)
  }
}

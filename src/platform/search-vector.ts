import type { IndexSet, QueryVector, SearchDocument } from '../ports.ts'
import { SetGoneError } from '../shared/fault.ts'
import { isSameSpace } from '../shared/space.ts'

/** The share of the dense side when a list is searched by tokens and vector together. */
export const denseShare = 0.3

/** The documents that an index can take, and by id why it cannot take the others. */
export function sortedOut<T extends SearchDocument>(
  { space }: IndexSet,
  documents: readonly T[],
): { good: T[]; refused: Map<string, string> } {
  const refused = new Map<string, string>()
  const good = documents.filter(({ id, vector }) => {
    const fault = vector === undefined ? undefined : vectorFault(vector, space.dimensions)
    if (fault !== undefined) refused.set(id, fault)
    return fault === undefined
  })
  return { good, refused }
}

/** The numbers of a query for this set. */
export function valuesFor(set: IndexSet, { space, values }: QueryVector): Float32Array {
  if (!isSameSpace(space, set.space)) throw new SetGoneError(`${set.space.model} is served, not ${space.model}`)
  const fault = vectorFault(values, space.dimensions)
  if (fault !== undefined) throw new TypeError(fault)
  return values
}

/** Nought in every dimension is the vector of a text without words: it is near to nothing. */
export function hasDirection(vector: Float32Array): boolean {
  return vector.some((value) => value !== 0)
}

function vectorFault(vector: Float32Array, dimensions: number): string | undefined {
  if (vector.length !== dimensions) return `a vector of ${vector.length} dimensions meets an index of ${dimensions}`
  return vector.every(Number.isFinite) ? undefined : 'a vector holds what is not a number'
}

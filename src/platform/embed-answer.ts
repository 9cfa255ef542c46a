import { UnavailableError } from '../shared/fault.ts'

/** The endpoint answered, but not what it was asked for; nothing of it may reach the index. */
export class WrongVectorsError extends UnavailableError {
  override name = 'WrongVectorsError'

  constructor(message: string) {
    super('embedding', message)
  }
}

/** The unit vectors of an answer, one a text and in the texts' order, or WrongVectorsError. */
export function vectorsOf(answer: unknown, count: number, model: string, expected: number | undefined): Float32Array[] {
  const data = (answer as { data?: unknown } | null | undefined)?.data
  if (!Array.isArray(data)) throw new WrongVectorsError(`${model} answered something that is no list of vectors`)
  if (data.length !== count) throw new WrongVectorsError(`${model} answered ${data.length} vectors for ${count} texts`)
  const vectors = new Array<Float32Array | undefined>(count).fill(undefined)
  for (const item of data as unknown[]) {
    const { index, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown }
    if (typeof index !== 'number' || !(index in vectors) || vectors[index] !== undefined)
      throw new WrongVectorsError(`${model} answered the index ${String(index)}, which no text has or two vectors have`)
    vectors[index] = unit(embedding, model, expected)
  }
  return vectors as Float32Array[]
}

function unit(embedding: unknown, model: string, expected: number | undefined): Float32Array {
  if (!Array.isArray(embedding)) throw new WrongVectorsError(`${model} answered something that is no vector`)
  if (embedding.length !== (expected ?? embedding.length) || embedding.length === 0)
    throw new WrongVectorsError(`${model} answered ${embedding.length} dimensions, not ${expected ?? 'one or more'}`)
  // NaN becomes null in JSON, which arithmetic would take for nought.
  if (!embedding.every(Number.isFinite)) throw new WrongVectorsError(`${model} answered a vector with what is not a number`)
  const values = embedding as number[]
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  if (!Number.isFinite(length) || length === 0) throw new WrongVectorsError(`${model} answered a vector without a direction`)
  return Float32Array.from(values, (value) => value / length)
}

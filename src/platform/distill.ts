import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { EmbedPort } from '../ports.ts'

const folder = new URL('./static-embedding/', import.meta.url)

/** Multiples of 16, for the kernel. */
export const tableDimensions = 128

/**
 * Makes the static table: every word's embedding by the endpoint's model, centred, projected onto the principal
 * components, each divided by its deviation (PCA whitening), then int8 a row. Writes table.bin and making.json.
 * The order of table.bin: int8 rows, then a float32 scale a row; words and frequencies stand in words.tsv.
 */
export async function distill(embed: EmbedPort, madeOn: string, progress: (done: number, total: number) => void): Promise<void> {
  const wordsFile = await readFile(new URL('words.tsv', folder))
  const words = wordsFile
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t')[0]!)
  const vectors = await embedAll(embed, words, progress)
  const table = quantise(whiten(vectors, tableDimensions), tableDimensions)
  await writeFile(new URL('table.bin', folder), table)
  const making = {
    model: embed.model,
    made_on: madeOn,
    words: words.length,
    source_dimensions: embed.dimensions,
    dimensions: tableDimensions,
    method: 'PCA whitening of single-word embeddings, int8 a row',
    words_sha256: sha256(wordsFile),
    table_sha256: sha256(table),
  }
  await writeFile(new URL('making.json', folder), `${JSON.stringify(making, null, 2)}\n`)
}

async function embedAll(
  embed: EmbedPort,
  words: string[],
  progress: (done: number, total: number) => void,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let start = 0; start < words.length; start += 512) {
    vectors.push(...(await embed.embed(words.slice(start, start + 512), 'document')))
    progress(vectors.length, words.length)
  }
  return vectors
}

/** The vectors in `dimensions` uncorrelated directions of equal deviation, largest spread first. */
export function whiten(vectors: Float32Array[], dimensions: number): Float32Array[] {
  const width = vectors[0]!.length
  const mean = meanOf(vectors, width)
  const axes = principalAxes(covariance(vectors, mean, width), dimensions)
  return vectors.map((vector) =>
    Float32Array.from(axes, (axis) => axis.reduce((sum, weight, k) => sum + weight * (vector[k]! - mean[k]!), 0)),
  )
}

function meanOf(vectors: Float32Array[], width: number): Float64Array {
  const mean = new Float64Array(width)
  for (const vector of vectors) for (let k = 0; k < width; k += 1) mean[k]! += vector[k]! / vectors.length
  return mean
}

function covariance(vectors: Float32Array[], mean: Float64Array, width: number): number[][] {
  const sums = Array.from({ length: width }, () => new Float64Array(width))
  for (const vector of vectors) {
    for (let row = 0; row < width; row += 1) {
      const sum = sums[row]!
      const centred = (vector[row]! - mean[row]!) / vectors.length
      for (let column = 0; column <= row; column += 1) sum[column]! += centred * (vector[column]! - mean[column]!)
    }
  }
  return sums.map((_, row) => Array.from({ length: width }, (__, column) => sums[Math.max(row, column)]![Math.min(row, column)]!))
}

/** The leading eigenvectors, each divided by the deviation along it. */
function principalAxes(matrix: number[][], dimensions: number): Float64Array[] {
  const decomposition = new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true })
  const variances = decomposition.realEigenvalues
  const order = variances.map((_, index) => index).toSorted((a, b) => variances[b]! - variances[a]!)
  return order.slice(0, dimensions).map((index) => {
    const deviation = Math.sqrt(Math.max(variances[index]!, Number.EPSILON))
    return Float64Array.from(decomposition.eigenvectorMatrix.getColumn(index), (weight) => weight / deviation)
  })
}

function quantise(vectors: Float32Array[], dimensions: number): Uint8Array {
  const rows = new Int8Array(vectors.length * dimensions)
  const scales = new Float32Array(vectors.length)
  vectors.forEach((vector, index) => {
    const scale = vector.reduce((max, value) => Math.max(max, Math.abs(value)), Number.EPSILON) / 127
    scales[index] = scale
    vector.forEach((value, k) => (rows[index * dimensions + k] = Math.round(value / scale)))
  })
  const table = new Uint8Array(rows.byteLength + scales.byteLength)
  table.set(new Uint8Array(rows.buffer), 0)
  table.set(new Uint8Array(scales.buffer), rows.byteLength)
  return table
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

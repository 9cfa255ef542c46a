import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScanKernel } from '../platform/load-scan-kernel.ts'
import { Shelf } from '../platform/search-shelf.ts'
import { mulberry32 } from '../shared/random.ts'
import { anchor, beside, growth, median, timed } from './anchor.ts'

const sizes = [1_000, 3_000, 10_000, 30_000, 50_000, 100_000]
const dimensions = 128
const top = 50
const queries = 200

/** The exact vector scan of the in-process index, beside numpy's `X @ q` with argpartition over the same vectors. */
export async function benchScan(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-scan-'))
  try {
    const kernel = await loadScanKernel()
    const figures: Record<string, number> = {}
    const ours: number[] = []
    for (const size of sizes) {
      const { ms, numpy } = await scanOf(size, kernel, folder)
      Object.assign(figures, beside(`ms_${size}`, ms, numpy))
      ours.push(ms)
    }
    return { ...figures, log_log_slope: growth(sizes, ours) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function scanOf(
  size: number,
  kernel: WebAssembly.Module,
  folder: string,
): Promise<{ ms: number; numpy: number | undefined }> {
  const rows = unitVectors(size, 1)
  const asked = unitVectors(queries, 2)
  const shelf = shelfOf(rows, kernel)
  const search = (query: Float32Array) => shelf.byVector(query, [], top)
  const first = asked.map((query) => search(query)[0]!.id)
  const ms = median(timed(asked, search))
  await Promise.all([writeFile(join(folder, 'rows'), joined(rows)), writeFile(join(folder, 'queries'), joined(asked))])
  const args = [join(folder, 'rows'), join(folder, 'queries'), String(dimensions), String(top)]
  const numpy = await anchor<{ ms: number; first: number[] }>('scan.py', args)
  const differing = numpy?.first.filter((slot, index) => first[index] !== idOf(slot)).length ?? 0
  // The anchor's sums are in 32 bits, so two that are nearly equal may change places.
  if (differing > queries / 50) throw new Error(`${differing} of ${queries} queries found another vector than numpy did`)
  return { ms, numpy: numpy?.ms }
}

/** A shelf that holds these vectors and nothing else. */
function shelfOf(vectors: readonly Float32Array[], kernel: WebAssembly.Module): Shelf {
  const shelf = new Shelf(vectors[0]!.length, kernel)
  vectors.forEach((vector, index) => {
    const id = idOf(index)
    shelf.put({ collection: 'card', id, version: 1, group: id, tokens: '', keywords: {}, numbers: {}, vector })
  })
  return shelf
}

/** One after the other, as numpy reads them. */
function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.length * vectors[0]!.length)
  vectors.forEach((vector, index) => all.set(vector, index * vector.length))
  return all
}

function idOf(index: number): string {
  return `v${String(index).padStart(7, '0')}`
}

function unitVectors(count: number, seed: number): Float32Array[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimensions }, () => random() + random() + random() - 1.5)
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  })
}

import { ScanKernel } from './search-scan.ts'
import type { Likely } from './search-scan.ts'
import { bestOf, Least } from './search-top.ts'

/** A slot with the exact inner product of its vector and the query. */
export type Near = { slot: number; score: number }

/**
 * The vectors of a shelf. With a kernel, a scan over int8 rows finds all that can be among the best, and only those are
 * measured exactly: the answer is the same to the last bit, with a kernel or without.
 */
export class VectorRows {
  readonly #dimensions: number
  readonly #kernel: ScanKernel | undefined
  readonly #present: boolean[] = []
  #exact = new Float32Array(0)

  constructor(dimensions: number, kernel?: WebAssembly.Module) {
    this.#dimensions = dimensions
    this.#kernel = kernel === undefined ? undefined : new ScanKernel(kernel, dimensions)
  }

  place(slot: number, vector: Float32Array): void {
    const needed = (slot + 1) * this.#dimensions
    if (needed > this.#exact.length) {
      const grown = new Float32Array(Math.max(needed, Math.ceil(this.#exact.length * 1.25)))
      grown.set(this.#exact)
      this.#exact = grown
    }
    this.#exact.set(vector, slot * this.#dimensions)
    this.#kernel?.place(slot, vector)
    this.#present[slot] = true
  }

  clear(slot: number): void {
    this.#present[slot] = false
  }

  /** The `size` slots that are in and nearest to the query, best first; what is equally near by `isBefore`. */
  nearest(
    query: Float32Array,
    size: number,
    isIn: (slot: number) => boolean,
    isBefore: (a: number, b: number) => boolean,
  ): Near[] {
    const isHit = (slot: number) => this.#present[slot] === true && isIn(slot)
    const near = this.#measured(query, size, isHit)
    const isNearer = (a: number, b: number) =>
      near[a]!.score > near[b]!.score || (near[a]!.score === near[b]!.score && isBefore(near[a]!.slot, near[b]!.slot))
    return bestOf(near.length, size, () => true, isNearer).map((at) => near[at]!)
  }

  /** Where most are wanted, measuring them all is the shorter way. */
  #measured(query: Float32Array, size: number, isHit: (slot: number) => boolean): Near[] {
    const count = this.#present.length
    if (this.#kernel !== undefined && size < count / 4)
      return this.#rescored(query, this.#kernel.likely(query, count, size, isHit))
    const near: Near[] = []
    for (let slot = 0; slot < count; slot += 1) if (isHit(slot)) near.push({ slot, score: this.#dot(query, slot) })
    return near
  }

  /** First those at the top by their copies; what they come to exactly rules out most of the rest. */
  #rescored(query: Float32Array, { slots, scores, least, slack, size }: Likely): Near[] {
    const near: Near[] = []
    const best = new Least(size)
    for (let at = 0; at < slots.length; at += 1) if (scores[at]! >= least) best.add(this.#measure(query, slots[at]!, near))
    for (let at = 0; at < slots.length; at += 1)
      if (scores[at]! < least && scores[at]! + slack >= best.least) best.add(this.#measure(query, slots[at]!, near))
    return near
  }

  #measure(query: Float32Array, slot: number, near: Near[]): number {
    const score = this.#dot(query, slot)
    near.push({ slot, score })
    return score
  }

  /** Four sums side by side, for each addition waits for the one before it. */
  #dot(vector: Float32Array, slot: number): number {
    const vectors = this.#exact
    const start = slot * this.#dimensions
    const even = vector.length - (vector.length % 4)
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let k = 0; k < even; k += 4) {
      a += vector[k]! * vectors[start + k]!
      b += vector[k + 1]! * vectors[start + k + 1]!
      c += vector[k + 2]! * vectors[start + k + 2]!
      d += vector[k + 3]! * vectors[start + k + 3]!
    }
    for (let k = even; k < vector.length; k += 1) a += vector[k]! * vectors[start + k]!
    return a + b + c + d
  }
}

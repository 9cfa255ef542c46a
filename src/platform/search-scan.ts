import { Least } from './search-top.ts'

type Exports = {
  memory: WebAssembly.Memory
  scan(
    rows: number,
    scales: number,
    count: number,
    query: number,
    width: number,
    factor: number,
    out: number,
    limit: number,
    fours: number,
  ): number
}

const pageBytes = 65_536

/** Slots that are scanned at a time, so that what comes out stays in the nearest cache. */
const blockSlots = 256

const rowMax = 127
const queryMax = 32_767

/** int8 copies of vectors in WebAssembly memory: near enough to rule out almost all of them. */
export class ScanKernel {
  readonly #exports: Exports
  readonly #width: number
  readonly #queryMax: number
  readonly #outAt: number
  readonly #foursAt: number
  readonly #blocksAt: number
  readonly #blockBytes: number
  /** The largest distance of a vector from its copy. */
  #copyError = 0

  constructor(module: WebAssembly.Module, dimensions: number) {
    this.#exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports
    this.#width = Math.ceil(dimensions / 8) * 8
    // The sum of all products must fit into 32 bits.
    this.#queryMax = Math.min(queryMax, Math.floor((2 ** 31 - 1) / (rowMax * this.#width)))
    this.#outAt = Math.ceil((this.#width * 2) / 16) * 16
    this.#foursAt = this.#outAt + blockSlots * 4
    this.#blocksAt = this.#foursAt + blockSlots
    this.#blockBytes = blockSlots * (this.#width + 4)
  }

  place(slot: number, vector: Float32Array): void {
    const { rowAt, scaleAt } = this.#placeOf(slot)
    this.#reserve(this.#blocksAt + (Math.floor(slot / blockSlots) + 1) * this.#blockBytes)
    const { buffer } = this.#exports.memory
    const { scale, error } = quantise(vector, new Int8Array(buffer, rowAt, this.#width), rowMax)
    new Float32Array(buffer, scaleAt, 1)[0] = scale
    this.#copyError = Math.max(this.#copyError, error)
  }

  /** Slots that are in, with their scores by the copies, the `size` nearest of all among them. */
  likely(query: Float32Array, count: number, size: number, isIn: (slot: number) => boolean): Likely {
    const { buffer } = this.#exports.memory
    const { scale, error } = quantise(query, new Int16Array(buffer, 0, this.#width), this.#queryMax)
    const length = Math.sqrt(query.reduce((sum, value) => sum + value * value, 0))
    // By Cauchy and Schwarz no score is further from its copy's; rounding is far below the last term.
    const slack = this.#copyError * length + error * (1 + this.#copyError) + 1e-5 * length
    const best = new Least(size)
    const slots: number[] = []
    const scores: number[] = []
    const out = new Float32Array(buffer, this.#outAt, blockSlots)
    const fours = new Int32Array(buffer, this.#foursAt, blockSlots / 4)
    let limit = -Infinity
    for (let start = 0; start < count; start += blockSlots) {
      const reaching = this.#scan(start, Math.min(blockSlots, count - start), scale, limit)
      for (let four = 0; four < reaching; four += 1) {
        for (let at = fours[four]!; at < fours[four]! + 4; at += 1) {
          const score = out[at]!
          if (score < limit || !isIn(start + at)) continue
          slots.push(start + at)
          scores.push(score)
          limit = best.add(score) - 2 * slack
        }
      }
    }
    return { slots, scores, least: best.least, slack, size }
  }

  #scan(start: number, filled: number, factor: number, limit: number): number {
    const { rowAt, scaleAt } = this.#placeOf(start)
    const count = Math.ceil(filled / 4) * 4
    return this.#exports.scan(rowAt, scaleAt, count, 0, this.#width, factor, this.#outAt, limit, this.#foursAt)
  }

  #placeOf(slot: number): { rowAt: number; scaleAt: number } {
    const block = this.#blocksAt + Math.floor(slot / blockSlots) * this.#blockBytes
    const within = slot % blockSlots
    return { rowAt: block + blockSlots * 4 + within * this.#width, scaleAt: block + within * 4 }
  }

  #reserve(bytes: number): void {
    const { memory } = this.#exports
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes)
    if (missing > 0) memory.grow(Math.max(missing, Math.ceil(memory.buffer.byteLength / pageBytes / 4)))
  }
}

/** `least` is the score that `size` of them reach; no exact score is further from the copy's than the slack. */
export type Likely = { slots: number[]; scores: number[]; least: number; slack: number; size: number }

/** Writes the vector in whole steps of its own scale; the error is the length of what is lost. */
function quantise(vector: Float32Array, copy: Int8Array | Int16Array, most: number): { scale: number; error: number } {
  let greatest = 0
  for (let k = 0; k < vector.length; k += 1) greatest = Math.max(greatest, Math.abs(vector[k]!))
  const scale = Math.fround(greatest / most)
  const steps = scale === 0 ? 0 : 1 / scale
  copy.fill(0)
  let lost = 0
  for (let k = 0; k < vector.length; k += 1) {
    // Rounding up at the very end of the range would run over it.
    const step = Math.max(-most, Math.min(most, Math.round(vector[k]! * steps)))
    copy[k] = step
    lost += (vector[k]! - step * scale) ** 2
  }
  return { scale, error: Math.sqrt(lost) }
}

import { foldWord, runsOf } from './text.ts'

/** What the words of a text come to: each distinct word once, with its weight. */
export type WordBag = {
  /** Rows of the table; an unknown word's id lies beyond them and meets only itself. */
  ids: Int32Array
  /** Occurrences times the smooth inverse frequency a / (a + p) of the word. */
  weights: Float32Array
  total: number
}

export type WordTableParts = {
  /** One word a row, in the order of the vectors. */
  words: readonly string[]
  /** Share of each word in running text. */
  frequencies: Float32Array
  /** int8 rows of `dimensions`, then a float32 scale a row. */
  table: Uint8Array
  dimensions: number
  kernel: WebAssembly.Module
}

/** The `a` of smooth inverse frequency (Arora, Liang, Ma 2017), for single words. */
const smoothing = 1e-4

/** Similarities below nought are no evidence; the fourth power leaves near-synonyms and drops mere neighbours. */
const sharpness = 4

const pageBytes = 65_536

type Kernel = {
  memory: WebAssembly.Memory
  dots(rows: number, ids: number, count: number, query: number, queries: number, dimensions: number, out: number): void
}

/** The static word vectors: cuts texts into words, means them, and tells how near two words are. */
export class WordTable {
  readonly size: number
  readonly dimensions: number
  readonly #rows: Map<string, number>
  readonly #longest: Map<string, number>
  readonly #weights: Float32Array
  readonly #inverseLengths: Float32Array
  readonly #scales: Float32Array
  readonly #kernel: Kernel
  readonly #scratch: number

  constructor(parts: WordTableParts) {
    this.size = parts.words.length
    this.dimensions = parts.dimensions
    this.#rows = new Map(parts.words.map((word, row) => [word, row]))
    this.#longest = longestByFirst(parts.words)
    this.#weights = parts.frequencies.map((share) => smoothing / (smoothing + share))
    this.#kernel = new WebAssembly.Instance(parts.kernel, {}).exports as unknown as Kernel
    const rowBytes = this.size * this.dimensions
    this.#scratch = Math.ceil((rowBytes + 1) / 16) * 16
    this.#reserve(this.#scratch)
    new Uint8Array(this.#kernel.memory.buffer).set(parts.table.subarray(0, rowBytes))
    this.#scales = new Float32Array(parts.table.slice(rowBytes).buffer)
    this.#inverseLengths = this.#rowInverseLengths()
  }

  /** The distinct words of the text, cut by the longest match in the table. */
  bag(text: string): WordBag {
    const counts = new Map<number, number>()
    for (const id of this.words(text)) counts.set(id, (counts.get(id) ?? 0) + 1)
    return this.#bagOf(counts)
  }

  /** Several bags as one. */
  merge(bags: readonly WordBag[]): WordBag {
    const sums = new Map<number, number>()
    for (const bag of bags) bag.ids.forEach((id, index) => sums.set(id, (sums.get(id) ?? 0) + bag.weights[index]!))
    return { ids: Int32Array.from(sums.keys()), weights: Float32Array.from(sums.values()), total: sum(sums.values()) }
  }

  /** The unit mean vector of a bag; null when it holds no word of the table. */
  mean(bag: WordBag): Float32Array | null {
    const mean = new Float32Array(this.dimensions)
    const rows = this.#tableRows()
    bag.ids.forEach((id, index) => {
      if (id >= this.size) return
      const factor = bag.weights[index]! * this.#scales[id]!
      const start = id * this.dimensions
      for (let k = 0; k < this.dimensions; k += 1) mean[k]! += factor * rows[start + k]!
    })
    const length = Math.hypot(...mean)
    return length === 0 ? null : mean.map((value) => value / length)
  }

  /**
   * How near each of `ids` comes to each of the bag's words: cosine to the fourth power, 1 for the same word.
   * Row-major: the answer for ids[i] and word q stands at i * bag.ids.length + q.
   */
  nearness(bag: WordBag, ids: Int32Array): Float32Array {
    const width = bag.ids.length
    const near = new Float32Array(ids.length * width)
    const dots = this.#dots(bag.ids, ids)
    for (let i = 0; i < ids.length; i += 1) {
      const id = ids[i]!
      const lengthI = id < this.size ? this.#inverseLengths[id]! : 0
      for (let q = 0; q < width; q += 1) {
        const other = bag.ids[q]!
        const cosine = id === other ? 1 : lengthI * (other < this.size ? this.#inverseLengths[other]! : 0) * dots[i * width + q]!
        near[i * width + q] = cosine > 0 ? cosine ** sharpness : 0
      }
    }
    return near
  }

  /** The ids of the words of a text, in order. */
  words(text: string): number[] {
    const found: number[] = []
    for (const run of runsOf(text)) {
      if (run.cjk) this.#cut(run.text, found)
      else found.push(this.#rows.get(run.text) ?? this.#idOf(foldWord(run.text)))
    }
    return found
  }

  #cut(run: string, found: number[]): void {
    let start = 0
    while (start < run.length) {
      let length = Math.min(this.#longest.get(run[start]!) ?? 1, run.length - start)
      while (length > 1 && !this.#rows.has(run.slice(start, start + length))) length -= 1
      found.push(this.#idOf(run.slice(start, start + length)))
      start += length
    }
  }

  #idOf(word: string): number {
    return this.#rows.get(word) ?? this.size + (hash(word) % 0x3fff_0000)
  }

  #bagOf(counts: Map<number, number>): WordBag {
    const ids = Int32Array.from(counts.keys())
    const weights = new Float32Array(ids.length)
    ids.forEach((id, index) => (weights[index] = counts.get(id)! * (id < this.size ? this.#weights[id]! : 1)))
    return { ids, weights, total: sum(weights) }
  }

  /** Inner products through the kernel; an unknown word is given row 0 and its answer never read. */
  #dots(queries: Int32Array, ids: Int32Array): Int32Array {
    const idsAt = this.#scratch
    const queryAt = idsAt + Math.ceil((ids.length * 4) / 16) * 16
    const outAt = queryAt + queries.length * this.dimensions
    const outBytes = queries.length * ids.length * 4
    this.#reserve(outAt + outBytes)
    const memory = this.#kernel.memory.buffer
    new Int32Array(memory, idsAt, ids.length).set(ids.map((id) => (id < this.size ? id : 0)))
    const rows = this.#tableRows()
    const query = new Int8Array(memory, queryAt, queries.length * this.dimensions)
    queries.forEach((id, q) => {
      const row = id < this.size ? id : 0
      query.set(rows.subarray(row * this.dimensions, (row + 1) * this.dimensions), q * this.dimensions)
    })
    this.#kernel.dots(0, idsAt, ids.length, queryAt, queries.length, this.dimensions, outAt)
    return new Int32Array(memory, outAt, queries.length * ids.length)
  }

  #tableRows(): Int8Array {
    return new Int8Array(this.#kernel.memory.buffer, 0, this.size * this.dimensions)
  }

  #rowInverseLengths(): Float32Array {
    const rows = this.#tableRows()
    const inverse = new Float32Array(this.size)
    for (let row = 0; row < this.size; row += 1) {
      let squares = 0
      for (let k = row * this.dimensions; k < (row + 1) * this.dimensions; k += 1) squares += rows[k]! * rows[k]!
      inverse[row] = squares === 0 ? 0 : 1 / Math.sqrt(squares)
    }
    return inverse
  }

  #reserve(bytes: number): void {
    const missing = bytes - this.#kernel.memory.buffer.byteLength
    if (missing > 0) this.#kernel.memory.grow(Math.ceil(missing / pageBytes))
  }
}

/** The length of the longest word that begins with each character, which bounds every cut. */
function longestByFirst(words: readonly string[]): Map<string, number> {
  const longest = new Map<string, number>()
  for (const word of words) longest.set(word[0]!, Math.max(longest.get(word[0]!) ?? 0, word.length))
  return longest
}

/** FNV-1a, 32 bits. */
function hash(word: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < word.length; index += 1) value = Math.imul(value ^ word.charCodeAt(index), 0x01000193)
  return value >>> 0
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

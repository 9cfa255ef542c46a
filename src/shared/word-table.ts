import { foldWord, runsOf } from './text.ts'
import { WordKernel } from './word-kernel.ts'
import type { Met } from './word-kernel.ts'

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

/** Ids of words outside the table lie this far beyond it at most; those of figures lie as far again. */
const otherWords = 0x3fff_0000

/** A figure or a quantity meets only itself and says little; two texts that share none may mean the same. */
const figureWeight = 0.25

/** The static word vectors: cuts texts into words, means them, and lets the words of two texts meet. */
export class WordTable {
  readonly size: number
  readonly dimensions: number
  readonly #rows: Map<string, number>
  readonly #longest: Map<string, number>
  readonly #weights: Float32Array
  readonly #scales: Float32Array
  readonly #kernel: WordKernel

  constructor(parts: WordTableParts) {
    this.size = parts.words.length
    this.dimensions = parts.dimensions
    this.#rows = new Map(parts.words.map((word, row) => [word, row]))
    this.#longest = longestByPair(parts.words)
    this.#weights = parts.frequencies.map((share) => smoothing / (smoothing + share))
    const rowBytes = this.size * this.dimensions
    this.#kernel = new WordKernel(
      parts.kernel,
      new Int8Array(parts.table.buffer, parts.table.byteOffset, rowBytes),
      this.dimensions,
    )
    this.#scales = new Float32Array(parts.table.slice(rowBytes).buffer)
  }

  /** The distinct words of the text, cut by the longest match in the table, each as heavy as it is frequent there. */
  bag(text: string): WordBag {
    const counts = new Map<number, number>()
    for (const id of this.words(text)) counts.set(id, (counts.get(id) ?? 0) + 1)
    return this.#weighed(Int32Array.from(counts.keys()), (id) => counts.get(id)!)
  }

  /** The same, counting each word once, however often it stands there. */
  bagOnce(words: Iterable<number>): WordBag {
    return this.#weighed(Int32Array.from(new Set(words)), () => 1)
  }

  #weighed(ids: Int32Array, count: (id: number) => number): WordBag {
    const weights = new Float32Array(ids.length)
    let total = 0
    for (let index = 0; index < ids.length; index += 1) {
      const id = ids[index]!
      const weight = count(id) * this.#weightOf(id)
      weights[index] = weight
      total += weight
    }
    return { ids, weights, total }
  }

  #weightOf(id: number): number {
    if (id < this.size) return this.#weights[id]!
    return id < this.size + otherWords ? 1 : figureWeight
  }

  /** The weighted sum of a bag's vectors; nought where it holds no word of the table. */
  sum(bag: WordBag): Float32Array {
    const sums = new Float32Array(this.dimensions)
    const rows = this.#kernel.rows()
    for (let index = 0; index < bag.ids.length; index += 1) {
      const id = bag.ids[index]!
      if (id >= this.size) continue
      const factor = bag.weights[index]! * this.#scales[id]!
      const start = id * this.dimensions
      for (let k = 0; k < sums.length; k += 1) sums[k]! += factor * rows[start + k]!
    }
    return sums
  }

  /** The unit mean vector of texts summed up before; null when none held a word of the table. */
  mean(sums: readonly Float32Array[]): Float32Array | null {
    const mean = new Float32Array(this.dimensions)
    for (const one of sums) for (let k = 0; k < mean.length; k += 1) mean[k]! += one[k]!
    const length = Math.hypot(...mean)
    return length === 0 ? null : mean.map((value) => value / length)
  }

  /** How near the words `ids` come to the words `query`, and the nearest within each list of positions in `ids`. */
  meet(query: Int32Array, ids: Int32Array, lists: readonly Int32Array[]): Met {
    return this.#kernel.meet(query, ids, lists)
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
      let length = Math.min(this.#longest.get(run.slice(start, start + 2)) ?? 1, run.length - start)
      while (length > 1 && !this.#rows.has(run.slice(start, start + length))) length -= 1
      found.push(this.#idOf(run.slice(start, start + length)))
      start += length
    }
  }

  #idOf(word: string): number {
    return this.#rows.get(word) ?? this.size + (hash(word) % otherWords) + (/^\d/u.test(word) ? otherWords : 0)
  }
}

/** The length of the longest word that begins with each pair of characters; most pairs begin none. */
function longestByPair(words: readonly string[]): Map<string, number> {
  const longest = new Map<string, number>()
  for (const word of words) {
    const pair = word.slice(0, 2)
    if (pair.length === 2) longest.set(pair, Math.max(longest.get(pair) ?? 0, word.length))
  }
  return longest
}

/** FNV-1a, 32 bits. */
export function hash(word: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < word.length; index += 1) value = Math.imul(value ^ word.charCodeAt(index), 0x01000193)
  return value >>> 0
}

import type { Filter, Hit, SearchDocument } from '../ports.ts'
import { passes } from './search-filter.ts'
import { Postings } from './search-postings.ts'
import { bestOf } from './search-top.ts'

/** A document without what the inverted index and the matrix hold of it. */
export type ShelvedDocument = Omit<SearchDocument, 'tokens' | 'vector'>

/** The documents of one collection: an inverted index, a matrix of vectors, and exact values for filters. */
export class Shelf {
  readonly #slots = new Map<string, number>()
  readonly #documents: (ShelvedDocument | undefined)[] = []
  readonly #tombstones = new Map<string, number>()
  readonly #free: number[] = []
  readonly #postings = new Postings()
  readonly #lists = new Map<string, string[]>()
  readonly #hasVector: boolean[] = []
  #vectors = new Float32Array(0)
  #dimensions = 0

  get size(): number {
    return this.#slots.size
  }

  /** Puts the document in, unless the version here is the newer. Answers whether anything changed. */
  put(document: SearchDocument): boolean {
    if (this.#isStale(document.id, document.version)) return false
    this.#expectDimensions(document.vector)
    this.#drop(document.id)
    const slot = this.#free.pop() ?? this.#documents.length
    const { tokens, vector, keywords, ...rest } = document
    this.#slots.set(document.id, slot)
    this.#documents[slot] = { ...rest, keywords: this.#shared(keywords) }
    this.#postings.add(slot, tokens === '' ? [] : tokens.split(' '))
    this.#placeVector(slot, vector)
    return true
  }

  /** Takes the document out and remembers its version, so that a late replay cannot bring it back. */
  remove(id: string, version: number): boolean {
    if (this.#isStale(id, version)) return false
    this.#tombstones.set(id, version)
    return this.#drop(id)
  }

  /** BM25 over the documents that pass; best first, ties by id. */
  byTokens(tokens: string, filters: readonly Filter[], size: number): Hit[] {
    this.#free.push(...this.#postings.sweep())
    const scores = this.#postings.scores(tokens.split(' '), this.#documents.length)
    return this.#best(scores, (slot) => scores[slot]! > 0, filters, size)
  }

  /** Inner product with every vector that passes; best first, ties by id. */
  byVector(vector: Float32Array, filters: readonly Filter[], size: number): Hit[] {
    this.#expectDimensions(vector)
    const scores = new Float64Array(this.#documents.length)
    for (let slot = 0; slot < scores.length; slot += 1) if (this.#hasVector[slot] === true) scores[slot] = this.#dot(vector, slot)
    return this.#best(scores, (slot) => this.#hasVector[slot] === true, filters, size)
  }

  /** Everything that passes, unranked. */
  passing(filters: readonly Filter[]): Hit[] {
    return this.#documents.flatMap((document) =>
      document !== undefined && passes(document, filters) ? [{ id: document.id, group: document.group, score: 0 }] : [],
    )
  }

  document(id: string): ShelvedDocument | undefined {
    const slot = this.#slots.get(id)
    return slot === undefined ? undefined : this.#documents[slot]
  }

  #best(scores: Float64Array, isHit: (slot: number) => boolean, filters: readonly Filter[], size: number): Hit[] {
    const isIn = (slot: number) => {
      const document = this.#documents[slot]
      return document !== undefined && isHit(slot) && passes(document, filters)
    }
    const isBefore = (a: number, b: number) => {
      const difference = scores[a]! - scores[b]!
      return difference > 0 || (difference === 0 && this.#documents[a]!.id < this.#documents[b]!.id)
    }
    return bestOf(scores.length, size, isIn, isBefore).map((slot) => {
      const { id, group } = this.#documents[slot]!
      return { id, group, score: scores[slot]! }
    })
  }

  /** Most documents say the same few things; each list of values is kept once. */
  #shared(keywords: Record<string, string[]>): Record<string, string[]> {
    const entries = Object.entries(keywords).map(([name, values]) => {
      const key = values.join('\n')
      const known = this.#lists.get(key)
      if (known === undefined) this.#lists.set(key, values)
      return [name, known ?? values]
    })
    return Object.fromEntries(entries) as Record<string, string[]>
  }

  #drop(id: string): boolean {
    const slot = this.#slots.get(id)
    if (slot === undefined) return false
    this.#postings.remove(slot)
    this.#slots.delete(id)
    this.#documents[slot] = undefined
    this.#hasVector[slot] = false
    return true
  }

  #placeVector(slot: number, vector: Float32Array | undefined): void {
    this.#hasVector[slot] = vector !== undefined
    if (vector === undefined) return
    if (this.#dimensions === 0) this.#dimensions = vector.length
    const needed = (slot + 1) * this.#dimensions
    if (needed > this.#vectors.length) {
      const grown = new Float32Array(Math.max(needed, Math.ceil(this.#vectors.length * 1.25)))
      grown.set(this.#vectors)
      this.#vectors = grown
    }
    this.#vectors.set(vector, slot * this.#dimensions)
  }

  #expectDimensions(vector: Float32Array | undefined): void {
    if (vector === undefined || this.#dimensions === 0 || vector.length === this.#dimensions) return
    throw new Error(`a vector of ${vector.length} dimensions meets an index of ${this.#dimensions}`)
  }

  /** Four sums side by side, for each addition waits for the one before it. */
  #dot(vector: Float32Array, slot: number): number {
    const vectors = this.#vectors
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

  #isStale(id: string, version: number): boolean {
    return version < (this.document(id)?.version ?? this.#tombstones.get(id) ?? 0)
  }
}

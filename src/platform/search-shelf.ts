import type { Filter, Hit, SearchDocument } from '../ports.ts'
import { passes, SlotFilters } from './search-filter.ts'
import { Postings } from './search-postings.ts'
import { VectorRows } from './search-rows.ts'
import { termCounts } from './search-terms.ts'
import { bestScored } from './search-top.ts'
import { hasDirection } from './search-vector.ts'

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
  readonly #rows: VectorRows
  readonly #filters = new SlotFilters((slot) => this.#documents[slot])

  /** With the kernel of search-scan.wat a search by vector is the same and faster. */
  constructor(dimensions: number, kernel?: WebAssembly.Module) {
    this.#rows = new VectorRows(dimensions, kernel)
  }

  get size(): number {
    return this.#slots.size
  }

  /** Puts the document in, unless the version here is the newer. Answers whether anything changed. */
  put(document: SearchDocument): boolean {
    if (this.#isStale(document.id, document.version)) return false
    this.#drop(document.id)
    const slot = this.#free.pop() ?? this.#documents.length
    const { tokens, vector, keywords, ...rest } = document
    this.#slots.set(document.id, slot)
    this.#documents[slot] = { ...rest, keywords: this.#shared(keywords) }
    this.#filters.forget(slot)
    this.#postings.add(slot, tokens === '' ? [] : tokens.split(' '))
    if (vector !== undefined && hasDirection(vector)) this.#rows.place(slot, vector)
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
    const scores = this.#postings.scores(termCounts(tokens), this.#documents.length)
    const isIn = this.#filters.passing(filters, this.#documents.length)
    const isHigher = (a: number, b: number) => {
      const difference = scores[a]! - scores[b]!
      return difference > 0 || (difference === 0 && this.#isBefore(a, b))
    }
    return bestScored(scores, size, isIn, isHigher).map((slot) => this.#hit({ slot, score: scores[slot]! }))
  }

  /** Inner product with every vector that passes; best first, ties by id. */
  byVector(vector: Float32Array, filters: readonly Filter[], size: number): Hit[] {
    if (!hasDirection(vector)) return []
    const isIn = this.#filters.passing(filters, this.#documents.length)
    return this.#rows.nearest(vector, size, isIn, this.#isBefore).map((near) => this.#hit(near))
  }

  /** Everything that passes, unranked. */
  passing(filters: readonly Filter[]): Hit[] {
    return this.#documents.flatMap((document) =>
      document !== undefined && passes(document, filters) ? [{ id: document.id, group: document.group, score: 0 }] : [],
    )
  }

  /** Ids and versions in order of id, after the one given. */
  versions(after: string, limit: number): { id: string; version: number }[] {
    const ids = [...this.#slots.keys()].filter((id) => id > after).toSorted((a, b) => (a < b ? -1 : 1))
    return ids.slice(0, limit).map((id) => ({ id, version: this.document(id)!.version }))
  }

  document(id: string): ShelvedDocument | undefined {
    const slot = this.#slots.get(id)
    return slot === undefined ? undefined : this.#documents[slot]
  }

  readonly #isBefore = (a: number, b: number): boolean => this.#documents[a]!.id < this.#documents[b]!.id

  #hit({ slot, score }: { slot: number; score: number }): Hit {
    const { id, group } = this.#documents[slot]!
    return { id, group, score }
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
    this.#filters.forget(slot)
    this.#rows.clear(slot)
    return true
  }

  #isStale(id: string, version: number): boolean {
    return version < (this.document(id)?.version ?? this.#tombstones.get(id) ?? 0)
  }
}

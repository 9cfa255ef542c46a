import type { Filter, Hit, SearchDocument } from '../ports.ts'

/** Lucene's defaults, so that both engines rank alike. */
const k1 = 1.2
const b = 0.75

/** A posting is one number: the slot above eight bits of term frequency. */
const frequencyBits = 8
const frequencyMax = 2 ** frequencyBits - 1

type Postings = { entries: Uint32Array; length: number; live: number }

/** The documents of one collection: an inverted index, a matrix of vectors, and exact values for filters. */
export class Shelf {
  readonly #slots = new Map<string, number>()
  readonly #documents: (Omit<SearchDocument, 'tokens' | 'vector'> | undefined)[] = []
  readonly #tokensOfSlot: (readonly string[])[] = []
  readonly #lengths: number[] = []
  readonly #tombstones = new Map<string, number>()
  readonly #free: number[] = []
  readonly #postings = new Map<string, Postings>()
  #vectors = new Float32Array(0)
  #dimensions = 0
  #lengthSum = 0
  #live = 0

  get size(): number {
    return this.#live
  }

  /** Puts the document in, unless the version here is the newer. Answers whether anything changed. */
  put(document: SearchDocument): boolean {
    if (this.#isStale(document.id, document.version)) return false
    this.#drop(document.id)
    const slot = this.#free.pop() ?? this.#documents.length
    const { tokens, vector, ...rest } = document
    this.#slots.set(document.id, slot)
    this.#documents[slot] = rest
    this.#index(slot, tokens === '' ? [] : tokens.split(' '))
    this.#placeVector(slot, vector)
    this.#live += 1
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
    return this.#top(this.#bm25(tokens), filters, size)
  }

  /** Inner product with every vector that passes; best first, ties by id. */
  byVector(vector: Float32Array, filters: readonly Filter[], size: number): Hit[] {
    if (vector.length !== this.#dimensions && this.#dimensions !== 0) throw new Error(`a vector of ${vector.length} dimensions meets an index of ${this.#dimensions}`)
    const scores = new Map<number, number>()
    this.#documents.forEach((document, slot) => {
      if (document !== undefined) scores.set(slot, this.#dot(vector, slot))
    })
    return this.#top(scores, filters, size)
  }

  /** Everything that passes, unranked. */
  passing(filters: readonly Filter[]): Hit[] {
    return this.#documents.flatMap((document) => (document !== undefined && passes(document, filters) ? [{ id: document.id, group: document.group, score: 0 }] : []))
  }

  document(id: string): Omit<SearchDocument, 'tokens' | 'vector'> | undefined {
    const slot = this.#slots.get(id)
    return slot === undefined ? undefined : this.#documents[slot]
  }

  #bm25(tokens: string): Map<number, number> {
    const scores = new Map<number, number>()
    const counts = new Map<string, number>()
    for (const token of tokens.split(' ')) counts.set(token, (counts.get(token) ?? 0) + 1)
    const average = this.#live === 0 ? 1 : this.#lengthSum / this.#live
    for (const [token, count] of counts) this.#addTerm(scores, token, count, average)
    return scores
  }

  #addTerm(scores: Map<number, number>, token: string, count: number, average: number): void {
    const postings = this.#postings.get(token)
    if (postings === undefined) return
    const idf = Math.log(1 + (this.#live - postings.live + 0.5) / (postings.live + 0.5))
    for (let at = 0; at < postings.length; at += 1) {
      const entry: number = postings.entries[at]!
      const slot = entry >>> frequencyBits
      if (this.#documents[slot] === undefined) continue
      const frequency = entry & frequencyMax
      const norm = k1 * (1 - b + (b * this.#lengths[slot]!) / average)
      scores.set(slot, (scores.get(slot) ?? 0) + (count * idf * frequency * (k1 + 1)) / (frequency + norm))
    }
  }

  #top(scores: Map<number, number>, filters: readonly Filter[], size: number): Hit[] {
    const hits: Hit[] = []
    for (const [slot, score] of scores) {
      const document = this.#documents[slot]!
      if (filters.length === 0 || passes(document, filters)) hits.push({ id: document.id, group: document.group, score })
    }
    return hits.toSorted(byScore).slice(0, size)
  }

  #index(slot: number, tokens: readonly string[]): void {
    const counts = new Map<string, number>()
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
    for (const [token, count] of counts) this.#post(token, slot, count)
    this.#tokensOfSlot[slot] = [...counts.keys()]
    this.#lengths[slot] = tokens.length
    this.#lengthSum += tokens.length
  }

  #post(token: string, slot: number, count: number): void {
    let postings = this.#postings.get(token)
    if (postings === undefined) {
      postings = { entries: new Uint32Array(2), length: 0, live: 0 }
      this.#postings.set(token, postings)
    }
    if (postings.length === postings.entries.length) {
      const grown = new Uint32Array(Math.ceil(postings.length * 1.5))
      grown.set(postings.entries)
      postings.entries = grown
    }
    postings.entries[postings.length] = ((slot << frequencyBits) | Math.min(count, frequencyMax)) >>> 0
    postings.length += 1
    postings.live += 1
  }

  #drop(id: string): boolean {
    const slot = this.#slots.get(id)
    if (slot === undefined) return false
    for (const token of this.#tokensOfSlot[slot]!) this.#unpost(token, slot)
    this.#slots.delete(id)
    this.#documents[slot] = undefined
    this.#tokensOfSlot[slot] = []
    this.#lengthSum -= this.#lengths[slot]!
    this.#live -= 1
    this.#free.push(slot)
    return true
  }

  #unpost(token: string, slot: number): void {
    const postings = this.#postings.get(token)!
    const kept = postings.entries.subarray(0, postings.length).filter((entry) => entry >>> frequencyBits !== slot)
    if (kept.length === 0) this.#postings.delete(token)
    else this.#postings.set(token, { entries: kept, length: kept.length, live: kept.length })
  }

  #placeVector(slot: number, vector: Float32Array | undefined): void {
    if (vector === undefined) return
    if (this.#dimensions === 0) this.#dimensions = vector.length
    if (vector.length !== this.#dimensions) throw new Error(`a vector of ${vector.length} dimensions meets an index of ${this.#dimensions}`)
    const needed = (slot + 1) * this.#dimensions
    if (needed > this.#vectors.length) {
      const grown = new Float32Array(Math.max(needed, Math.ceil(this.#vectors.length * 1.5)))
      grown.set(this.#vectors)
      this.#vectors = grown
    }
    this.#vectors.set(vector, slot * this.#dimensions)
  }

  #dot(vector: Float32Array, slot: number): number {
    const start = slot * this.#dimensions
    if (start + this.#dimensions > this.#vectors.length) return 0
    let sum = 0
    for (let k = 0; k < this.#dimensions; k += 1) sum += vector[k]! * this.#vectors[start + k]!
    return sum
  }

  #isStale(id: string, version: number): boolean {
    return version < (this.document(id)?.version ?? this.#tombstones.get(id) ?? 0)
  }
}

export function passes(document: Pick<SearchDocument, 'keywords' | 'numbers'>, filters: readonly Filter[]): boolean {
  return filters.every((filter) => passesOne(document, filter))
}

function passesOne(document: Pick<SearchDocument, 'keywords' | 'numbers'>, filter: Filter): boolean {
  if ('or' in filter) return filter.or.some((inner) => passesOne(document, inner))
  if ('not' in filter) return !passesOne(document, filter.not)
  if ('anyOf' in filter) return document.keywords[filter.field]?.some((value) => filter.anyOf.includes(value)) ?? false
  const value = document.numbers[filter.field]
  return value !== undefined && value >= (filter.min ?? Number.NEGATIVE_INFINITY) && value <= (filter.max ?? Number.POSITIVE_INFINITY)
}

function byScore(a: Hit, b: Hit): number {
  return b.score - a.score || (a.id < b.id ? -1 : 1)
}

/** Lucene's defaults, so that both engines rank alike. */
const k1 = 1.2
const b = 0.75

/** A posting is one number: the slot above eight bits of term frequency. */
const frequencyBits = 8
const frequencyMax = 2 ** frequencyBits - 1

type List = { entries: Uint32Array; length: number }

/** An inverted index over slots, scored by BM25 (Robertson and Zaragoza 2009). */
export class Postings {
  readonly #ids = new Map<string, number>()
  readonly #lists: List[] = []
  /** Slots taken out whose entries still stand in the lists. */
  readonly #dead = new Set<number>()
  readonly #lengths: number[] = []
  #lengthSum = 0
  #live = 0

  /** The slot must be free of entries: one taken out is free once `sweep` has named it. */
  add(slot: number, tokens: readonly string[]): void {
    const counts = new Map<number, number>()
    for (const token of tokens) {
      const id = this.#idOf(token)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) append(this.#lists[id]!, ((slot << frequencyBits) | Math.min(count, frequencyMax)) >>> 0)
    this.#lengths[slot] = tokens.length
    this.#lengthSum += tokens.length
    this.#live += 1
  }

  remove(slot: number): void {
    this.#dead.add(slot)
    this.#lengthSum -= this.#lengths[slot]!
    this.#lengths[slot] = 0
    this.#live -= 1
  }

  /**
   * Takes the entries of slots taken out from every list and answers those slots: one pass over the index before the
   * next search, instead of every document's tokens kept for the day it goes.
   */
  sweep(): number[] {
    if (this.#dead.size === 0) return []
    for (const list of this.#lists) {
      let kept = 0
      for (let at = 0; at < list.length; at += 1) {
        const entry = list.entries[at]!
        if (!this.#dead.has(entry >>> frequencyBits)) list.entries[kept++] = entry
      }
      list.length = kept
    }
    const free = [...this.#dead]
    this.#dead.clear()
    return free
  }

  /** The score of every slot below `slots`, as of the last sweep; nought where no token meets. */
  scores(tokens: readonly string[], slots: number): Float64Array {
    const scores = new Float64Array(slots)
    const norms = this.#norms(slots)
    const counts = new Map<string, number>()
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1)
    for (const [token, count] of counts) {
      const id = this.#ids.get(token)
      if (id !== undefined) this.#addTerm(scores, norms, this.#lists[id]!, count)
    }
    return scores
  }

  #addTerm(scores: Float64Array, norms: Float64Array, { entries, length }: List, count: number): void {
    const idf = Math.log(1 + (this.#live - length + 0.5) / (length + 0.5))
    const weight = count * idf * (k1 + 1)
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!
      const slot = entry >>> frequencyBits
      const frequency = entry & frequencyMax
      scores[slot]! += (weight * frequency) / (frequency + norms[slot]!)
    }
  }

  #norms(slots: number): Float64Array {
    const average = this.#live === 0 ? 1 : this.#lengthSum / this.#live
    const norms = new Float64Array(slots)
    for (let slot = 0; slot < slots; slot += 1) norms[slot] = k1 * (1 - b + (b * (this.#lengths[slot] ?? 0)) / average)
    return norms
  }

  #idOf(token: string): number {
    const known = this.#ids.get(token)
    if (known !== undefined) return known
    const id = this.#lists.push({ entries: new Uint32Array(2), length: 0 }) - 1
    this.#ids.set(token, id)
    return id
  }
}

function append(list: List, entry: number): void {
  if (list.length === list.entries.length) {
    const grown = new Uint32Array(Math.ceil(list.length * 1.25))
    grown.set(list.entries)
    list.entries = grown
  }
  list.entries[list.length] = entry
  list.length += 1
}

/** Lucene's defaults, so that both engines rank alike. */
const k1 = 1.2
const b = 0.75

/** A posting is one number: the slot above the term's frequency. */
const frequencyBits = 10
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
  /** The part of every document's length in its scores, until the next change. */
  #knownNorms: Float64Array | undefined
  #scores = new Float64Array(0)
  /** Documents that hold any token; the others count for nothing, as in Lucene. */
  #filled = 0

  /** The slot must be free of entries: one taken out is free once `sweep` has named it. */
  add(slot: number, tokens: readonly string[]): void {
    const counts = new Map<number, number>()
    for (const token of tokens) {
      const id = this.#idOf(token)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) append(this.#lists[id]!, ((slot << frequencyBits) | Math.min(count, frequencyMax)) >>> 0)
    this.#knownNorms = undefined
    this.#lengths[slot] = tokens.length
    this.#lengthSum += tokens.length
    if (tokens.length > 0) this.#filled += 1
  }

  remove(slot: number): void {
    this.#dead.add(slot)
    this.#lengthSum -= this.#lengths[slot]!
    if (this.#lengths[slot]! > 0) this.#filled -= 1
    this.#lengths[slot] = 0
    this.#knownNorms = undefined
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

  /** The score of every slot below `slots`, as of the last sweep; nought where no term meets. The next call writes over it. */
  scores(terms: ReadonlyMap<string, number>, slots: number): Float64Array {
    const scores = this.#emptyScores(slots)
    const norms = (this.#knownNorms ??= this.#norms(slots))
    for (const [token, count] of terms) {
      const id = this.#ids.get(token)
      if (id !== undefined) this.#addTerm(scores, norms, this.#lists[id]!, count)
    }
    return scores
  }

  #emptyScores(slots: number): Float64Array {
    if (this.#scores.length < slots) this.#scores = new Float64Array(Math.ceil(slots * 1.25))
    return this.#scores.subarray(0, slots).fill(0)
  }

  #addTerm(scores: Float64Array, norms: Float64Array, { entries, length }: List, count: number): void {
    const idf = Math.log(1 + (this.#filled - length + 0.5) / (length + 0.5))
    const weight = count * idf * (k1 + 1)
    for (let at = 0; at < length; at += 1) {
      const entry = entries[at]!
      const slot = entry >>> frequencyBits
      const frequency = entry & frequencyMax
      scores[slot]! += (weight * frequency) / (frequency + norms[slot]!)
    }
  }

  #norms(slots: number): Float64Array {
    const average = this.#filled === 0 ? 1 : this.#lengthSum / this.#filled
    const norms = new Float64Array(slots)
    for (let slot = 0; slot < slots; slot += 1) norms[slot] = k1 * (1 - b + (b * quantised(this.#lengths[slot] ?? 0)) / average)
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

/**
 * The length that Lucene has left of a document after packing it into a byte, by its SmallFloat.intToByte4: exact below
 * 40, four significant bits above (Lucene 9.12, org.apache.lucene.util.SmallFloat). The average stays that of the true ones.
 */
export function quantised(length: number): number {
  const above = length - 24
  if (above < 16) return length
  const shift = 28 - Math.clz32(above)
  return 24 + ((above >> shift) << shift)
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

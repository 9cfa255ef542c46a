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
  /** The token ids of each slot, so that it can be taken out again. */
  readonly #tokens: (Uint32Array | undefined)[] = []
  readonly #lengths: number[] = []
  #lengthSum = 0
  #live = 0

  add(slot: number, tokens: readonly string[]): void {
    const counts = new Map<number, number>()
    for (const token of tokens) {
      const id = this.#idOf(token)
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    for (const [id, count] of counts) append(this.#lists[id]!, ((slot << frequencyBits) | Math.min(count, frequencyMax)) >>> 0)
    this.#tokens[slot] = Uint32Array.from(counts.keys())
    this.#lengths[slot] = tokens.length
    this.#lengthSum += tokens.length
    this.#live += 1
  }

  remove(slot: number): void {
    for (const id of this.#tokens[slot] ?? []) withdraw(this.#lists[id]!, slot)
    this.#tokens[slot] = undefined
    this.#lengthSum -= this.#lengths[slot]!
    this.#live -= 1
  }

  /** The score of every slot below `slots`; nought where no token meets. */
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
    const grown = new Uint32Array(Math.ceil(list.length * 1.5))
    grown.set(list.entries)
    list.entries = grown
  }
  list.entries[list.length] = entry
  list.length += 1
}

function withdraw(list: List, slot: number): void {
  const at = list.entries.subarray(0, list.length).findIndex((entry) => entry >>> frequencyBits === slot)
  if (at < 0) return
  list.entries[at] = list.entries[list.length - 1]!
  list.length -= 1
}

import type { WordBag, WordTable } from '../shared/word-table.ts'

/**
 * A demand's words beside the words of everything it is compared with. Each distinct word of the supply side is
 * measured once, however many texts hold it (late interaction, Khattab and Zaharia 2020, over static vectors).
 */
export class Meeting {
  readonly demand: WordBag
  readonly #table: WordTable
  readonly #row = new Map<number, number>()
  #near: Float32Array = new Float32Array(0)
  #best: Float32Array = new Float32Array(0)

  constructor(table: WordTable, demand: WordBag) {
    this.#table = table
    this.demand = demand
  }

  /** Measures the words of these bags, all at once; a bag must be admitted before it is met. */
  admit(bags: Iterable<WordBag>): void {
    const fresh: number[] = []
    for (const bag of bags) {
      for (const id of bag.ids) {
        if (this.#row.has(id)) continue
        this.#row.set(id, this.#row.size)
        fresh.push(id)
      }
    }
    if (fresh.length === 0) return
    const width = this.demand.ids.length
    const near = this.#table.nearness(this.demand, Int32Array.from(fresh))
    const best = new Float32Array(fresh.length)
    for (let row = 0; row < fresh.length; row += 1) {
      let most = 0
      for (let at = row * width; at < (row + 1) * width; at += 1) if (near[at]! > most) most = near[at]!
      best[row] = most
    }
    this.#near = concat(this.#near, near)
    this.#best = concat(this.#best, best)
  }

  /** For each word of the demand, its nearest word of the bag. */
  forward(bag: WordBag): Float32Array {
    const width = this.demand.ids.length
    const nearest = new Float32Array(width)
    const near = this.#near
    for (const id of bag.ids) {
      const start = this.#row.get(id)! * width
      for (let q = 0; q < width; q += 1) {
        const value = near[start + q]!
        if (value > nearest[q]!) nearest[q] = value
      }
    }
    return nearest
  }

  /** The weight of the bag's words that the demand answers; divided by the bag's total it is a share. */
  backward(bag: WordBag): number {
    let weight = 0
    bag.ids.forEach((id, index) => (weight += bag.weights[index]! * this.#best[this.#row.get(id)!]!))
    return weight
  }
}

/** The weighted share of a set of demand words that a forward answer covers. */
export function share(forward: Float32Array, weights: Float32Array, total: number, positions?: Int32Array): number {
  if (total === 0) return 0
  let sum = 0
  for (let index = 0; index < weights.length; index += 1) sum += weights[index]! * forward[positions?.[index] ?? index]!
  return sum / total
}

function concat(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b
  const both = new Float32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

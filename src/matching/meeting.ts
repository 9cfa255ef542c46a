import type { WordBag, WordTable } from '../shared/word-table.ts'

/** Some of a demand's words: where they stand in the demand's bag, and what each weighs here. */
export type AskedWords = { positions: Int32Array; weights: Float32Array; total: number }

/** Beyond every id that a word of the table, or one outside it, can have. */
const noWord = 0x7fff_ffff

/**
 * A demand's words beside the words of everything it is compared with. Each distinct word of the supply side is
 * measured once, however many texts hold it (late interaction, Khattab and Zaharia 2020, over static vectors).
 */
export class Meeting {
  readonly demand: WordBag
  /** The row of each word of the table, or -1; words outside it stand in a map. */
  readonly #tableRows: Int32Array
  readonly #otherRows = new Map<number, number>()
  readonly #ids: number[] = []
  readonly #width: number
  readonly #near: Float32Array
  readonly #best: Float32Array
  readonly #lists = new Map<WordBag, Int32Array>()
  readonly #forwards = new Map<WordBag, Float32Array>()

  /** Words that stand in none of these bags are near to nothing when a text is met later. */
  constructor(table: WordTable, demand: WordBag, bags: readonly WordBag[]) {
    this.demand = demand
    this.#tableRows = new Int32Array(table.size).fill(-1)
    const lists = bags.map((bag) => bag.ids.map((id) => this.#admit(id)))
    bags.forEach((bag, index) => this.#lists.set(bag, lists[index]!))
    // One row more, which is near to nothing, stands for every word that comes later and is in none of the bags.
    const { width, near, nearest } = table.meet(demand.ids, Int32Array.from([...this.#ids, noWord]), lists)
    this.#width = width
    this.#near = near
    this.#best = greatestByRow(near, width, this.#ids.length + 1)
    bags.forEach((bag, index) => this.#forwards.set(bag, nearest.subarray(index * width, (index + 1) * width)))
  }

  /** For each word of the demand, how near the nearest word of the bag comes. */
  forward(bag: WordBag): Float32Array {
    const known = this.#forwards.get(bag)
    if (known !== undefined) return known
    const nearest = new Float32Array(this.#width)
    for (const row of this.#rowsOf(bag)) {
      const start = row * this.#width
      for (let q = 0; q < this.#width; q += 1) nearest[q] = Math.max(nearest[q]!, this.#near[start + q]!)
    }
    return nearest
  }

  /** The weight of the bag's words that the demand answers; divided by the bag's total it is a share. */
  backward(bag: WordBag): number {
    let weight = 0
    const rows = this.#rowsOf(bag)
    for (let index = 0; index < rows.length; index += 1) weight += bag.weights[index]! * this.#best[rows[index]!]!
    return weight
  }

  /** The share of some of the demand's words that the bag covers; for short texts cheaper than `forward`. */
  covers({ positions, weights, total }: AskedWords, bag: WordBag): number {
    if (total === 0) return 0
    const rows = this.#rowsOf(bag)
    let covered = 0
    for (let index = 0; index < positions.length; index += 1) {
      let most = 0
      for (const row of rows) most = Math.max(most, this.#near[row * this.#width + positions[index]!]!)
      covered += weights[index]! * most
    }
    return covered / total
  }

  #admit(id: number): number {
    const known = this.#rowOf(id)
    if (known >= 0) return known
    const row = this.#ids.push(id) - 1
    if (id < this.#tableRows.length) this.#tableRows[id] = row
    else this.#otherRows.set(id, row)
    return row
  }

  #rowOf(id: number): number {
    return id < this.#tableRows.length ? this.#tableRows[id]! : (this.#otherRows.get(id) ?? -1)
  }

  #rowsOf(bag: WordBag): Int32Array {
    const known = this.#lists.get(bag)
    if (known !== undefined) return known
    const rows = bag.ids.map((id) => {
      const row = this.#rowOf(id)
      return row < 0 ? this.#ids.length : row
    })
    this.#lists.set(bag, rows)
    return rows
  }
}

/** The weighted share of asked words that a forward answer covers. */
export function shareOf(forward: Float32Array, { positions, weights, total }: AskedWords): number {
  if (total === 0) return 0
  let sum = 0
  for (let index = 0; index < positions.length; index += 1) sum += weights[index]! * forward[positions[index]!]!
  return sum / total
}

function greatestByRow(near: Float32Array, width: number, rows: number): Float32Array {
  const greatest = new Float32Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let most = 0
    for (let at = row * width; at < (row + 1) * width; at += 1) if (near[at]! > most) most = near[at]!
    greatest[row] = most
  }
  return greatest
}

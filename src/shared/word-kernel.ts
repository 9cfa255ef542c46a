/** The rows of one meeting: how near each id comes to each query word, and each list's nearest to each. */
export type Met = {
  /** Query words, padded to a multiple of four. */
  width: number
  /** Row-major: ids[i] and query word q at i * width + q; cosine to the fourth power, 1 for the same word. */
  near: Float32Array
  /** Row-major: the nearest of list i to query word q at i * width + q. */
  nearest: Float32Array
}

type Exports = {
  memory: WebAssembly.Memory
  nearness(
    rows: number,
    lengths: number,
    ids: number,
    count: number,
    query: number,
    queryLengths: number,
    width: number,
    dimensions: number,
    out: number,
  ): void
  nearest(near: number, rows: number, count: number, width: number, out: number): void
}

const pageBytes = 65_536

/** Int8 rows in WebAssembly memory, and the two loops that meeting words comes down to. */
export class WordKernel {
  readonly #exports: Exports
  readonly #size: number
  readonly #dimensions: number
  readonly #lengthsAt: number
  readonly #scratchAt: number

  /** One more row of noughts stands behind the table: every word outside it is given that row. */
  constructor(module: WebAssembly.Module, rows: Int8Array, dimensions: number) {
    this.#exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports
    this.#size = rows.length / dimensions
    this.#dimensions = dimensions
    this.#lengthsAt = aligned(rows.length + dimensions)
    this.#scratchAt = aligned(this.#lengthsAt + (this.#size + 1) * 4)
    this.#reserve(this.#scratchAt)
    new Int8Array(this.#exports.memory.buffer).set(rows)
    new Float32Array(this.#exports.memory.buffer, this.#lengthsAt, this.#size).set(inverseLengths(rows, dimensions))
  }

  /** The int8 rows of all words, one after the other; valid until the next meeting, which may move the memory. */
  rows(): Int8Array {
    return new Int8Array(this.#exports.memory.buffer, 0, this.#size * this.#dimensions)
  }

  /** All of `ids` beside all of `query`, and the nearest of each list of positions within `ids`. */
  meet(query: Int32Array, ids: Int32Array, lists: readonly Int32Array[]): Met {
    const width = Math.max(4, Math.ceil(query.length / 4) * 4)
    const { queryAt, queryLengthsAt, idsAt, nearAt, listAt, nearestAt } = this.#place(width, ids.length, lists)
    this.#writeQuery(query, width, queryAt, queryLengthsAt)
    const memory = this.#exports.memory.buffer
    new Int32Array(memory, idsAt, ids.length).set(ids.map((id) => Math.min(id, this.#size)))
    this.#exports.nearness(0, this.#lengthsAt, idsAt, ids.length, queryAt, queryLengthsAt, width, this.#dimensions, nearAt)
    const near = new Float32Array(memory, nearAt, ids.length * width)
    markSame(near, width, query, ids)
    lists.forEach((list, index) => {
      new Int32Array(memory, listAt, list.length).set(list)
      this.#exports.nearest(nearAt, listAt, list.length, width, nearestAt + index * width * 4)
    })
    return { width, near: near.slice(), nearest: new Float32Array(memory, nearestAt, lists.length * width).slice() }
  }

  #place(width: number, ids: number, lists: readonly Int32Array[]) {
    const queryAt = this.#scratchAt
    const queryLengthsAt = aligned(queryAt + width * this.#dimensions * 2)
    const idsAt = aligned(queryLengthsAt + width * 4)
    const nearAt = aligned(idsAt + ids * 4)
    const listAt = aligned(nearAt + ids * width * 4)
    const nearestAt = aligned(listAt + lists.reduce((most, list) => Math.max(most, list.length), 0) * 4)
    this.#reserve(nearestAt + lists.length * width * 4)
    return { queryAt, queryLengthsAt, idsAt, nearAt, listAt, nearestAt }
  }

  #writeQuery(query: Int32Array, width: number, queryAt: number, queryLengthsAt: number): void {
    const memory = this.#exports.memory.buffer
    const vectors = new Int16Array(memory, queryAt, width * this.#dimensions).fill(0)
    const lengths = new Float32Array(memory, queryLengthsAt, width).fill(0)
    const tableLengths = new Float32Array(memory, this.#lengthsAt, this.#size)
    const rows = this.rows()
    query.forEach((id, q) => {
      if (id >= this.#size) return
      vectors.set(rows.subarray(id * this.#dimensions, (id + 1) * this.#dimensions), q * this.#dimensions)
      lengths[q] = tableLengths[id]!
    })
  }

  #reserve(bytes: number): void {
    const missing = bytes - this.#exports.memory.buffer.byteLength
    if (missing > 0) this.#exports.memory.grow(Math.ceil(missing / pageBytes))
  }
}

/** A word is wholly near itself, whatever its quantised row says, and so is a word outside the table. */
function markSame(near: Float32Array, width: number, query: Int32Array, ids: Int32Array): void {
  const place = new Map(Array.from(query, (id, q) => [id, q]))
  ids.forEach((id, row) => {
    const q = place.get(id)
    if (q !== undefined) near[row * width + q] = 1
  })
}

function inverseLengths(rows: Int8Array, dimensions: number): Float32Array {
  return Float32Array.from({ length: rows.length / dimensions }, (_, row) => {
    let squares = 0
    for (let k = row * dimensions; k < (row + 1) * dimensions; k += 1) squares += rows[k]! * rows[k]!
    return squares === 0 ? 0 : 1 / Math.sqrt(squares)
  })
}

function aligned(at: number): number {
  return Math.ceil(at / 16) * 16
}

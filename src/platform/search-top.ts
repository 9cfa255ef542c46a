/**
 * The first `size` of the numbers 0..count-1 that are in, in order. A binary heap keeps the worst of the best on top,
 * so that a large market is passed over once and never sorted.
 */
export function bestOf(
  count: number,
  size: number,
  isIn: (item: number) => boolean,
  isBefore: (a: number, b: number) => boolean,
): number[] {
  const heap: number[] = []
  for (let item = 0; item < count; item += 1) {
    if (heap.length < size) {
      if (isIn(item)) rise(heap, heap.push(item) - 1, isBefore)
    } else if (size > 0 && isBefore(item, heap[0]!) && isIn(item)) {
      heap[0] = item
      sink(heap, isBefore)
    }
  }
  return heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
}

function rise(heap: number[], start: number, isBefore: (a: number, b: number) => boolean): void {
  for (let at = start; at > 0;) {
    const parent = (at - 1) >> 1
    if (!isBefore(heap[parent]!, heap[at]!)) return
    swap(heap, at, parent)
    at = parent
  }
}

function sink(heap: number[], isBefore: (a: number, b: number) => boolean): void {
  for (let at = 0; ;) {
    let worst = at
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(heap[worst]!, heap[child]!)) worst = child
    if (worst === at) return
    swap(heap, at, worst)
    at = worst
  }
}

function swap(heap: number[], a: number, b: number): void {
  const item = heap[a]!
  heap[a] = heap[b]!
  heap[b] = item
}

/** The greatest few of many numbers, of which only the least matters: a heap with the least on top. */
export class Least {
  readonly #heap: Float64Array
  #count = 0

  constructor(size: number) {
    this.#heap = new Float64Array(size)
  }

  /** The least of the greatest `size`, or nothing as long as there are not so many. */
  get least(): number {
    return this.#count < this.#heap.length ? -Infinity : this.#heap[0]!
  }

  /** Answers what is the least now. */
  add(value: number): number {
    if (this.#count < this.#heap.length) this.#rise(value)
    else if (value > this.#heap[0]!) this.#sink(value)
    return this.least
  }

  #rise(value: number): void {
    const heap = this.#heap
    let at = this.#count
    this.#count += 1
    for (; at > 0 && heap[(at - 1) >> 1]! > value; at = (at - 1) >> 1) heap[at] = heap[(at - 1) >> 1]!
    heap[at] = value
  }

  #sink(value: number): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1
      if (child >= heap.length || heap[child]! >= value) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = value
  }
}

/**
 * The same for scores above nought, where most can be told at a glance to be too low: `isIn` and `isBefore` are asked
 * of those alone that reach what the best so far reach.
 */
export function bestScored(
  scores: Float64Array,
  size: number,
  isIn: (item: number) => boolean,
  isBefore: (a: number, b: number) => boolean,
): number[] {
  const best = new Least(Math.min(size, scores.length))
  const found: number[] = []
  let limit = size > 0 ? Number.MIN_VALUE : Infinity
  for (let item = 0; item < scores.length; item += 1) {
    if (scores[item]! < limit || !isIn(item)) continue
    found.push(item)
    limit = Math.max(limit, best.add(scores[item]!))
  }
  const top = found.filter((item) => scores[item]! >= limit)
  return top.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).slice(0, size)
}

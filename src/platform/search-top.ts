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

type Entry = { key: number; item: number }

/** A binary heap: the least key comes out first. */
export class Heap {
  readonly #entries: Entry[] = []

  push(key: number, item: number): void {
    const entries = this.#entries
    let index = entries.length
    entries.push({ key, item })
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (entries[parent]!.key <= key) break
      entries[index] = entries[parent]!
      index = parent
    }
    entries[index] = { key, item }
  }

  pop(): Entry | undefined {
    const entries = this.#entries
    const top = entries[0]
    const last = entries.pop()
    if (top === undefined || last === undefined || entries.length === 0) return top
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= entries.length) break
      if (child + 1 < entries.length && entries[child + 1]!.key < entries[child]!.key) child++
      if (entries[child]!.key >= last.key) break
      entries[index] = entries[child]!
      index = child
    }
    entries[index] = last
    return top
  }
}

import type { Sat } from './sat.ts'

type Node = { left: Node; right: Node; outputs: number[]; size: number } | { left: undefined; outputs: number[]; size: number }

/**
 * Counts true literals in unary: `atLeast(n)` is implied true once n of them are.
 * Outputs are made when asked for (an incremental totalizer, as in OLL).
 */
export class Totalizer {
  readonly #sat: Sat
  readonly #root: Node
  readonly size: number

  constructor(sat: Sat, literals: readonly number[]) {
    this.#sat = sat
    this.#root = build(literals)
    this.size = literals.length
  }

  atLeast(count: number): number {
    this.#extend(this.#root, count)
    return this.#root.outputs[count - 1]!
  }

  #extend(node: Node, count: number): void {
    const wanted = Math.min(count, node.size)
    if (node.left === undefined || node.outputs.length >= wanted) return
    const { left, right, outputs } = node
    this.#extend(left, wanted)
    this.#extend(right, wanted)
    const before = outputs.length
    while (outputs.length < wanted) outputs.push(this.#sat.newVar())
    for (let a = 0; a <= Math.min(left.size, wanted); a++)
      for (let b = Math.max(0, before + 1 - a); b <= Math.min(right.size, wanted - a); b++) {
        const clause = [outputs[a + b - 1]!]
        if (a > 0) clause.push(-left.outputs[a - 1]!)
        if (b > 0) clause.push(-right.outputs[b - 1]!)
        this.#sat.addClause(clause)
      }
    for (let n = Math.max(before, 1); n < wanted; n++) this.#sat.addClause([outputs[n - 1]!, -outputs[n]!])
  }
}

function build(literals: readonly number[]): Node {
  if (literals.length === 1) return { left: undefined, outputs: [literals[0]!], size: 1 }
  const middle = literals.length >> 1
  return {
    left: build(literals.slice(0, middle)),
    right: build(literals.slice(middle)),
    outputs: [],
    size: literals.length,
  }
}

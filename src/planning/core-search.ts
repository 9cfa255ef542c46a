import type { Sat } from './sat.ts'
import { Totalizer } from './totalizer.ts'

/** What is wished for; giving it up costs `weight` and may leave weaker wishes, which `weaken` makes. */
type Wish = { literal: number; weight: number; weaken: (weight: number) => void }

const trimConflicts = 500
const trimMax = 80
const weightMin = 1e-9

/**
 * Assumes every wish and gives up what the solver proves to be impossible together (OLL), so what is given up is a
 * proven bound. New wishes come in only when all the others hold: each model on the way is a plan worth showing.
 */
export class CoreSearch {
  readonly #sat: Sat
  readonly #wishes = new Map<number, Wish>()
  #later: Wish[] = []
  bound = 0

  constructor(sat: Sat) {
    this.#sat = sat
  }

  wish(literal: number, weight: number, weaken: (weight: number) => void = () => {}): void {
    this.#later.push({ literal, weight, weaken })
  }

  /** `model`: the solver holds one, but wishes wait; `optimum`: one that is as good as the bound. */
  step(conflicts: number): 'model' | 'optimum' | 'core' | 'unknown' | 'impossible' {
    const verdict = this.#sat.solve({ assumptions: [...this.#wishes.keys()], conflicts })
    if (verdict === 'unknown') return 'unknown'
    if (verdict === 'satisfiable') return this.#later.length === 0 ? 'optimum' : 'model'
    const core = this.#trim(this.#sat.failedAssumptions())
    if (core.length === 0) return 'impossible'
    this.#giveUp(core)
    return 'core'
  }

  /** To be called once a model has been read: new clauses make the solver forget it. */
  bringIn(): void {
    for (const wish of this.#later) {
      const known = this.#wishes.get(wish.literal)
      if (known === undefined) this.#wishes.set(wish.literal, wish)
      else known.weight += wish.weight
    }
    this.#later = []
  }

  #trim(core: number[]): number[] {
    if (core.length < 2 || core.length > trimMax) return core
    let kept = core
    for (const literal of core) {
      if (!kept.includes(literal)) continue
      const assumptions = kept.filter((other) => other !== literal)
      if (this.#sat.solve({ assumptions, conflicts: trimConflicts }) === 'unsatisfiable') kept = this.#sat.failedAssumptions()
    }
    return kept
  }

  #giveUp(core: readonly number[]): void {
    const wishes = core.map((literal) => this.#wishes.get(literal)!)
    const weight = Math.min(...wishes.map((wish) => wish.weight))
    this.bound += weight
    for (const wish of wishes) {
      wish.weight -= weight
      if (wish.weight < weightMin) this.#wishes.delete(wish.literal)
      wish.weaken(weight)
    }
    if (core.length === 1) this.#sat.addClause([-core[0]!])
    else
      this.#allowMore(
        new Totalizer(
          this.#sat,
          core.map((literal) => -literal),
        ),
        2,
        weight,
      )
  }

  #allowMore(broken: Totalizer, count: number, weight: number): void {
    if (count <= broken.size) this.wish(-broken.atLeast(count), weight, (left) => this.#allowMore(broken, count + 1, left))
  }
}

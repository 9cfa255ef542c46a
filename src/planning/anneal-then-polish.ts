import type { AnnealPlanner } from './anneal-planner.ts'
import type { PolishPlanner } from './polish-planner.ts'
import { isBetter } from './score.ts'
import type { Found } from './score.ts'
import { nothingProven } from './search.ts'
import type { Bound, Search } from './search.ts'

/** The share of the time after which annealing gains less than polishing what it found. */
const polishFrom = 0.2
/** How far the annealing's own schedule is by then. */
const annealedBy = 0.5

/** Annealing while it gains most, then polishing; where not all meetings fit, annealing to the end. */
export class AnnealThenPolish implements Search {
  readonly #annealing: AnnealPlanner
  readonly #polish: PolishPlanner

  constructor(annealing: AnnealPlanner, polish: PolishPlanner) {
    this.#annealing = annealing
    this.#polish = polish
  }

  step(elapsed: number): boolean {
    if (elapsed < polishFrom) return this.#anneal((elapsed / polishFrom) * annealedBy)
    if (this.#polish.found() !== undefined) return this.#polish.step()
    return this.#anneal(annealedBy + ((elapsed - polishFrom) / (1 - polishFrom)) * (1 - annealedBy))
  }

  hear(found: Found): void {
    this.#annealing.hear(found)
    this.#polish.hear(found)
  }

  found(): Found | undefined {
    const [annealed, polished] = [this.#annealing.found(), this.#polish.found()]
    return polished !== undefined && isBetter(polished.score, annealed?.score) ? polished : annealed
  }

  bound(): Bound {
    return nothingProven
  }

  close(): void {
    this.#polish.close()
  }

  #anneal(elapsed: number): boolean {
    const isGoingOn = this.#annealing.step(elapsed)
    const found = this.#annealing.found()
    if (found !== undefined) this.#polish.hear(found)
    return isGoingOn
  }
}

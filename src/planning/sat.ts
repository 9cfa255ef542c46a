import type { Cadical } from 'cadical-wasm'

/** What the planner needs of a satisfiability solver: variables from 1, a negative literal is "not". */
export type Sat = Pick<Cadical, 'addClause' | 'newVar' | 'value' | 'failedAssumptions' | 'phase' | 'solve' | 'dispose'>

/** Undefined where WebAssembly may not be compiled at run time, as in workerd. */
export async function openSat(seed: number): Promise<Sat | undefined> {
  try {
    const { Cadical } = await import('cadical-wasm')
    // Keeping the best phases also outside stable mode found the hard timetables several times sooner.
    return await Cadical.create({ quiet: true, seed, target: 2 })
  } catch {
    return undefined
  }
}

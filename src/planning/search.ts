import type { Found } from './score.ts'

/** One way of looking for a timetable, in short steps, so that it can be stopped and told what others found. */
export type Search = {
  /** Works for some tens of milliseconds; false when it has nothing more to do. `elapsed` is the share of the time gone. */
  step: (elapsed: number) => boolean
  /** Tells it of a timetable another search found. */
  hear: (found: Found) => void
  /** The best of its own, and what it has proven: no timetable scores below it. */
  found: () => Found | undefined
  bound: () => Bound
  close: () => void
}

/** Breaks are bounded only where every meeting that can be placed is: `missed` is what must stay out at least. */
export type Bound = { missed: number; breaks: number }
export const nothingProven: Bound = { missed: 0, breaks: 0 }

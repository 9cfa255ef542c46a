import { breaksAllowed } from './board.ts'
import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'

/** How good a timetable without faults is, the most important first; less is better throughout. */
export type Score = { missed: number; crowd: number; breaks: number; gap: number }
export type Found = { slots: Slots; score: Score }

export function isBetter(one: Score, other: Score | undefined): boolean {
  if (other === undefined) return true
  if (Math.abs(one.missed - other.missed) > 1e-9) return one.missed < other.missed
  if (one.crowd !== other.crowd) return one.crowd < other.crowd
  return one.breaks === other.breaks ? one.gap < other.gap : one.breaks < other.breaks
}

export function scoreOf(grid: Grid, slots: Slots): Score {
  const breaks = breaksOf(grid, slots)
  const gap = breaks.length === 0 ? 0 : Math.max(...breaks) - Math.min(...breaks)
  return {
    missed: slots.reduce((sum, slot, meeting) => sum + (slot === out ? grid.value[meeting]! : 0), 0),
    crowd: Math.max(0, gap - breaksAllowed),
    breaks: breaks.reduce((sum, count) => sum + count, 0),
    gap,
  }
}

/** The idle gaps between two meetings of each person; a run of empty slots counts once. */
export function breaksOf(grid: Grid, slots: Slots): number[] {
  return Array.from({ length: grid.people }, (_, person) => {
    const agenda = grid.agenda.subarray(grid.agendaFrom[person], grid.agendaFrom[person + 1])
    const busy = Array.from(agenda, (meeting) => slots[meeting]!).filter((slot) => slot !== out)
    busy.sort((a, b) => a - b)
    return busy.filter((slot, index) => index > 0 && slot - busy[index - 1]! > 1).length
  })
}

import { addDays } from '../shared/time.ts'
import type { SceneContent } from './scene-content.ts'

/** The dates of a scene in the order in which they must come. */
export const timetable = [
  'opensAt',
  'questionsClose',
  'deadline',
  'decisionAt',
  'startBy',
] as const satisfies readonly (keyof SceneContent)[]

/** Moves the deadline to `deadline`, and by as many days every later step from `from` on, so that the order stays. */
export function delayTimetable(content: SceneContent, deadline: string, from: string): SceneContent {
  if (content.deadline === undefined) return content
  const days = Math.round((Date.parse(deadline) - Date.parse(content.deadline)) / 86_400_000)
  const moved = timetable
    .filter((name) => name !== 'opensAt')
    .flatMap((name) => {
      const date = content[name]
      return date === undefined || date < from ? [] : [[name, addDays(date, days)]]
    })
  return { ...content, ...Object.fromEntries(moved), deadline }
}

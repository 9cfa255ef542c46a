export type Progress = { done: number; total: number; perSecond: number; secondsLeft: number | undefined }

type Run = { doneBefore: number; startedAt: Date; now: Date }

/** How fast this run is, and how long it will still take; what was done before it says nothing of its pace. */
export function progressAt({ done, total }: { done: number; total: number }, { doneBefore, startedAt, now }: Run): Progress {
  const seconds = (now.getTime() - startedAt.getTime()) / 1_000
  const perSecond = seconds > 0 ? (done - doneBefore) / seconds : 0
  // Rows may have come since they were counted.
  const left = Math.max(total - done, 0)
  return { done, total: Math.max(total, done), perSecond, secondsLeft: perSecond > 0 ? left / perSecond : undefined }
}

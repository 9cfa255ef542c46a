type Terminal = { isTTY?: boolean; columns?: number; write: (text: string) => unknown }

export type Progress = { at: (done: number) => void; end: () => void }

/** How far a long command has come, its rate and the time left: one line that moves on a terminal, else a line now and then. */
export function showProgress(
  what: string,
  total: number,
  terminal: Terminal = process.stderr,
  now: () => number = () => performance.now(),
  doneBefore = 0,
): Progress {
  const startedAt = now()
  const everyMs = terminal.isTTY === true ? 100 : 5_000
  let shownAt = -Infinity
  let last = doneBefore
  const show = (done: number) => {
    last = done
    shownAt = now()
    const line = progressLine(what, done, total, now() - startedAt, doneBefore)
    if (terminal.isTTY === true) terminal.write(`\r\u001B[2K${barred(line, done / Math.max(total, 1), terminal.columns ?? 80)}`)
    else terminal.write(`${line}\n`)
  }
  return {
    at: (done) => {
      if (now() - shownAt >= everyMs) show(done)
      else last = done
    },
    end: () => {
      show(last)
      if (terminal.isTTY === true) terminal.write('\n')
    },
  }
}

/** The rate is that of the whole run, so that it does not jump; what was done before it is no part of it. */
export function progressLine(what: string, done: number, total: number, elapsedMs: number, doneBefore = 0): string {
  const perSecond = elapsedMs === 0 ? 0 : ((done - doneBefore) / elapsedMs) * 1_000
  const left = perSecond === 0 || done >= total ? '' : `, ${duration((total - done) / perSecond)} left`
  return `${what} ${done}/${total} (${Math.floor((100 * done) / Math.max(total, 1))} %), ${Math.round(perSecond)}/s${left}`
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

const barWidth = 24

function barred(line: string, share: number, columns: number): string {
  const full = Math.round(Math.min(share, 1) * barWidth)
  const bar = `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] `
  return columns > bar.length + line.length ? bar + line : line.slice(0, Math.max(columns - 1, 0))
}

import type { Clock, Ids } from '../../src/ports.ts'

export const testStart = '2026-03-02T02:00:00Z'

export type TestClock = Clock & { set(instant: string | Date): void; advance(ms: number): void }

/** Stands still until a test moves it. */
export function testClock(start: string | Date = testStart): TestClock {
  let now = new Date(start)
  const clock = () => new Date(now)
  return Object.assign(clock, {
    set: (instant: string | Date) => void (now = new Date(instant)),
    advance: (ms: number) => void (now = new Date(now.getTime() + ms)),
  })
}

/** Shaped like UUIDv7 and counting up, so that a test can be read. */
export function testIds(): Ids {
  let count = 0
  return () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`
}

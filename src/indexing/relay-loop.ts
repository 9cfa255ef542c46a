import { nextDue } from '../db/outbox.ts'
import { drain } from './relay.ts'
import type { RelayPorts } from './relay.ts'

export type Relay = {
  /** There is something to do, now. */
  nudge(): void
  /** Follows what is due, and comes back when that is done. */
  drain(): Promise<void>
  /** Comes back when the batch under way is done; nothing runs after it. */
  stop(): Promise<void>
}

/** Runs the moment it is called for, and otherwise after the time given; answers what calls it off. */
export type Timer = (run: () => void, ms: number) => () => void

/** Without any nudge it still looks this often: another process may have changed something, or died over it. */
export const idleMs = 5_000

const [heldUpMinMs, heldUpMaxMs, nextMinMs] = [500, 10_000, 100]

/** One relay of this process, one batch at a time, waiting on a timer between them. */
export function startRelay(ports: RelayPorts, timer: Timer = nodeTimer): Relay {
  let running: Promise<void> | undefined
  let [isStopped, isNudged] = [false, false]
  let failures = 0
  let cancel = timer(wake, 0)

  function wake(): void {
    if (isStopped || running !== undefined) return
    cancel()
    isNudged = false
    running = run().finally(() => (running = undefined))
    void running.then(async () => schedule(await waitMs()))
  }

  async function run(): Promise<void> {
    try {
      const { isHeldUp } = await drain(ports, () => isStopped)
      failures = isHeldUp ? failures + 1 : 0
    } catch (error) {
      failures += 1
      ports.log('error', 'relay.failed', { error })
    }
  }

  async function waitMs(): Promise<number> {
    if (failures > 0) return Math.min(heldUpMinMs * 2 ** (failures - 1), heldUpMaxMs)
    const due = await nextDue(ports.db).catch(() => undefined)
    return due === undefined ? idleMs : Math.min(Math.max(due.getTime() - ports.clock().getTime(), nextMinMs), idleMs)
  }

  function schedule(ms: number): void {
    if (isStopped || running !== undefined) return
    cancel()
    if (isNudged && failures === 0) wake()
    else cancel = timer(wake, ms)
  }

  return {
    nudge() {
      isNudged = true
      // While nothing answers, requests that change something must not have it asked the more often.
      if (failures === 0) wake()
    },
    async drain() {
      await running
      wake()
      await running
    },
    async stop() {
      isStopped = true
      cancel()
      await running
    },
  }
}

const nodeTimer: Timer = (run, ms) => {
  const handle = setTimeout(run, ms)
  return () => clearTimeout(handle)
}

import type { Clock, Log } from '../ports.ts'

type Level = Parameters<Log>[0]

/** A fault is over when it has not been met for so long: in a storm, every second call may succeed. */
const quietMs = 5_000

/** Says in the log once that something is wrong, however often it is met, and once that it is right again. */
export class FaultNote {
  readonly #ports: { log: Log; clock: Clock }
  readonly #events: { wrong: string; right: string }
  #fault: string | undefined
  #metAt = 0

  constructor(ports: { log: Log; clock: Clock }, events: { wrong: string; right: string }) {
    this.#ports = ports
    this.#events = events
  }

  wrong(level: Level, fault: string, message: string): void {
    this.#metAt = this.#ports.clock().getTime()
    if (this.#fault === fault) return
    this.#fault = fault
    this.#ports.log(level, this.#events.wrong, { fault, message })
  }

  right(): void {
    if (this.#fault === undefined || this.#ports.clock().getTime() - this.#metAt < quietMs) return
    this.#ports.log('info', this.#events.right, { fault: this.#fault })
    this.#fault = undefined
  }
}

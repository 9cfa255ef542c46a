import type { Clock, Log } from '../ports.ts'

/** One JSON object a line. */
export function jsonLog(clock: Clock, write: (line: string) => void): Log {
  return (level, event, detail = {}) => {
    write(JSON.stringify({ at: clock().toISOString(), level, event, ...detail }, readable))
  }
}

/** An Error has no enumerable members of its own. */
function readable(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause } : value
}

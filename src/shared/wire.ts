/** The one place where snake_case of the wire and camelCase of the code meet. Keys change, values never. */

export function toWire(value: unknown): unknown {
  return mapKeys(value, snakeKey)
}

export function fromWire(value: unknown): unknown {
  return mapKeys(value, camelKey)
}

export function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A key that is not snake_case stays as it is marked, so that `someKey` on the wire is refused as unknown. */
export function camelKey(key: string): string {
  if (/[A-Z]/.test(key)) return `?${key}`
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename))
  if (value instanceof Date) return value.toISOString()
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, inner]) => [rename(key), mapKeys(inner, rename)])
  return Object.fromEntries(entries)
}

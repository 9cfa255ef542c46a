/** The unique constraint that the statement broke; undefined for any other error. */
export function brokenUnique(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== uniqueViolation) return undefined
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
}

const uniqueViolation = '23505'

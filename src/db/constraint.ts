/** The unique constraint that the statement broke; undefined for any other error. */
export function brokenUnique(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== uniqueViolation) return undefined
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
}

const uniqueViolation = '23505'

/** The exclusion constraint that was broken, by a statement or, where it is deferred, by the commit; undefined for any other error. */
export function brokenExclusion(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== exclusionViolation) return undefined
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : ''
}

const exclusionViolation = '23P01'

/** Two transactions waited for one another, and this one was given up; tried again it finds what the other wrote. */
export function isDeadlock(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '40P01'
}

/** Whether the statement failed for what a row holds, and not for the database's own sake: classes 22 and 23. */
export function refusesData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/u.test(String(error.code))
}

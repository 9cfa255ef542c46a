import type { C } from '../web/http.ts'

/** What is shown once or tells a password is kept nowhere: not by a browser, nor, not even hashed, for an Idempotency-Key. */
export function keepSecret(c: C): void {
  c.header('cache-control', 'no-store')
}

export function setCookies(c: C, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}

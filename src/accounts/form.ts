import { RefusedError } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { C } from '../web/http.ts'

export type Form = Record<string, string>

/** What was typed; fields left empty are absent, as they would be in JSON. */
export async function readForm(c: C): Promise<Form> {
  const { csrf: _csrf, ...body } = await c.req.parseBody({ all: true })
  const typed = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '')
  return Object.fromEntries(typed)
}

/** Every box that was ticked under this name. */
export async function ticked(c: C, name: string): Promise<string[]> {
  const value = (await c.req.parseBody({ all: true }))[name]
  return [value].flat().filter((item): item is string => typeof item === 'string')
}

/** The outcome, or the refusal to show beside the form; a fault stays a fault. */
export async function attempt<T>(run: () => Promise<T> | T): Promise<{ value: T } | { refusal: Refusal }> {
  try {
    return { value: await run() }
  } catch (error) {
    if (error instanceof RefusedError) return { refusal: error.refusal }
    throw error
  }
}

/** An address of ours to go on to; anything that could lead elsewhere is the home page. */
export function ownAddress(address: string | undefined): string {
  return address !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/u.test(address) ? address : '/'
}

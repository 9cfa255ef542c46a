import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { validator } from 'hono/validator'
import type * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { permissions } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { refusals, RefusedError } from '../shared/refusal.ts'
import type { Refusal, RefusalCode } from '../shared/refusal.ts'
import { validated } from '../shared/validated.ts'
import { fromWire, toWire } from '../shared/wire.ts'
import type { Lang } from './language.ts'

export { validated }
export type { FieldError } from '../shared/validated.ts'

/** What every handler finds in its context. */
export type Env = { Variables: { ports: Ports; actor: Actor; lang: Lang; district: District; csrf: string; requestId: string } }

export type District = { id: string; code: string; name: string; nameEn: string; city: string; timeZone: string }

export type C = Context<Env>

/** What a route tells about itself: /openapi.json and the permission test read it from the route's own handlers. */
export type RouteNote = {
  action?: Action
  summary?: string
  /** By status; undefined where there is no body. */
  answers?: Partial<Record<number, v.GenericSchema | undefined>>
  /** The media type of a 200 that is a file, and of a body that is one. */
  gives?: string
  takes?: string
  body?: v.GenericSchema
  isBodyOptional?: boolean
  query?: v.GenericSchema
  refusals?: readonly RefusalCode[]
}

const notes = new WeakMap<object, RouteNote>()

export function noteOf(handler: object): RouteNote | undefined {
  return notes.get(handler)
}

/** The action of the permission matrix that this route stands for, and its line in the reference; the public is told to sign in first. */
export function about(note: RouteNote & { action: Action }): MiddlewareHandler<Env> {
  const handler: MiddlewareHandler<Env> = (c, next) => {
    if (permissions[note.action].to !== 'everybody' && c.get('actor').kind === 'public')
      throw new RefusedError({ code: 'login.required' })
    return next()
  }
  notes.set(handler, note)
  return handler
}

/** Reads a JSON body in snake_case against the schema; unknown keys are refused. */
export function jsonBody<S extends v.GenericSchema>(schema: S) {
  const handler = validator('json', (_value, c) => readJson(c as unknown as C, schema))
  notes.set(handler, { body: schema })
  return handler
}

/** As jsonBody, where sending nothing says as much as an empty object. */
export function optionalJsonBody<S extends v.GenericSchema>(schema: S) {
  type Input = { in: { json: v.InferInput<S> }; out: { json: v.InferOutput<S> } }
  const handler: MiddlewareHandler<Env, string, Input> = async (c, next) => {
    const isEmpty = (await c.req.text()).trim() === ''
    c.req.addValidatedData('json', (isEmpty ? validated(schema, {}) : await readJson(c, schema)) as object)
    return next()
  }
  notes.set(handler, { body: schema, isBodyOptional: true })
  return handler
}

/** Reads the query string against the schema; unknown names are refused. */
export function queryOf<S extends v.GenericSchema>(schema: S) {
  const handler = validator('query', (value) => validated(schema, fromWire(value)))
  notes.set(handler, { query: schema })
  return handler
}

async function readJson<S extends v.GenericSchema>(c: C, schema: S): Promise<v.InferOutput<S>> {
  if (!/^application\/json\b/u.test(c.req.header('content-type') ?? '')) throw new RefusedError({ code: 'request.media_type' })
  let value: unknown
  try {
    value = await c.req.json()
  } catch {
    throw new RefusedError({ code: 'request.malformed_json' })
  }
  // No body is a list, and to valibot a list is an object without keys.
  if (Array.isArray(value))
    throw new RefusedError({ code: 'request.invalid', errors: [{ field: '', message: 'must be an object' }] })
  return validated(schema, fromWire(value))
}

/** JSON on the wire is snake_case. */
export function answer(c: C, value: unknown, status: ContentfulStatusCode = 200): Response {
  return c.json(toWire(value) as object, status)
}

/** RFC 9457; `code` is the stable name, documented at the `type` address. */
export function problem(c: C, refusal: Refusal): Response {
  const { code, ...detail } = refusal
  const { status, zh, en } = refusals[code]
  const members = { type: `/problems/${code}`, title: c.get('lang') === 'en' ? en : zh, status, code }
  // The members come first to be read first, and last so that no detail takes their place.
  const body = { ...members, ...(toWire(detail) as object), ...members }
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
  })
}

/** The row's version, for the If-Match of the change that follows. */
export function withEtag(c: C, version: number): void {
  c.header('etag', `"${version}"`)
}

/** The version the caller read; without it a change could undo somebody else's unseen. */
export function ifMatch(c: C): number {
  const header = c.req.header('if-match')
  if (header === undefined) throw new RefusedError({ code: 'request.precondition_required' })
  // After the version may stand what the ETag middleware added to tell representations apart; a proxy may have put W/ before it.
  const version = /^(?:W\/)?"(\d{1,9})(?:\.[\w-]+)?"$/u.exec(header.trim())?.[1]
  if (version === undefined) throw new RefusedError({ code: 'request.precondition_failed' })
  return Number(version)
}

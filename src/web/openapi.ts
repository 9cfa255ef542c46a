import type { Hono } from 'hono'
import { permissions } from '../accounts/permissions.ts'
import type { Grant } from '../accounts/permissions.ts'
import { refusals } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { noteOf } from './http.ts'
import type { Env, RouteNote } from './http.ts'
import { idempotencyKeyLengthMax } from './idempotency.ts'
import { wireSchema } from './wire-schema.ts'
import type { JsonSchema } from './wire-schema.ts'

export type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }
type Content = Record<string, { schema: JsonSchema }>

export type Route = { method: string; path: string; note: RouteNote }

/** Every route that was mounted, with what its handlers note about themselves put together. */
export function routesOf(app: Hono<Env>): Route[] {
  const routes = new Map<string, Route>()
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue
    const route = routes.get(`${method} ${path}`) ?? { method, path, note: {} }
    Object.assign(route.note, noteOf(handler))
    routes.set(`${method} ${path}`, route)
  }
  return [...routes.values()]
}

/** The OpenAPI 3.1 document of what is mounted under a path. */
export function openApi(app: Hono<Env>, baseUrl: string, version: string, under = '/') {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routesOf(app).filter(({ path }) => path.startsWith(under))) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '对接 Duijie',
      version,
      description: '发布场景、能力档案与双向匹配的接口。Scenes, capability profiles, and matching in both directions.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: baseUrl }],
    paths,
    components: { securitySchemes, schemas: { Problem: problemSchema } },
  }
}

/** The name of the cookie that says who is signed in. */
export const loginCookie = 'duijie_login'

const securitySchemes = {
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  login: { type: 'apiKey', in: 'cookie', name: loginCookie },
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string', description: 'Where the code is documented' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(refusals) },
  },
  required: ['type', 'title', 'status', 'code'],
}

function operation(route: Route): Operation {
  const { method, path, note } = route
  const content = bodyOf(note)
  const body = content === undefined ? {} : { requestBody: { required: note.isBodyOptional !== true, content } }
  return {
    operationId: operationId(method, path),
    summary: note.summary ?? note.action ?? '',
    tags: [tagOf(path)],
    security: grantOf(note).to === 'everybody' ? [{}] : [{ apiKey: [] }, { login: [] }],
    parameters: [...pathParameters(path), ...queryParameters(note), ...headerParameters(route)],
    ...body,
    responses: { ...answersOf(route), ...problemsOf(route) },
  }
}

function bodyOf({ body, takes }: RouteNote): Content | undefined {
  if (takes !== undefined) return { [takes]: { schema: file } }
  return body === undefined ? undefined : { 'application/json': { schema: wireSchema(body) } }
}

const file: JsonSchema = { type: 'string', format: 'binary' }

/** /api/v1/scenes/:id{[0-9]+} is /api/v1/scenes/{id} in OpenAPI. */
function openApiPath(path: string): string {
  return path.replace(parameterPattern, '{$1}')
}

const parameterPattern = /:(\w+)(?:\{[^/]*\})?\??/gu

/** A page and a resource may have the same address below /api/v1. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v1\//u, '')
    .split(/[^A-Za-z0-9]+/u)
    .filter((word) => word !== '')
  const verb = method.toLowerCase()
  return [path.startsWith('/api/') ? verb : `page_${verb}`, ...words].join('_')
}

function tagOf(path: string): string {
  return path.startsWith('/api/v1/') ? path.split('/')[3]! : 'pages'
}

function grantOf(note: RouteNote): Grant {
  return note.action === undefined ? { to: 'registered' } : permissions[note.action]
}

function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(parameterPattern)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(note: RouteNote): Parameter[] {
  if (note.query === undefined) return []
  const { properties = {}, required = [] } = wireSchema(note.query)
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

function headerParameters(route: Route): Parameter[] {
  const key: JsonSchema = { type: 'string', minLength: 1, maxLength: idempotencyKeyLengthMax }
  if (takesIdempotencyKey(route)) return [{ name: 'Idempotency-Key', in: 'header', required: false, schema: key }]
  return needsIfMatch(route) ? [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }] : []
}

function takesIdempotencyKey({ method, path }: Route): boolean {
  return method === 'POST' && path.startsWith('/api/v1/')
}

function needsIfMatch({ method, note }: Route): boolean {
  return method === 'PATCH' || note.refusals?.includes('request.precondition_required') === true
}

function answersOf({ path, note }: Route): Operation['responses'] {
  if (note.answers === undefined)
    return {
      200: {
        description: path.startsWith('/api/') ? 'Done' : 'A page',
        content: { 'text/html': { schema: { type: 'string' } } },
      },
    }
  const answers = Object.entries(note.answers).map(([status, schema]) => {
    const isFile = note.gives !== undefined && status === '200'
    const json = schema === undefined ? {} : { content: { 'application/json': { schema: wireSchema(schema) } } }
    const content = isFile ? { content: { [note.gives!]: { schema: file } } } : json
    return [status, { description: status === '201' ? 'Made' : 'Done', ...content }]
  })
  return Object.fromEntries(answers)
}

/** One response a status, naming every code that comes with it. */
function problemsOf(route: Route): Operation['responses'] {
  const byStatus = Map.groupBy(new Set(codesOf(route)), (code) => refusals[code].status)
  const responses = [...byStatus].map(([status, codes]) => {
    const schema: JsonSchema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] }
    return [
      status,
      {
        description: codes.map((code) => `${code}: ${refusals[code].en}`).join('\n'),
        content: { 'application/problem+json': { schema } },
      },
    ]
  })
  return Object.fromEntries(responses)
}

function codesOf(route: Route): RefusalCode[] {
  const { note } = route
  const ifFile: RefusalCode[] = ['request.media_type', 'request.too_large']
  const ifBody: RefusalCode[] = ['request.malformed_json', 'request.media_type', 'request.too_large', 'request.invalid']
  const ifKeyed: RefusalCode[] = ['request.idempotency_reused', 'request.idempotency_running']
  const ifMatched: RefusalCode[] = ['request.precondition_required', 'request.precondition_failed']
  const to = grantOf(note).to
  return [
    ...(note.refusals ?? []),
    ...(note.body === undefined ? [] : ifBody),
    ...(note.takes === undefined ? [] : ifFile),
    ...(note.query === undefined ? [] : (['request.invalid'] as const)),
    ...(takesIdempotencyKey(route) ? ifKeyed : []),
    ...(needsIfMatch(route) ? ifMatched : []),
    ...(to === 'everybody' ? [] : (['login.required', 'key.invalid'] as const)),
    ...(Array.isArray(to) ? (['actor.forbidden'] as const) : []),
  ]
}

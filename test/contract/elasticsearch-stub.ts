import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** An index as the cluster tells of it. */
export type StubIndex = { aliases: Record<string, object>; mappings: { _meta?: object } }

/** Undefined leaves the request to the stub; anything but an answer under way is sent as JSON. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse, body: string) => unknown

/** As much of Elasticsearch's HTTP as shows what the client makes of a server that misbehaves. */
export type ElasticsearchStub = {
  url: string
  /** Method and path of each request. */
  requests: string[]
  headers: IncomingMessage['headers'][]
  indices: Record<string, StubIndex>
  misbehave: (misbehaviour: Misbehaviour | undefined) => void
  close: () => Promise<void>
}

export async function elasticsearchStub({ port = 0, tls = false } = {}): Promise<ElasticsearchStub> {
  let misbehaviour: Misbehaviour | undefined
  const stub: Omit<ElasticsearchStub, 'url' | 'close' | 'misbehave'> = { requests: [], headers: [], indices: {} }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const path = request.url!.split('?')[0]!
    stub.requests.push(`${request.method} ${path}`)
    stub.headers.push(request.headers)
    const answer = misbehaviour?.(request, response, body) ?? usual(stub.indices, path, body)
    if (answer !== response) send(response, 200, answer)
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => void respond(request, response)
  const identity = { key: readTls('key'), cert: readTls('certificate') }
  const server = tls ? createTlsServer(identity, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    ...stub,
    url: `http${tls ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    misbehave: (next) => void (misbehaviour = next),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Signed by itself, for 127.0.0.1 and the next hundred years. */
export function readTls(name: 'key' | 'certificate'): string {
  return readFileSync(new URL(`tls/${name}.pem`, import.meta.url), 'utf8')
}

export function send(
  response: ServerResponse,
  status: number,
  answer: unknown,
  headers: Record<string, string> = {},
): ServerResponse {
  const json = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }
  return response.writeHead(status, { ...json, ...headers }).end(JSON.stringify(answer))
}

export function refusal(type: string, reason: string): object {
  return { error: { type, reason, root_cause: [{ type, reason }] } }
}

function usual(indices: Record<string, StubIndex>, path: string, body: string): unknown {
  const found = { took: 1, hits: { hits: [{ sort: [2, 'a'], fields: { group: ['g'] } }] } }
  if (path.endsWith('/_search')) return found
  if (path === '/_msearch') return { responses: Array.from({ length: body.trimEnd().split('\n').length / 2 }, () => found) }
  if (path === '/_bulk') return { items: lines(body).map(() => ({ index: { status: 201 } })) }
  return path.includes('-building') ? indices : { acknowledged: true }
}

/** The ids of the documents in a bulk, in order. */
export function lines(body: string): string[] {
  const all = body.trimEnd().split('\n')
  return all.filter((_, at) => at % 2 === 0).map((line) => (JSON.parse(line) as { index: { _id: string } }).index._id)
}

/** The three indices of a set, under the aliases of the role. */
export function setOf(prefix: string, name: string, role: 'serving' | 'building', meta: object): Record<string, StubIndex> {
  return Object.fromEntries(
    ['scene', 'company', 'card'].map((collection) => [
      `${prefix}-${collection}-${name}`,
      {
        aliases: { [role === 'serving' ? `${prefix}-${collection}` : `${prefix}-${collection}-building`]: {} },
        mappings: { _meta: meta },
      },
    ]),
  )
}

import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EmbeddingOptions } from '../../src/platform/embed-openai.ts'
import type { Time } from '../../src/platform/embed-queue.ts'

export type EmbeddingRequest = {
  model: string
  input: string[]
  encoding_format?: string
  dimensions?: number
  input_type?: string
}

/** What to answer instead of the vectors asked for; undefined: the vectors. */
export type Misbehaviour = (request: EmbeddingRequest, response: ServerResponse, call: number) => unknown

export type EmbeddingServer = {
  url: string
  requests: EmbeddingRequest[]
  headers: IncomingHttpHeaders[]
  paths: string[]
  misbehave: (how: Misbehaviour | undefined) => void
  close: () => Promise<void>
}

/** Speaks POST /v1/embeddings on a port of 127.0.0.1. */
export async function embeddingServer(dimensions = 8): Promise<EmbeddingServer> {
  const requests: EmbeddingRequest[] = []
  const headers: IncomingHttpHeaders[] = []
  const paths: string[] = []
  let misbehaviour: Misbehaviour | undefined
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = JSON.parse(Buffer.concat(chunks).toString('utf8')) as EmbeddingRequest
      requests.push(request)
      headers.push(incoming.headers)
      paths.push(`${incoming.method} ${incoming.url}`)
      const other = misbehaviour?.(request, response, requests.length)
      if (other === undefined)
        answer(response, 200, listOf(request.input.map((text) => vectorOf(text, request.dimensions ?? dimensions))))
      else if (other !== response) answer(response, 200, other)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    headers,
    paths,
    misbehave: (how) => void (misbehaviour = how),
    close: () => closed(server),
  }
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  extra: Record<string, string> = {},
): ServerResponse {
  response.writeHead(status, { 'content-type': 'application/json', ...extra }).end(JSON.stringify(body))
  return response
}

export function listOf(vectors: unknown[]) {
  return {
    object: 'list',
    model: 'test',
    data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 1, total_tokens: 1 },
  }
}

/** Some vector that depends on the text alone, and is not of unit length. */
export function vectorOf(text: string, dimensions: number): number[] {
  let state = 7
  for (const character of text) state = (Math.imul(state, 31) + character.codePointAt(0)!) >>> 0
  return Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** What an endpoint is opened with, where a test says nothing else. */
export function optionsFor(url: string): EmbeddingOptions {
  return {
    url,
    apiKey: undefined,
    model: 'test-model',
    dimensions: undefined,
    queryPrefix: '',
    documentPrefix: '',
    inputType: false,
    batch: 64,
    concurrency: 2,
    perMinute: undefined,
  }
}

/** A clock that jumps to the end of every wait. */
export function testTime(): Time & { waits: number[] } {
  let now = Date.parse('2026-03-02T02:00:00Z')
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
    now = Math.max(now, now + ms)
  }
  return { now: () => now, wait, waits }
}

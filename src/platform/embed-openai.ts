import { createHash } from 'node:crypto'
import OpenAI from 'openai'
import type { EmbedPort, Log, Space } from '../ports.ts'
import { UnavailableError } from '../shared/fault.ts'
import { isSameSpace } from '../shared/space.ts'
import { ConfigError } from './config.ts'
import { vectorsOf, WrongVectorsError } from './embed-answer.ts'
import { patiently, realTime, TooManyTextsError } from './embed-patience.ts'
import type { Patience } from './embed-patience.ts'
import { EmbeddingQueue } from './embed-queue.ts'
import type { Time } from './embed-queue.ts'

export type EmbeddingOptions = {
  url: string
  apiKey: string | undefined
  model: string
  /** Asked of the endpoint when given, and expected of every answer. */
  dimensions: number | undefined
  queryPrefix: string
  documentPrefix: string
  /** Sends `input_type`, as endpoints with separate encoders for queries and documents want it. */
  inputType: boolean
  /** Texts sent in one request. */
  batch: number
  /** Requests under way at once. */
  concurrency: number
  /** Texts sent in any minute; undefined: as many as there are. */
  perMinute: number | undefined
}

/** What the start knows beside the options; a test brings its own time. */
export type Surroundings = {
  log?: Log
  /** The dimensions that vectors of this model and version had before, for a start while the endpoint is down. */
  knownDimensions?: (model: string, version: string) => Promise<number | undefined>
  time?: Time
  patience?: Partial<Record<Role, Patience>>
}

type Role = 'query' | 'document'

/** Readers go on without a query's vector sooner than that, but what comes later is kept for the next; the relay has time. */
const defaultPatience: Record<Role, Patience> = {
  query: { totalMs: 8_000, retriesMax: 1 },
  document: { attemptMs: 10_000, perTextMs: 5_000, totalMs: 120_000, retriesMax: 4 },
}

/** Endpoints refuse texts beyond some 8,000 tokens; what a text is about stands at its head. */
const charactersMax = 5_000

/**
 * Any OpenAI-compatible endpoint. One that is down does not keep the program from starting, as long as it is known
 * how many dimensions its vectors have.
 */
export async function openEmbedding(options: EmbeddingOptions, surroundings: Surroundings = {}): Promise<EmbedPort> {
  const endpoint = endpointOf(options, surroundings)
  const { model } = options
  try {
    const asked: Asked = { model, expected: options.dimensions, dimensions: options.dimensions }
    const [vector] = await embedAll(endpoint, asked, ['probe'], 'query')
    return embeddingOf(endpoint, model, vector!.length)
  } catch (error) {
    // Vectors of another length than was set are a mistake of whoever set it, and no time will mend it.
    if (error instanceof WrongVectorsError) throw new ConfigError([error.message])
    if (!(error instanceof UnavailableError)) throw error
    surroundings.log?.('warn', 'embedding.down_at_start', { error: error.message })
    const known = options.dimensions ?? (await surroundings.knownDimensions?.(model, endpoint.version))
    if (known !== undefined) return embeddingOf(endpoint, model, known)
    throw new ConfigError([error.message, 'To start without it, EMBEDDING_DIMENSIONS must say how many its vectors have'])
  }
}

/** The same without asking the endpoint first. */
export function endpointEmbedding(
  options: EmbeddingOptions & { dimensions: number },
  surroundings: Omit<Surroundings, 'knownDimensions'> = {},
): EmbedPort {
  return embeddingOf(endpointOf(options, surroundings), options.model, options.dimensions)
}

type Endpoint = {
  options: EmbeddingOptions
  version: string
  client: OpenAI
  queue: EmbeddingQueue
  time: Time
  patience: Record<Role, Patience>
  /** Its models other than the one set, as far as an index still holds their vectors. */
  others: Map<string, EmbedPort | undefined>
}

function endpointOf(options: EmbeddingOptions, { time = realTime, patience }: Surroundings): Endpoint {
  return {
    options,
    version: versionOf(options),
    client: new OpenAI({ baseURL: options.url, apiKey: options.apiKey ?? 'none', maxRetries: 0 }),
    queue: new EmbeddingQueue(options, time),
    time,
    patience: { ...defaultPatience, ...patience },
    others: new Map(),
  }
}

/** All that a text's vector depends on beside text, model and dimensions. */
function versionOf({ queryPrefix, documentPrefix, inputType }: EmbeddingOptions): string {
  const making = JSON.stringify([queryPrefix, documentPrefix, inputType, charactersMax])
  return createHash('sha256').update(making).digest('hex').slice(0, 12)
}

function embeddingOf(endpoint: Endpoint, model: string, dimensions: number): EmbedPort {
  const space: Space = { model, dimensions, version: endpoint.version }
  const asked: Asked = { model, expected: dimensions, dimensions: endpoint.options.dimensions }
  const embedding: EmbedPort = {
    ...space,
    embed: (texts, role) => embedAll(endpoint, asked, texts, role),
    inSpace: (other) => (isSameSpace(other, space) ? embedding : otherModel(endpoint, other)),
  }
  return embedding
}

/** The model that was set before may still be there; once it is not, nobody makes its vectors any more. */
function otherModel(endpoint: Endpoint, space: Space): EmbedPort | undefined {
  const { options, others, version } = endpoint
  if (space.version !== version) return undefined
  const { model, dimensions } = space
  const key = `${dimensions} ${model}`
  if (!others.has(key)) {
    const asks = model === options.model || options.dimensions !== undefined
    const asked: Asked = { model, expected: dimensions, dimensions: asks ? dimensions : undefined }
    const embed: EmbedPort['embed'] = (texts, role) =>
      embedAll(endpoint, asked, texts, role).catch((error: unknown) => {
        if (isNotServed(error)) others.set(key, undefined)
        throw error
      })
    const other: EmbedPort = { ...space, embed, inSpace: (wanted) => (isSameSpace(wanted, space) ? other : undefined) }
    others.set(key, other)
  }
  return others.get(key)
}

function isNotServed(error: unknown): boolean {
  const status = error instanceof UnavailableError && error.cause instanceof OpenAI.APIError ? error.cause.status : undefined
  return error instanceof WrongVectorsError || status === 400 || status === 404 || status === 422
}

/** `dimensions` is what the request says, `expected` what the answer must have. */
type Asked = { model: string; expected: number | undefined; dimensions: number | undefined }

async function embedAll(endpoint: Endpoint, asked: Asked, texts: readonly string[], role: Role): Promise<Float32Array[]> {
  const { queue, options } = endpoint
  const size = Math.min(options.batch, queue.perMinute(role))
  const starts = Array.from({ length: Math.ceil(texts.length / size) }, (_, index) => index * size)
  // A batch that failed fails them all; those that have not been sent yet need not be.
  const failed = new AbortController()
  const signals = role === 'query' ? [failed.signal, AbortSignal.timeout(endpoint.patience.query.totalMs)] : [failed.signal]
  const signal = AbortSignal.any(signals)
  try {
    const batches = starts.map((start) => embedBatch(endpoint, asked, texts.slice(start, start + size), role, signal))
    return (await Promise.all(batches)).flat()
  } catch (error) {
    failed.abort(error)
    throw error instanceof UnavailableError ? error : tooSlow(endpoint, asked, error)
  }
}

function tooSlow(endpoint: Endpoint, { model }: Asked, cause: unknown): UnavailableError {
  const { totalMs } = endpoint.patience.query
  return new UnavailableError('embedding', `${model} did not come to this query within ${totalMs} ms`, { cause })
}

/** What is too much at once is sent by halves. */
async function embedBatch(
  endpoint: Endpoint,
  asked: Asked,
  texts: readonly string[],
  role: Role,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  try {
    return await requestBatch(endpoint, asked, texts, role, signal)
  } catch (error) {
    if (!(error instanceof TooManyTextsError)) throw error
    const half = Math.ceil(texts.length / 2)
    const first = await embedBatch(endpoint, asked, texts.slice(0, half), role, signal)
    return [...first, ...(await embedBatch(endpoint, asked, texts.slice(half), role, signal))]
  }
}

function requestBatch(
  { options, client, queue, time, patience }: Endpoint,
  { model, expected, dimensions }: Asked,
  texts: readonly string[],
  role: Role,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const prefix = role === 'query' ? options.queryPrefix : options.documentPrefix
  const request = {
    model,
    input: texts.map((text) => prefix + [...text].slice(0, charactersMax).join('')),
    encoding_format: 'float' as const,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(options.inputType ? { input_type: role } : {}),
  }
  const of = `${model} at ${options.url}`
  return queue.run(role, texts.length, signal, () =>
    patiently(of, texts.length, patience[role], time, signal, async (limit, timeout) => {
      const answer = await client.embeddings.create(request, { signal: limit, timeout })
      return vectorsOf(answer, texts.length, model, expected)
    }),
  )
}

import OpenAI from 'openai'
import type { EmbedPort } from '../ports.ts'

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
}

const batchSize = 64
const timeoutMs = 60_000
const retriesMax = 4

/** Any OpenAI-compatible endpoint. The client retries 429 and 5xx with backoff and honours Retry-After. */
export async function openEmbedding(options: EmbeddingOptions): Promise<EmbedPort> {
  const client = new OpenAI({
    baseURL: options.url,
    apiKey: options.apiKey ?? 'none',
    timeout: timeoutMs,
    maxRetries: retriesMax,
  })
  const probe = await embedBatch(client, options, ['probe'], 'query')
  const dimensions = options.dimensions ?? probe[0]!.length
  return {
    model: options.model,
    dimensions,
    async embed(texts, role) {
      const vectors: Float32Array[] = []
      for (let start = 0; start < texts.length; start += batchSize) {
        vectors.push(...(await embedBatch(client, options, texts.slice(start, start + batchSize), role, dimensions)))
      }
      return vectors
    },
  }
}

async function embedBatch(
  client: OpenAI,
  options: EmbeddingOptions,
  texts: string[],
  role: 'query' | 'document',
  expected = options.dimensions,
): Promise<Float32Array[]> {
  const prefix = role === 'query' ? options.queryPrefix : options.documentPrefix
  const request = {
    model: options.model,
    input: texts.map((text) => prefix + text),
    encoding_format: 'float' as const,
    ...(options.dimensions === undefined ? {} : { dimensions: options.dimensions }),
    ...(options.inputType ? { input_type: role } : {}),
  }
  const answer = await client.embeddings.create(request)
  return checked(answer.data, texts.length, options.model, expected)
}

/** An answer short of a vector, of another length or with NaN must never reach the index. */
function checked(
  data: { index: number; embedding: number[] }[],
  count: number,
  model: string,
  expected: number | undefined,
): Float32Array[] {
  if (data.length !== count) throw new Error(`${model} answered ${data.length} vectors for ${count} texts`)
  const vectors = new Array<Float32Array>(count)
  for (const { index, embedding } of data) vectors[index] = unit(embedding, model, expected)
  if (vectors.includes(undefined as never)) throw new Error(`${model} left out an index in its answer`)
  return vectors
}

function unit(embedding: number[], model: string, expected = embedding.length): Float32Array {
  if (embedding.length !== expected) throw new Error(`${model} answered ${embedding.length} dimensions, not ${expected}`)
  // NaN becomes null in JSON, which arithmetic would take for nought.
  if (!embedding.every(Number.isFinite)) throw new Error(`${model} answered a vector with what is not a number`)
  const length = Math.hypot(...embedding)
  if (!Number.isFinite(length) || length === 0) throw new Error(`${model} answered a vector without a direction`)
  return Float32Array.from(embedding, (value) => value / length)
}

import * as v from 'valibot'
import type { EmbeddingOptions } from './embed-openai.ts'
import type { ChatOptions } from './rerank-chat.ts'
import type { ElasticsearchOptions } from './search-elasticsearch.ts'

const text = v.pipe(v.string(), v.trim())
const address = v.pipe(text, v.url('is not a URL'), v.regex(/^https?:/u, 'is not an http address'))
const flag = v.pipe(
  v.picklist(['true', 'false'], 'is neither true nor false'),
  v.transform((value) => value === 'true'),
)
const wholeNumber = (min: number, max: number) =>
  v.pipe(
    text,
    v.regex(/^\d+$/u, 'is not a whole number'),
    v.transform(Number),
    v.minValue(min, `is below ${min}`),
    v.maxValue(max, `is above ${max}`),
  )

/** Every name the program reads from its environment. */
const Environment = v.object({
  PORT: v.optional(wholeNumber(0, 65_535), '8787'),
  BASE_URL: v.optional(address),
  DATA_DIR: v.optional(text, '.data'),
  AUTH_SECRET: v.optional(text),
  DATABASE_URL: v.optional(v.pipe(text, v.regex(/^postgres(?:ql)?:\/\/./u, 'is not a postgres:// address'))),
  ELASTICSEARCH_URL: v.optional(address),
  ELASTICSEARCH_API_KEY: v.optional(text),
  ELASTICSEARCH_CA: v.optional(text),
  ELASTICSEARCH_PREFIX: v.optional(
    v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,30}$/u, 'is not up to 31 small letters, digits and hyphens')),
  ),
  EMBEDDING_URL: v.optional(address),
  EMBEDDING_API_KEY: v.optional(text),
  EMBEDDING_MODEL: v.optional(text),
  EMBEDDING_DIMENSIONS: v.optional(wholeNumber(1, 4_096)),
  EMBEDDING_QUERY_PREFIX: v.optional(v.string()),
  EMBEDDING_DOCUMENT_PREFIX: v.optional(v.string()),
  EMBEDDING_INPUT_TYPE: v.optional(flag),
  EMBEDDING_BATCH: v.optional(wholeNumber(1, 2_048)),
  EMBEDDING_CONCURRENCY: v.optional(wholeNumber(1, 64)),
  EMBEDDING_PER_MINUTE: v.optional(wholeNumber(1, 1_000_000)),
  CHAT_URL: v.optional(address),
  CHAT_API_KEY: v.optional(text),
  CHAT_MODEL: v.optional(text),
  DISTRICT: v.optional(v.pipe(text, v.regex(/^[A-Z0-9]{1,8}$/u, 'is not a code of one to eight capitals or digits'))),
  DEMO: v.optional(flag),
})

/** The certificate's file is for the entry to read: not every runtime has files. */
export type ElasticsearchConfig = Omit<ElasticsearchOptions, 'ca' | 'timeouts'> & { caFile: string | undefined }

export type Config = {
  port: number
  baseUrl: string
  dataDir: string
  authSecret: string | undefined
  /** A Postgres server; undefined: Postgres in this process. */
  databaseUrl: string | undefined
  /** An Elasticsearch server; undefined: the index is kept in this process. */
  elasticsearch: ElasticsearchConfig | undefined
  embedding: EmbeddingOptions | undefined
  /** A chat model that reads the head of each ranking again; undefined: none does. */
  chat: ChatOptions | undefined
  district: string | undefined
  /** Whether the example data may be loaded: never into a server, and not where it was said. */
  demo: boolean
  /** Names that are set although nothing reads them yet. */
  unused: string[]
}

export class ConfigError extends Error {
  override name = 'ConfigError'
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
  }
}

/** The environment as the program wants it; everything wrong with it is named at once. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const result = v.safeParse(Environment, set, { abortPipeEarly: true })
  const problems = [...unknownNames(set), ...(result.issues ?? []).map((issue) => `${v.getDotPath(issue)} ${issue.message}`)]
  if (!result.success) throw new ConfigError(problems)
  problems.push(...incomplete(result.output))
  if (problems.length > 0) throw new ConfigError(problems)
  return configOf(result.output)
}

type Values = v.InferOutput<typeof Environment>

const ownPrefixes = ['EMBEDDING_', 'CHAT_', 'ELASTICSEARCH_', 'DATABASE_', 'DUIJIE_']

/** Only under our own prefixes: the environment is full of other programs' names. */
function unknownNames(set: Record<string, string | undefined>): string[] {
  const unknown = Object.keys(set).filter(
    (name) => ownPrefixes.some((prefix) => name.startsWith(prefix)) && !Object.hasOwn(Environment.entries, name),
  )
  return unknown.map((name) => `${name} is not a name this program knows`)
}

function incomplete(values: Values): string[] {
  const problems: string[] = []
  const embedding = Object.keys(values).filter((name) => name.startsWith('EMBEDDING_'))
  if (embedding.length > 0 && values.EMBEDDING_URL === undefined)
    problems.push(`EMBEDDING_URL is missing, which ${embedding.join(', ')} would need`)
  if (values.EMBEDDING_URL !== undefined && values.EMBEDDING_MODEL === undefined)
    problems.push('EMBEDDING_MODEL is missing, which EMBEDDING_URL needs')
  const chat = Object.keys(values).filter((name) => name.startsWith('CHAT_'))
  if (chat.length > 0 && values.CHAT_URL === undefined) problems.push(`CHAT_URL is missing, which ${chat.join(', ')} would need`)
  if (values.CHAT_URL !== undefined && values.CHAT_MODEL === undefined)
    problems.push('CHAT_MODEL is missing, which CHAT_URL needs')
  const search = Object.keys(values).filter((name) => name.startsWith('ELASTICSEARCH_'))
  if (search.length > 0 && values.ELASTICSEARCH_URL === undefined)
    problems.push(`ELASTICSEARCH_URL is missing, which ${search.join(', ')} would need`)
  return problems
}

function configOf(values: Values): Config {
  return {
    port: values.PORT,
    baseUrl: values.BASE_URL ?? `http://localhost:${values.PORT}`,
    dataDir: values.DATA_DIR,
    authSecret: values.AUTH_SECRET,
    databaseUrl: values.DATABASE_URL,
    elasticsearch: elasticsearchOf(values),
    embedding: embeddingOf(values),
    chat: chatOf(values),
    district: values.DISTRICT,
    demo: values.DEMO !== false && values.DATABASE_URL === undefined,
    unused: unusedNames(values),
  }
}

function unusedNames(values: Values): string[] {
  const isUnused = (name: string) => name === 'DEMO' && values.DEMO === true && values.DATABASE_URL !== undefined
  return Object.keys(values).filter(isUnused)
}

function elasticsearchOf(values: Values): ElasticsearchConfig | undefined {
  if (values.ELASTICSEARCH_URL === undefined) return undefined
  return {
    url: values.ELASTICSEARCH_URL,
    apiKey: values.ELASTICSEARCH_API_KEY,
    caFile: values.ELASTICSEARCH_CA,
    prefix: values.ELASTICSEARCH_PREFIX ?? 'duijie',
  }
}

function chatOf({ CHAT_URL: url, CHAT_API_KEY: apiKey, CHAT_MODEL: model }: Values): ChatOptions | undefined {
  return url === undefined || model === undefined ? undefined : { url, apiKey, model }
}

function embeddingOf(values: Values): EmbeddingOptions | undefined {
  if (values.EMBEDDING_URL === undefined || values.EMBEDDING_MODEL === undefined) return undefined
  return {
    url: values.EMBEDDING_URL,
    apiKey: values.EMBEDDING_API_KEY,
    model: values.EMBEDDING_MODEL,
    dimensions: values.EMBEDDING_DIMENSIONS,
    queryPrefix: values.EMBEDDING_QUERY_PREFIX ?? '',
    documentPrefix: values.EMBEDDING_DOCUMENT_PREFIX ?? '',
    inputType: values.EMBEDDING_INPUT_TYPE ?? false,
    batch: values.EMBEDDING_BATCH ?? 64,
    concurrency: values.EMBEDDING_CONCURRENCY ?? 2,
    perMinute: values.EMBEDDING_PER_MINUTE,
  }
}

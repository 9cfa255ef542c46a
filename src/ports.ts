import type { Kysely } from 'kysely'
import type { Database } from './db/tables.ts'
import type { Matcher } from './matching/matcher.ts'

/** Everything the app needs from outside; the entries choose the adapters. */
export type Ports = {
  db: Kysely<Database>
  search: SearchPort
  embed: EmbedPort
  /** The word vectors that demands and profiles meet over, with the profiles already cut up. */
  matcher: Matcher
  auth: AuthPort
  clock: Clock
  ids: Ids
  log: Log
  /** Brings the index up to the record: drains the outbox. */
  relay: () => Promise<void>
  demoAccounts?: readonly DemoAccount[]
}

/** Who is behind a cookie or a key; the passwords' hashing. */
export type AuthPort = {
  /** The cookies that sign the person in, or undefined when address and password do not fit. */
  signIn(headers: Headers, email: string, password: string): Promise<{ personId: string; cookies: string[] } | undefined>
  /** Ends the login of these headers; the cookies that clear it. */
  signOut(headers: Headers): Promise<string[]>
  personOf(headers: Headers): Promise<string | undefined>
  keyOwner(key: string): Promise<KeyOwner | undefined>
  /** What is stored of a key. */
  hashKey(key: string): Promise<string>
  hashPassword(password: string): Promise<string>
  /** Whether this is the password that a hash was made of. */
  verifyPassword(hash: string, password: string): Promise<boolean>
}

/** A key acts for one person in one organisation. */
export type KeyOwner = { personId: string; orgId: string | null }

/** Listed on the sign-in page where the example data is loaded, and nowhere else. */
export type DemoAccount = { email: string; password: string; zh: string; en: string }

export type Clock = () => Date

/** UUIDv7 of the instant given. */
export type Ids = () => string

export type Log = (level: 'info' | 'warn' | 'error', event: string, detail?: Record<string, unknown>) => void

/** Turns texts into unit vectors. Demands are embedded as queries, profiles as documents. */
export type EmbedPort = {
  model: string
  dimensions: number
  embed(texts: string[], role: 'query' | 'document'): Promise<Float32Array[]>
}

export type Collection = 'scene' | 'company' | 'card'

/** A search document: tokens for the lexical side, a unit vector for the dense side, exact values for filters. */
export type SearchDocument = {
  collection: Collection
  id: string
  /** The row's version; an older one never replaces a newer one. */
  version: number
  /** Documents of one group are one hit: a card's company, a company itself, a scene itself. */
  group: string
  /** Tokens joined by spaces, as shared/text.ts cuts them. */
  tokens: string
  keywords: Record<string, string[]>
  numbers: Record<string, number>
  vector?: Float32Array
}

export type Filter =
  | { field: string; anyOf: string[] }
  | { field: string; min?: number; max?: number }
  | { or: Filter[] }
  | { not: Filter }

export type Hit = { id: string; group: string; score: number }

export type RecallQuery = { collection: Collection; filters: Filter[]; size: number } & (
  | { by: 'tokens'; tokens: string }
  | { by: 'vector'; vector: Float32Array }
)

export type FindQuery = {
  collection: Collection
  /** Blank tokens match everything. */
  tokens: string
  /** Blends into the score when given together with tokens. */
  vector?: Float32Array
  filters: Filter[]
  /** Counted over the documents that pass every filter but those on the facet's own field. */
  facets: string[]
  sort: 'relevance' | { field: string; descending: boolean }
  offset: number
  limit: number
}

export type Found = {
  ids: string[]
  total: number
  facets: Record<string, { value: string; count: number }[]>
}

/** Ids and raw scores only: rights, states and constraints are decided from Postgres, after recall. */
export type SearchPort = {
  put(documents: SearchDocument[]): Promise<void>
  remove(collection: Collection, id: string, version: number): Promise<void>
  recall(query: RecallQuery): Promise<Hit[]>
  find(query: FindQuery): Promise<Found>
  /** Changes with every change of the index, so that a cursor of a ranking can be told stale. */
  generation(): Promise<string>
}

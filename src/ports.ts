import type { Kysely } from 'kysely'
import type { Database } from './db/tables.ts'
import type { Matcher } from './matching/matcher.ts'
import type { Meanings } from './matching/meaning.ts'
import type { PlanOptions, TimetablePlan } from './planning/plan-timetable.ts'
import type { TimetableProblem } from './planning/timetable-problem.ts'
import type { Part } from './shared/fault.ts'

/** Everything the app needs from outside; the entries choose the adapters. */
export type Ports = {
  db: Kysely<Database>
  search: SearchPort
  embed: EmbedPort
  /** The word vectors that demands and profiles meet over, with the profiles already cut up. */
  matcher: Matcher
  /** The same by the weights in force in a district, which only who ranks asks for; absent: by the shipped ones. */
  matcherIn?: (districtId: string) => Promise<Matcher>
  /** What an endpoint's model makes of demands and profiles; absent: the word table alone ranks. */
  meanings?: Meanings
  /** A model that reads the head of a ranking again; absent: the fit alone orders. */
  rerank?: RerankPort
  auth: AuthPort
  clock: Clock
  ids: Ids
  log: Log
  /** Brings the index up to the record, or sees to it that somebody does, after a change. */
  relay: () => Promise<void>
  /** An empty index in this process, for the time in which the real one does not answer. */
  standIn: () => SearchPort
  /** Plans sessions beside the requests; absent where nothing may go on for long after an answer, as in a Worker. */
  planner?: PlannerPort
  /** The parts that are known not to answer at present; nobody knows where it is not given. */
  down?: () => readonly Part[]
  demoAccounts?: readonly DemoAccount[]
}

export type PlannerPort = {
  /** The best timetable found in the time given; aborted, the best so far. */
  plan(problem: TimetableProblem, options: Omit<PlanOptions, 'now' | 'threads'>): Promise<TimetablePlan>
  /** Begins the work beside the requests; `turn` comes when nobody before it works any more. */
  begin(work: (turn: Promise<void>) => Promise<void>): void
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

/** The room that vectors live in; those of two spaces never meet. `version` names how texts are made ready: prefixes, pooling. */
export type Space = { model: string; dimensions: number; version: string }

/**
 * Turns texts into unit vectors of one space. Demands are embedded as queries, profiles as documents.
 * Throws UnavailableError where the model does not answer, and never answers a vector that is not one.
 */
export type EmbedPort = Space & {
  /** Made in this process, at no cost worth waiting for. */
  isAtHand?: boolean
  /** `keep` `nowhere`: of what was asked in confidence nothing is stored. */
  embed(texts: readonly string[], role: 'query' | 'document', keep?: 'nowhere'): Promise<Float32Array[]>
  /** The same for the space that an older index still holds; undefined where nobody can make its vectors. */
  inSpace(space: Space): EmbedPort | undefined
}

export type RerankRequest = { demand: string; items: readonly { id: string; text: string }[] }

/** Puts companies in the order in which they answer a demand; undefined where it cannot, which it says in the log. */
export type RerankPort = {
  model: string
  rerank(request: RerankRequest): Promise<readonly string[] | undefined>
}

export type Collection = 'scene' | 'company' | 'card'

/** A search document: tokens for the lexical side, a unit vector for the dense side, exact values for filters. */
export type SearchDocument = {
  collection: Collection
  id: string
  /** Rises with every change of anything the document shows; an older one never replaces a newer one. */
  version: number
  /** Documents of one group are one hit: a card's company, a company itself, a scene itself. */
  group: string
  /** Tokens joined by spaces, as shared/text.ts cuts them. */
  tokens: string
  keywords: Record<string, string[]>
  numbers: Record<string, number>
  vector?: Float32Array
}

/** What is left of a document that was taken out: the version that a late replay must not undercut. */
export type Removal = Pick<SearchDocument, 'collection' | 'id' | 'version'>

export type Filter =
  | { field: string; anyOf: string[] }
  | { field: string; min?: number; max?: number }
  | { or: Filter[] }
  | { not: Filter }

export type Hit = { id: string; group: string; score: number }

export type RecallQuery = { collection: Collection; filters: Filter[]; size: number } & (
  | { by: 'tokens'; tokens: string }
  | { by: 'vector'; vector: QueryVector }
)

/** Only the set that holds vectors of the same space can answer it. */
export type QueryVector = { space: Space; values: Float32Array }

export type FindQuery = {
  collection: Collection
  /** Blank tokens match everything. */
  tokens: string
  /** Blends into the score when given together with tokens. */
  vector?: QueryVector
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

/** One index of every collection, all filled with vectors of one space. Its name is never used twice. */
export type IndexSet = { name: string; space: Space; mappingVersion: number }

/** The set that answers, and the one that is being filled beside it. */
export type IndexSets = { serving: IndexSet | undefined; building: IndexSet | undefined }

/**
 * Ids and raw scores only: rights, states and constraints are decided from Postgres, after recall.
 * Any call may throw UnavailableError, a search where no set serves yet among them; a set that has been dropped, or a
 * query's vector of another space than is served, throws SetGoneError.
 */
export type SearchPort = {
  /** As of now for writers; readers may be told what was true some seconds ago. */
  sets(reader?: 'reader'): Promise<IndexSets>
  /** An empty set to be filled beside the serving one; a set that was being built before is dropped. */
  begin(space: Space): Promise<IndexSet>
  /** Makes the set the one that answers, in one step, and drops the one that did. */
  serve(set: IndexSet): Promise<void>
  /** Throws DocumentsRefusedError, naming them, when some were refused for what they hold; the others are in. */
  put(set: IndexSet, documents: readonly SearchDocument[]): Promise<void>
  remove(set: IndexSet, removals: readonly Removal[]): Promise<void>
  /** Ids and versions of a collection's documents, in order of id, after the one given. */
  versions(set: IndexSet, collection: Collection, after: string, limit: number): Promise<{ id: string; version: number }[]>
  recall(query: RecallQuery): Promise<Hit[]>
  /** Several at once, in one request where there are requests. */
  recallMany(queries: readonly RecallQuery[]): Promise<Hit[][]>
  find(query: FindQuery): Promise<Found>
  /** Changes with every change of what is served, so that a cursor of a ranking can be told stale. */
  generation(): Promise<string>
}

import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { findEmbeddings, insertEmbeddings } from '../db/embedding-store.ts'
import type { Database } from '../db/tables.ts'
import type { Clock, EmbedPort, Log, Space } from '../ports.ts'

export type VectorCache = { db: Kysely<Database>; clock: Clock; log: Log }

/** Vectors of queries kept in memory. */
const queriesInMemoryMax = 300
/** Texts embedded before what came of them is kept, so that a long run that breaks off is not all lost. */
const keptAtOnce = 128
/** Longer than any query may take: what a Worker's request that was ended left under way never comes. */
const pendingMs = 10_000

/**
 * Vectors kept in Postgres by the hash of their text; the space and its version stand for how the text was made ready.
 * What is kept goes by the guard, and what comes too late for the guard is kept for the next who asks. To be asked
 * outside of transactions: it takes a connection of its own. A database that is down costs no more than time.
 */
export function cachedEmbedding(
  embed: EmbedPort,
  cache: VectorCache,
  guard: (embed: EmbedPort) => EmbedPort = (unguarded) => unguarded,
): EmbedPort {
  const memory: Memory = { recent: new Map(), pending: new Map() }
  return reading(guard(keeping(embed, cache, memory)), cache, memory)
}

/** Of queries, by space and text: those asked last, and those under way. */
type Memory = { recent: Map<string, Float32Array>; pending: Map<string, Pending> }

type Pending = { made: Promise<Float32Array[]>; since: number }

type Embed = EmbedPort['embed']
type Role = 'query' | 'document'

/** Asks only for what is not kept. */
function reading(inner: EmbedPort, cache: VectorCache, memory: Memory): EmbedPort {
  const embed: Embed = async (texts, role, keep) => {
    const hashes = texts.map(hashOf)
    const found = await kept(inner, cache, memory, role, [...new Set(hashes)])
    const missing = [...new Map(hashes.map((hash, index) => [hash, texts[index]!])).entries()].filter(
      ([hash]) => !found.has(hash),
    )
    for (let start = 0; start < missing.length; start += keptAtOnce) {
      const some = missing.slice(start, start + keptAtOnce)
      const asked = some.map(([, text]) => text)
      const vectors = await inner.embed(asked, role, keep)
      some.forEach(([hash], index) => found.set(hash, vectors[index]!))
    }
    return hashes.map((hash) => found.get(hash)!)
  }
  return around(inner, embed, (other) => reading(other, cache, memory))
}

/** Keeps all that is made, whether anybody still waits for it or not. */
function keeping(inner: EmbedPort, cache: VectorCache, memory: Memory): EmbedPort {
  const make: Embed = async (texts, role, keep) => {
    const vectors = await inner.embed(texts, role, keep)
    const made = new Map(texts.map((text, index) => [hashOf(text), vectors[index]!]))
    if (role === 'query') for (const [hash, vector] of made) remember(memory, inner, hash, vector)
    if (keep !== 'nowhere') await keepVectors(inner, cache, role, made)
    return vectors
  }
  const embed: Embed = (texts, role, keep) => {
    if (role === 'document' || texts.length !== 1) return make(texts, role, keep)
    // Whoever asks again what is still under way waits with the others.
    const key = keyOf(inner, hashOf(texts[0]!))
    const known = memory.pending.get(key)
    const since = cache.clock().getTime()
    if (known !== undefined && since - known.since < pendingMs) return known.made
    const made = make(texts, role, keep).finally(() => memory.pending.delete(key))
    memory.pending.set(key, { made, since })
    return made
  }
  return around(inner, embed, (other) => keeping(other, cache, memory))
}

/** The same for the spaces of older indexes, each wrapped once. */
function around(inner: EmbedPort, embed: Embed, wrap: (other: EmbedPort) => EmbedPort): EmbedPort {
  const { model, dimensions, version } = inner
  const others = new WeakMap<EmbedPort, EmbedPort>()
  const outer: EmbedPort = {
    model,
    dimensions,
    version,
    embed,
    inSpace(space) {
      const other = inner.inSpace(space)
      if (other === undefined) return undefined
      if (other === inner) return outer
      const known = others.get(other) ?? wrap(other)
      others.set(other, known)
      return known
    },
  }
  return outer
}

async function kept(
  space: Space,
  { db, log }: VectorCache,
  { recent }: Memory,
  role: Role,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const inMemory = role === 'document' ? [] : hashes.map((hash) => [hash, recent.get(keyOf(space, hash))] as const)
  const found = new Map(inMemory.filter((entry): entry is readonly [string, Float32Array] => entry[1] !== undefined))
  try {
    const others = hashes.filter((hash) => !found.has(hash))
    for (const [hash, vector] of await findEmbeddings(db, space, role, others)) {
      if (vector.length === space.dimensions) found.set(hash, vector)
    }
  } catch (error) {
    log('warn', 'embedding.cache_unavailable', { error: String(error) })
  }
  if (role === 'query') for (const [hash, vector] of found) remember({ recent }, space, hash, vector)
  return found
}

async function keepVectors(
  space: Space,
  { db, log, clock }: VectorCache,
  role: Role,
  vectors: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  try {
    await insertEmbeddings(db, space, role, vectors, clock())
  } catch (error) {
    log('warn', 'embedding.cache_unavailable', { error: String(error) })
  }
}

function remember({ recent }: Pick<Memory, 'recent'>, space: Space, hash: string, vector: Float32Array): void {
  const key = keyOf(space, hash)
  recent.delete(key)
  recent.set(key, vector)
  if (recent.size > queriesInMemoryMax) recent.delete(recent.keys().next().value!)
}

function keyOf({ model, dimensions, version }: Space, hash: string): string {
  return `${hash} ${version} ${dimensions} ${model}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

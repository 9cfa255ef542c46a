import { sql } from 'kysely'
import { expect } from 'vitest'
import { checkChain, listEvents } from '../../src/accounts/audit.ts'
import { readState } from '../../src/indexing/index-documents.ts'
import { reconcile } from '../../src/indexing/reconcile.ts'
import type { SearchDocument } from '../../src/ports.ts'
import { tableOf } from './operations.ts'
import type { Operation, Written } from './operations.ts'
import type { ServiceWorld } from './service-world.ts'

/** `tokens` and `vector` are told apart by asking for the right ones: the index keeps no copy of them. */
export type Kept = { version: number; values: object; tokens: string; vector: string }

/** What the servers hold now, for two instants to be compared. */
export type Held = {
  /** By collection and id, as the index that serves holds them. */
  documents: Map<string, Kept>
  /** The same, as Postgres says that they should be. */
  due: Map<string, Kept>
  /** Versions, states and audited actions of all rows. */
  rows: Record<string, Row>
  openChanges: number
}

export type Row = { status: string; version: number; actions: string[] }

export async function readHeld(world: ServiceWorld): Promise<Held> {
  const { db } = world.ports
  const open = await db.selectFrom('outbox').select('id').where('doneAt', 'is', null).execute()
  const documents = await dueDocuments(world)
  return {
    documents: await servedDocuments(world, documents),
    due: sortedMap(documents.map((document) => [nameOf(document), keptOf(document)])),
    rows: await allRows(world),
    openChanges: open.length,
  }
}

async function dueDocuments({ ports }: ServiceWorld): Promise<SearchDocument[]> {
  const { db, search, embed } = ports
  const { serving } = await search.sets()
  const changes = await Promise.all(
    (['scene', 'company'] as const).map(async (objectType) =>
      (await db.selectFrom(objectType).select('id').execute()).map(({ id }) => ({ objectType, objectId: id })),
    ),
  )
  const { documents } = await readState(db, changes.flat())
  const vectors = await embed.inSpace(serving!.space)!.embed(
    documents.map(({ text }) => text),
    'document',
  )
  return documents.map(({ withVector }, index) => withVector(vectors[index]))
}

function nameOf({ collection, id }: SearchDocument): string {
  return `${collection} ${id}`
}

function keptOf({ id, version, group, keywords, numbers, tokens }: SearchDocument): Kept {
  return { version, values: { id, group, ...keywords, ...numbers }, tokens, vector: 'its own' }
}

type Hit = { _index: string; _version: number; _seq_no: number; _score: number; _source: { id: string; gone?: boolean } }
type Answer = { hits: { hits: Hit[] } }

/** Asked of the server itself, by nothing of the product. */
async function servedDocuments(world: ServiceWorld, due: readonly SearchDocument[]): Promise<Map<string, Kept>> {
  const { elasticsearchUrl, prefix } = world
  const index = `${elasticsearchUrl}/${collections.map((collection) => `${prefix}-${collection}`).join(',')}`
  await fetch(`${index}/_refresh`, { method: 'POST' })
  const { hits } = (await (await fetch(`${index}/_search?version=true&seq_no_primary_term=true&size=1000`)).json()) as Answer
  const shown = hits.hits.filter(({ _source }) => _source.gone !== true)
  const dueByName = new Map(due.map((document) => [nameOf(document), document]))
  const named = shown.map(
    (hit) => [`${collections.find((one) => hit._index.startsWith(`${prefix}-${one}-`))} ${hit._source.id}`, hit] as const,
  )
  await compare(
    world,
    named.flatMap(([name, hit]) => (dueByName.has(name) ? [{ hit, document: dueByName.get(name)! }] : [])),
  )
  return sortedMap(
    named.map(([name, hit]) => {
      const { tokens, isOwn } = world.compared.get(writingOf(hit)) ?? { tokens: 'others', isOwn: false }
      return [name, { version: hit._version, values: hit._source, tokens, vector: isOwn ? 'its own' : 'another, or none' }]
    }),
  )
}

const collections = ['scene', 'company', 'card'] as const

/** Of one writing of a document the words and the vector never change. */
function writingOf({ _index, _source, _seq_no }: Hit): string {
  return `${_index} ${_source.id} ${_seq_no}`
}

type Pair = { hit: Hit; document: SearchDocument }

/** Asks whether the index finds under the id exactly these words in this order, and nothing but this vector. */
async function compare({ elasticsearchUrl, compared }: ServiceWorld, pairs: readonly Pair[]): Promise<void> {
  const unknown = pairs.filter(({ hit, document }) => compared.get(writingOf(hit))?.tokens !== document.tokens)
  if (unknown.length === 0) return
  const lines = unknown.flatMap(({ hit, document: { id, tokens, vector } }) => {
    const filter = { ids: { values: [id] } }
    const phrase = { size: 1, query: { bool: { filter: [filter], must: { match_phrase: { tokens } } } } }
    const nearest = {
      size: 1,
      query: { knn: { field: 'vector', query_vector: Array.from(vector!), k: 1, num_candidates: 10, filter } },
    }
    return [{ index: hit._index }, phrase, { index: hit._index }, nearest]
  })
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body }
  const { responses } = (await (await fetch(`${elasticsearchUrl}/_msearch`, init)).json()) as { responses: Answer[] }
  for (const [place, { hit, document }] of unknown.entries()) {
    const [words, nearest] = [responses[2 * place]!.hits.hits[0], responses[2 * place + 1]!.hits.hits[0]]
    const isOwn = nearest !== undefined && nearest._score > 0.9999
    compared.set(writingOf(hit), { tokens: words === undefined ? 'others' : document.tokens, isOwn })
  }
}

/** Documents that are found by a word. */
export async function foundBy({ elasticsearchUrl, prefix }: ServiceWorld, word: string): Promise<string[]> {
  const query = { query: { match: { tokens: word } } }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(query) }
  const answer = (await (
    await fetch(`${elasticsearchUrl}/${prefix}-scene,${prefix}-card,${prefix}-company/_search`, init)
  ).json()) as Answer
  return answer.hits.hits.map(({ _source: { id } }) => id)
}

async function allRows({ ports: { db } }: ServiceWorld): Promise<Record<string, Row>> {
  const events = await db.selectFrom('auditEvent').select(['objectId', 'seq', 'action']).orderBy('seq').execute()
  const lists = await Promise.all(
    (['scene', 'card', 'company', 'organisation'] as const).map((table) =>
      db.selectFrom(table).select(['id', 'status', 'version']).execute(),
    ),
  )
  const rows = lists.flat().map(({ id, status, version }) => {
    const actions = events.filter(({ objectId }) => objectId === id).map(({ action }) => action)
    return [id, { status, version, actions }] as const
  })
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The index is what Postgres says, nothing is left to do, and every chain of the audit trail is whole. */
export async function expectSettled(world: ServiceWorld, when: string): Promise<Held> {
  const held = await readHeld(world)
  expect(held.openChanges, `${when}: changes left to follow`).toBe(0)
  expect(held.documents, `${when}: the index`).toEqual(held.due)
  const reconciled = await reconcile(world.ports, { isDry: true, rebuild: async () => {} })
  expect(reconciled, `${when}: what reconciling finds`).toMatchObject({ compared: held.due.size, found: [], waiting: 0 })
  return held
}

/** What became of a process, and what it had said by then. */
export type Death = { when: string; operation: Operation | undefined; acknowledged: Written | undefined }

/** What a verb said was written is there; and whatever is there, the trail's last word is of that version. */
export async function expectWhole({ ports: { db } }: ServiceWorld, { when, operation, acknowledged }: Death): Promise<void> {
  if (operation === undefined) return
  const table = tableOf[operation.name]
  const { version } = await db.selectFrom(table).select('version').where('id', '=', operation.id).executeTakeFirstOrThrow()
  expect(version, `${when}: the version that was acknowledged`).toBeGreaterThanOrEqual(acknowledged?.version ?? 0)
  const events = await listEvents(db, table, operation.id)
  expect(await checkChain(events), `${when}: the audit trail`).toMatchObject({ ok: true })
  if (acknowledged !== undefined && table !== 'organisation')
    expect(
      events.map(({ detail }) => detail),
      `${when}: the trail`,
    ).toContainEqual(expect.objectContaining({ version: acknowledged.version }))
  if (table !== 'organisation') expect(events.at(-1)?.detail, `${when}: the last event`).toMatchObject({ version })
}

/** Rows whose content holds this word. */
export async function holding({ ports: { db } }: ServiceWorld, word: string): Promise<string[]> {
  const rows = await Promise.all(
    (['scene', 'card'] as const).map((table) =>
      db
        .selectFrom(table)
        .select('id')
        .where(sql<boolean>`content::text like ${`%${word}%`}`)
        .execute(),
    ),
  )
  return rows.flat().map(({ id }) => id)
}

function sortedMap(entries: [string, Kept][]): Map<string, Kept> {
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

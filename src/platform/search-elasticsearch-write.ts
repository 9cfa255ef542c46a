import type { Collection, IndexSet, Removal, SearchDocument } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { TooLargeError } from './search-elasticsearch-calls.ts'
import { placesIn, writeAlias } from './search-elasticsearch-sets.ts'
import type { Cluster } from './search-elasticsearch-sets.ts'
import { hasDirection } from './search-vector.ts'

/** One bulk request holds at most so much; a server takes 100 MB, and what stands before it often 10. */
const bytesMax = 8_000_000
const linesMax = 1_000

/** A document as it goes over the wire: the line that says where, and the line that says what. */
type Line = { id: string; text: string }

/**
 * Answers why by id, where documents were refused for what they hold; all others are in, or a newer version is. What an
 * older set has no place for is left out of it, and waits for the set that is being built beside.
 */
export async function putDocuments(
  cluster: Cluster,
  set: IndexSet,
  documents: readonly SearchDocument[],
): Promise<Map<string, string>> {
  const places = new Map<Collection, ReadonlySet<string> | undefined>()
  for (const { collection } of documents)
    if (!places.has(collection)) places.set(collection, await placesIn(cluster, set, collection))
  const lines = documents.map((document) => {
    const { collection, id, version } = document
    return line(writeAlias(cluster, set, collection), id, version, fieldsOf(document, places.get(collection)))
  })
  return sendAll(cluster, lines)
}

function fieldsOf(
  { id, group, tokens, keywords, numbers, vector }: SearchDocument,
  places: ReadonlySet<string> | undefined,
): object {
  const values = { ...keywords, ...numbers }
  const placed = places === undefined ? values : Object.fromEntries(Object.entries(values).filter(([name]) => places.has(name)))
  return { ...placed, id, group, tokens, ...(vector !== undefined && hasDirection(vector) && { vector: Array.from(vector) }) }
}

/** The tombstone is a document like others, since the server forgets the version of what it deleted after a minute. */
export async function removeDocuments(cluster: Cluster, set: IndexSet, removals: readonly Removal[]): Promise<void> {
  const lines = removals.map(({ collection, id, version }) =>
    line(writeAlias(cluster, set, collection), id, version, { id, gone: true }),
  )
  const refused = await sendAll(cluster, lines)
  for (const reason of refused.values()) throw new UnavailableError('index', `Elasticsearch refuses a tombstone: ${reason}`)
}

function line(index: string, id: string, version: number, document: object): Line {
  const action = { index: { _index: index, _id: id, version, version_type: 'external_gte' } }
  return { id, text: `${JSON.stringify(action)}\n${JSON.stringify(document)}` }
}

async function sendAll(cluster: Cluster, lines: readonly Line[]): Promise<Map<string, string>> {
  const refused = new Map<string, string>()
  for (const part of parts(lines)) await send(cluster, part, refused)
  return refused
}

function parts(lines: readonly Line[]): Line[][] {
  const all: Line[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const one of lines) {
    const size = Buffer.byteLength(one.text)
    if (bytes + size > bytesMax || all.at(-1)!.length === linesMax) {
      all.push([])
      bytes = 0
    }
    all.at(-1)!.push(one)
    bytes += size
  }
  return all
}

type BulkAnswer = { items?: Record<string, { status: number; error?: { type: string; reason: string } }>[] }

async function send(cluster: Cluster, lines: readonly Line[], refused: Map<string, string>): Promise<void> {
  try {
    const { items = [] } = await cluster.calls.write<BulkAnswer>({
      method: 'POST',
      path: '/_bulk',
      querystring: {
        require_alias: true,
        refresh: cluster.refresh,
        filter_path: 'items.*.status,items.*.error.type,items.*.error.reason',
      },
      bulkBody: lines.map(({ text }) => text),
    })
    if (items.length !== lines.length)
      throw new UnavailableError('index', `Elasticsearch tells of ${items.length} documents, but ${lines.length} were sent`)
    for (const [at, item] of items.entries()) judge(lines[at]!.id, Object.values(item)[0]!, refused)
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error
    if (lines.length === 1) refused.set(lines[0]!.id, error.message)
    else for (const half of halves(lines)) await send(cluster, half, refused)
  }
}

function judge(
  id: string,
  { status, error }: NonNullable<BulkAnswer['items']>[number][string],
  refused: Map<string, string>,
): void {
  // A conflict says that a newer version is there.
  if (status < 300 || status === 409) return
  const reason = error?.reason ?? `status ${status}`
  if (error?.type === 'index_not_found_exception') throw new SetGoneError(reason)
  if (status !== 400) throw new UnavailableError('index', `Elasticsearch did not take a document (${status}): ${reason}`)
  refused.set(id, reason)
}

function halves<T>(items: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}

import cards from '../../index-mappings/cards.json' with { type: 'json' }
import companies from '../../index-mappings/companies.json' with { type: 'json' }
import scenes from '../../index-mappings/scenes.json' with { type: 'json' }
import type { Collection, IndexSet, IndexSets, Log, Space } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { mappingVersion } from '../shared/index-mapping.ts'
import type { FaultNote } from './fault-note.ts'
import type { Calls } from './search-elasticsearch-calls.ts'

/** Where the sets are. */
export type Cluster = {
  calls: Calls
  prefix: string
  refresh: boolean
  /** The fields of indices of an older mapping, which never change. */
  places: Map<string, ReadonlySet<string>>
}

export type SetKeeping = Cluster & { note: FaultNote; log: Log; newName: () => string }

const mappings = { scene: scenes, company: companies, card: cards }
export const collections = Object.keys(mappings) as Collection[]

export function indexName({ prefix }: Pick<Cluster, 'prefix'>, set: IndexSet, collection: Collection): string {
  return `${prefix}-${collection}-${set.name}`
}

/** Writing goes by an alias, since a server makes an index that is not there, but never an alias. */
export function writeAlias(cluster: Pick<Cluster, 'prefix'>, set: IndexSet, collection: Collection): string {
  return `${indexName(cluster, set, collection)}-put`
}

const servingAlias = ({ prefix }: Pick<Cluster, 'prefix'>, collection: Collection) => `${prefix}-${collection}`
const buildingAlias = ({ prefix }: Pick<Cluster, 'prefix'>, collection: Collection) => `${prefix}-${collection}-building`

/** The fields that an older set has a place for, or undefined where that is all of them. */
export async function placesIn(
  cluster: Cluster,
  set: IndexSet,
  collection: Collection,
): Promise<ReadonlySet<string> | undefined> {
  if (set.mappingVersion >= mappingVersion) return undefined
  const index = indexName(cluster, set, collection)
  const known = cluster.places.get(index)
  if (known !== undefined) return known
  const answer = await cluster.calls.read<Record<string, { mappings: { properties: object } }>>({
    method: 'GET',
    path: `/${index}/_mapping`,
  })
  const places = new Set(Object.keys(answer[index]?.mappings.properties ?? {}))
  cluster.places.set(index, places)
  return places
}

/** What the aliases say. A set of which an index is missing is none. */
export async function findSets(keeping: SetKeeping): Promise<IndexSets> {
  const found = await readSets(keeping)
  const newest = (role: Role) =>
    found
      .filter((one) => collections.every((collection) => one.roles[role].has(collection)))
      .map(({ set }) => set)
      .toSorted((a, b) => (a.name < b.name ? 1 : -1))[0]
  const sets = { serving: newest('serving'), building: newest('building') }
  const newer = [sets.serving, sets.building].find((set) => set !== undefined && isNewer(set))
  if (newer === undefined) keeping.note.right()
  else keeping.note.wrong('error', 'newer', newerMessage(newer))
  return sets
}

/** The set, for writing; not one that a newer version of this program made, whose fields may mean what is not known here. */
export function usable(set: IndexSet): IndexSet {
  if (isNewer(set)) throw new UnavailableError('index', newerMessage(set))
  return set
}

const isNewer = (set: IndexSet) => set.mappingVersion > mappingVersion

function newerMessage({ name, mappingVersion: version }: IndexSet): string {
  return `the index set ${name} has mapping version ${version}, and this program knows no more than ${mappingVersion}: update it; until then the index is searched and not written to`
}

/** Three new indices, empty, under the aliases of what is being built; then those of the set built before are dropped. */
export async function beginSet(keeping: SetKeeping, { model, dimensions, version }: Space): Promise<IndexSet> {
  const before = await readSets(keeping)
  for (const { set } of before) usable(set)
  const set: IndexSet = { name: keeping.newName(), space: { model, dimensions, version }, mappingVersion }
  await Promise.all(collections.map((collection) => createIndex(keeping, set, collection)))
  const dropped = before.filter(({ roles }) => roles.serving.size === 0)
  const indices = dropped.flatMap(({ indices: own }) => own)
  if (indices.length > 0)
    await keeping.calls.write({ method: 'DELETE', path: `/${indices.join(',')}`, querystring: { ignore_unavailable: true } })
  keeping.log('info', 'index.begun', { set: set.name, model, dimensions, dropped: dropped.map((one) => one.set.name) })
  return set
}

async function createIndex(keeping: SetKeeping, set: IndexSet, collection: Collection): Promise<void> {
  await keeping.calls.write({
    method: 'PUT',
    path: `/${indexName(keeping, set, collection)}`,
    body: {
      settings: mappings[collection].settings,
      mappings: mappingsOf(collection, set),
      aliases: { [buildingAlias(keeping, collection)]: {}, [writeAlias(keeping, set, collection)]: {} },
    },
  })
}

function mappingsOf(collection: Collection, { space, mappingVersion: version }: IndexSet): object {
  const { properties, ...rest } = mappings[collection].mappings
  const vector = { ...properties.vector, dims: space.dimensions }
  return { ...rest, _meta: { space, mappingVersion: version }, properties: { ...properties, vector } }
}

/** One change of the cluster's state gives all aliases to this set and drops every other. */
export async function serveSet(keeping: SetKeeping, set: IndexSet): Promise<void> {
  const found = await readSets(keeping)
  const chosen = found.find((one) => one.set.name === set.name)
  if (chosen === undefined || chosen.indices.length < collections.length)
    throw new SetGoneError(`the index set ${set.name} is gone`)
  const others = found.filter((one) => one !== chosen)
  for (const other of others) usable(other.set)
  // Nothing is to be missing from the first search.
  await keeping.calls.write({ method: 'POST', path: `/${chosen.indices.join(',')}/_refresh` })
  const actions = [
    ...others.flatMap(({ indices }) => indices.map((index) => ({ remove_index: { index } }))),
    ...collections.flatMap((collection) => {
      const index = indexName(keeping, set, collection)
      return [
        { add: { index, alias: servingAlias(keeping, collection) } },
        { remove: { index, alias: buildingAlias(keeping, collection), must_exist: false } },
      ]
    }),
  ]
  await keeping.calls.write({ method: 'POST', path: '/_aliases', body: { actions } })
  keeping.log('info', 'index.served', { set: set.name, dropped: others.map((other) => other.set.name) })
}

type Role = 'serving' | 'building'
type FoundSet = { set: IndexSet; indices: string[]; roles: Record<Role, Set<Collection>> }

/** As the cluster tells of an index; what it says about itself was written by this program, or by nobody we know. */
type IndexAnswer = {
  aliases?: Record<string, unknown>
  mappings?: { _meta?: { space?: Space; mappingVersion?: number } }
}

async function readSets(keeping: SetKeeping): Promise<FoundSet[]> {
  const aliases = collections.flatMap((collection) => [servingAlias(keeping, collection), buildingAlias(keeping, collection)])
  const answer = await keeping.calls.read<Record<string, IndexAnswer>>({
    method: 'GET',
    path: `/${aliases.join(',')}`,
    querystring: { ignore_unavailable: true, filter_path: '*.aliases,*.mappings._meta' },
  })
  const found = new Map<string, FoundSet>()
  for (const [index, told] of Object.entries(answer)) {
    const { collection, set } = ownSet(keeping, index, told)
    const known = found.get(set.name) ?? { set, indices: [], roles: { serving: new Set(), building: new Set() } }
    found.set(set.name, known)
    known.indices.push(index)
    if (told.aliases?.[servingAlias(keeping, collection)] !== undefined) known.roles.serving.add(collection)
    if (told.aliases?.[buildingAlias(keeping, collection)] !== undefined) known.roles.building.add(collection)
  }
  return [...found.values()]
}

/** Throws where somebody else's index stands under one of our names: it must be neither searched nor dropped. */
function ownSet(
  keeping: SetKeeping,
  index: string,
  { mappings: { _meta: meta = {} } = {} }: IndexAnswer,
): { collection: Collection; set: IndexSet } {
  const collection = collections.find((one) => index.startsWith(`${servingAlias(keeping, one)}-`))
  if (collection === undefined || meta.space === undefined || meta.mappingVersion === undefined) {
    const message = `${index} stands under our alias, but this program did not make it: take the alias ${keeping.prefix}-* from it, or choose another ELASTICSEARCH_PREFIX`
    keeping.note.wrong('error', 'foreign', message)
    throw new UnavailableError('index', message)
  }
  const name = index.slice(servingAlias(keeping, collection).length + 1)
  return { collection, set: { name, space: meta.space, mappingVersion: meta.mappingVersion } }
}

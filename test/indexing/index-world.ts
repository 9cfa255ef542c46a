import { systemActor } from '../../src/accounts/actor.ts'
import type { CardStatus, CompanyStatus } from '../../src/companies/company.ts'
import { insertCard } from '../../src/companies/card-store.ts'
import { insertCompany } from '../../src/companies/company-store.ts'
import { noteChange, noteOrganisationChange } from '../../src/db/outbox.ts'
import type { Tx } from '../../src/db/transact.ts'
import { drain } from '../../src/indexing/relay.ts'
import type { Collection, Ports } from '../../src/ports.ts'
import type { SceneStatus } from '../../src/scenes/scene.ts'
import { insertScene } from '../../src/scenes/scene-store.ts'
import { cardContent, companyContent } from '../companies/fixtures.ts'
import { aScene, goodContent } from '../scenes/fixtures.ts'
import { insertDistrict, insertOrganisation, testDistrict, testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

export const collections = ['scene', 'company', 'card'] as const satisfies readonly Collection[]

/** A market whose rows change as the verbs change them: a version more, and a row of the outbox in the same transaction. */
export type IndexWorld = {
  ports: TestPorts
  addOrganisation: () => Promise<string>
  addScene: (orgId: string, status?: SceneStatus) => Promise<string>
  /** Published ones, with everything done that is due. */
  addScenes: (orgId: string, count: number) => Promise<void>
  addCompany: (orgId: string, status?: CompanyStatus) => Promise<string>
  addCard: (companyId: string, status?: CardStatus) => Promise<string>
  change: (collection: Collection, id: string, status?: string) => Promise<void>
  changeOrganisation: (orgId: string, status?: 'verified' | 'suspended') => Promise<void>
}

/** With every change each row's words change, to the word that stands for its version. */
export async function indexWorld(options: Partial<Ports> = {}): Promise<IndexWorld> {
  const ports = await testPorts(options)
  await insertDistrict(ports.db)
  const actor = systemActor(testDistrict.id)
  const inTransaction = <T>(run: (tx: Tx) => Promise<T>) => ports.db.transaction().execute(run)
  const note = (tx: Tx, collection: Collection, id: string, version: number) =>
    noteChange(tx, actor, collection, id, version, ports.clock())
  const row = () => ({
    districtId: testDistrict.id,
    version: 1,
    statusReason: null,
    suspendedFrom: null,
    isExample: false,
    createdAt: ports.clock(),
    updatedAt: ports.clock(),
    validUntil: new Date('2027-03-02T02:00:00Z'),
  })

  return {
    ports,
    addOrganisation: async () => (await insertOrganisation(ports.db)).id,
    addScene: (orgId, status = 'published') =>
      inTransaction(async (tx) => {
        const id = ports.ids()
        await insertScene(
          tx,
          aScene({ id, orgId, districtId: testDistrict.id, status, version: 1, content: sceneContent(id, 1) }),
        )
        await note(tx, 'scene', id, 1)
        return id
      }),
    addScenes: async (orgId, count) => {
      await inTransaction(async (tx) => {
        for (let n = 0; n < count; n += 1) {
          const id = ports.ids()
          const scene = aScene({ id, orgId, districtId: testDistrict.id, status: 'published', version: 1 })
          await insertScene(tx, { ...scene, content: sceneContent(id, 1) })
          await note(tx, 'scene', id, 1)
        }
      })
      await drain(ports)
    },
    addCompany: (orgId, status = 'listed') =>
      inTransaction(async (tx) => {
        const id = ports.ids()
        await insertCompany(tx, { ...row(), id, orgId, status, content: { ...companyContent, summary: wordOf(id, 1) } })
        await note(tx, 'company', id, 1)
        return id
      }),
    addCard: (companyId, status = 'listed') =>
      inTransaction(async (tx) => {
        const id = ports.ids()
        const { orgId } = await tx.selectFrom('company').select('orgId').where('id', '=', companyId).executeTakeFirstOrThrow()
        const content = { ...cardContent, oneLine: wordOf(id, 1) }
        await insertCard(tx, { ...row(), id, orgId, companyId, status, content, claims: [], writtenBy: 'p' })
        await note(tx, 'card', id, 1)
        await note(tx, 'company', companyId, 1)
        return id
      }),
    change: (collection, id, status) =>
      inTransaction(async (tx) => {
        const before = await tx
          .selectFrom(collection)
          .select(['version', 'status'])
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirstOrThrow()
        const version = before.version + 1
        const content = JSON.stringify(contents[collection](id, version))
        await tx
          .updateTable(collection)
          .set({ version, content, status: (status ?? before.status) as never })
          .where('id', '=', id)
          .execute()
        await noteWithItsOwn(tx, note, collection, id, version)
      }),
    changeOrganisation: (orgId, status) =>
      inTransaction(async (tx) => {
        await tx
          .updateTable('organisation')
          .set((eb) => ({ version: eb('version', '+', 1), ...(status !== undefined && { status }) }))
          .where('id', '=', orgId)
          .execute()
        await noteOrganisationChange(tx, orgId, ports.clock())
      }),
  }
}

type Note = (tx: Tx, collection: Collection, id: string, version: number) => Promise<void>

/** As the verbs do it: a card's change shows in its company, and a company's in each of its cards. */
async function noteWithItsOwn(tx: Tx, note: Note, collection: Collection, id: string, version: number): Promise<void> {
  await note(tx, collection, id, version)
  if (collection === 'card') {
    const { companyId } = await tx.selectFrom('card').select('companyId').where('id', '=', id).executeTakeFirstOrThrow()
    await note(tx, 'company', companyId, 1)
  }
  if (collection === 'company') {
    const cards = await tx.selectFrom('card').select(['id', 'version']).where('companyId', '=', id).execute()
    for (const card of cards) await note(tx, 'card', card.id, card.version)
  }
}

const sceneContent = (id: string, version: number) => ({ ...goodContent, summary: wordOf(id, version) })

const contents: Record<Collection, (id: string, version: number) => object> = {
  scene: sceneContent,
  company: (id, version) => ({ ...companyContent, summary: wordOf(id, version) }),
  card: (id, version) => ({ ...cardContent, oneLine: wordOf(id, version) }),
}

/** One token for the tokeniser, which no other row and no other version has. */
export function wordOf(id: string, version: number): string {
  return `w${Number(id.slice(-6))}v${version}`
}

export type Held = Record<string, { version: number; words: string[] }>

/** What the index holds: by collection and id, the version and which rows' words it is found by. */
export async function held(ports: Pick<Ports, 'db' | 'search'>): Promise<Held> {
  const words = await wordsOfRows(ports.db)
  const found = await heldVersions(ports)
  for (const collection of collections) {
    for (const word of words) {
      for (const { id } of await ports.search.recall({ collection, by: 'tokens', tokens: word, filters: [], size: 1_000 }))
        found[`${collection} ${id}`]?.words.push(word)
    }
  }
  return found
}

/** The same without the words, for when there are many. */
export async function heldVersions({ search }: Pick<Ports, 'search'>): Promise<Held> {
  const { serving } = await search.sets()
  const found: Held = {}
  for (const collection of collections)
    for (const { id, version } of await search.versions(serving!, collection, '', 1_000))
      found[`${collection} ${id}`] = { version, words: [] }
  return found
}

export async function wantedVersions(ports: Pick<Ports, 'db'>): Promise<Held> {
  const all = Object.entries(await wanted(ports))
  return Object.fromEntries(all.map(([key, { version }]) => [key, { version, words: [] }]))
}

async function wordsOfRows(db: Ports['db']): Promise<string[]> {
  const rows = await Promise.all(collections.map((table) => db.selectFrom(table).select(['id', 'version']).execute()))
  return rows
    .flat()
    .flatMap(({ id, version }) => Array.from({ length: version }, (_, before) => wordOf(id, before + 1)))
    .toSorted()
}

/** What it must hold, told from the rows by other means than the relay's. */
export async function wanted({ db }: Pick<Ports, 'db'>): Promise<Held> {
  const organisations = new Map((await db.selectFrom('organisation').selectAll().execute()).map((one) => [one.id, one]))
  const [scenes, companies, cards] = [
    await db.selectFrom('scene').selectAll().execute(),
    await db.selectFrom('company').selectAll().execute(),
    await db.selectFrom('card').selectAll().execute(),
  ]
  const found: Held = {}
  for (const { id, orgId, status, version } of scenes) {
    if (!['published', 'closed', 'decided', 'unmatched'].includes(status)) continue
    found[`scene ${id}`] = { version: version + organisations.get(orgId)!.version, words: [wordOf(id, version)] }
  }
  for (const company of companies) {
    const organisation = organisations.get(company.orgId)!
    if (company.status !== 'listed' || organisation.status !== 'verified') continue
    const own = cards.filter((card) => card.companyId === company.id)
    const listed = own.filter((card) => card.status === 'listed')
    const base = company.version + organisation.version
    found[`company ${company.id}`] = {
      version: own.reduce((sum, card) => sum + card.version, base),
      words: [company, ...listed].map(({ id, version }) => wordOf(id, version)).toSorted(),
    }
    for (const card of listed) found[`card ${card.id}`] = { version: base + card.version, words: [wordOf(card.id, card.version)] }
  }
  return found
}

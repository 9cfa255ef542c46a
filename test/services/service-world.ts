import { inject } from 'vitest'
import type { Actor } from '../../src/accounts/actor.ts'
import { draftCard, submitCard } from '../../src/companies/edit-card.ts'
import { createCompany, stepCompany } from '../../src/companies/edit-company.ts'
import { listCard } from '../../src/companies/review-card.ts'
import { drain, leaseMs } from '../../src/indexing/relay.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { uuidIds } from '../../src/platform/ids.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { EmbedPort, Ports } from '../../src/ports.ts'
import { draftScene } from '../../src/scenes/draft-scene.ts'
import { publishScene } from '../../src/scenes/publish-scene.ts'
import { submitScene } from '../../src/scenes/submit-scene.ts'
import { cardContent, companyContent } from '../companies/fixtures.ts'
import { goodContent } from '../scenes/fixtures.ts'
import { testClock } from '../support/clock.ts'
import type { TestClock } from '../support/clock.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'
import { actorWith, insertDistrict, insertOrganisation } from '../support/world.ts'
import { perform, plainEmbedding, reindexAll, tableOf } from './operations.ts'
import type { Operation, OperationName } from './operations.ts'

export type ServicePorts = Ports & { clock: TestClock }

/** A database and an index of its own on the real servers, with somebody for every operation and something to do it to. */
export type ServiceWorld = {
  ports: ServicePorts
  databaseUrl: string
  elasticsearchUrl: string
  prefix: string
  actors: Record<'approver' | 'supplier' | 'officer', Actor>
  /** Ids of what stands published, listed or verified at the beginning. */
  scene: string
  card: string
  organisation: string
  submitsScene: () => Promise<string>
  /** What the index was found to hold, by each writing of a document. */
  compared: Map<string, { tokens: string; isOwn: boolean }>
  close: () => Promise<void>
}

export const firstModel = 'first model'

let worlds = 0

export async function serviceWorld(embed: EmbedPort = plainEmbedding(firstModel)): Promise<ServiceWorld> {
  const [databaseUrl, elasticsearchUrl] = [await newPostgresDatabase(), inject('elasticsearchUrl')!]
  const prefix = `services-${process.pid}-${Date.now().toString(36)}-${(worlds += 1)}`
  const clock = testClock()
  const ids = uuidIds(clock)
  const { db, close } = await openPg({ url: databaseUrl })
  const log = () => {}
  const index = { url: elasticsearchUrl, apiKey: undefined, ca: undefined, prefix }
  const search = await openElasticsearch(index, { clock, ids, log })
  const ports = { db, search, embed, clock, ids, log } as Partial<ServicePorts> as ServicePorts
  const population = await populate(ports)
  await reindexAll(ports)
  await drain(ports)
  return {
    ports,
    databaseUrl,
    elasticsearchUrl,
    prefix,
    ...population,
    compared: new Map(),
    close: async () => {
      await close()
      await fetch(`${elasticsearchUrl}/${await indicesOf({ elasticsearchUrl, prefix })}`, { method: 'DELETE' })
    },
  }
}

/** Every index of this world: those of the sets, and what nobody cleared away. */
export async function indicesOf({
  elasticsearchUrl,
  prefix,
}: Pick<ServiceWorld, 'elasticsearchUrl' | 'prefix'>): Promise<string[]> {
  const found = (await (await fetch(`${elasticsearchUrl}/${prefix}-*/_alias`)).json()) as Record<string, unknown>
  return Object.keys(found).toSorted()
}

async function populate(ports: ServicePorts) {
  await insertDistrict(ports.db)
  const [department, enterprise, watched, office] = [
    await insertOrganisation(ports.db, { kind: 'department' }),
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db, { kind: 'district_office' }),
  ]
  const actors = {
    approver: actorWith(['publisher_approver'], department),
    supplier: actorWith(['company_editor'], enterprise),
    officer: actorWith(['district_officer', 'matchmaker'], office),
  }
  const { officer } = actors
  let scenes = 0
  const submitsScene = async (actor: Actor = actors.approver) => {
    const { id } = await draftScene(ports, actor, {
      ...goodContent,
      background: otherWords(goodContent.background!, (scenes += 1)),
    })
    await submitScene(ports, actor, id)
    return id
  }
  const publishesScene = async (actor: Actor) => (await publishScene(ports, officer, await submitsScene(actor))).id
  const listsCard = async (actor: Actor) => {
    const company = await createCompany(ports, actor, { ...companyContent, name: `企业${actor.name}` })
    await stepCompany(ports, actor, company.id, 'company.list')
    const { id } = await draftCard(ports, actor, company.id, cardContent)
    await submitCard(ports, actor, id)
    return (await listCard(ports, officer, id)).id
  }
  const watchedEditor = actorWith(['company_editor', 'publisher_approver'], watched)
  await publishesScene(watchedEditor)
  await listsCard(watchedEditor)
  const [scene, card] = [await publishesScene(actors.approver), await listsCard(actors.supplier)]
  return { actors, scene, card, organisation: watched.id, submitsScene: () => submitsScene() }
}

/** As long, and in other characters, so that no two scenes are taken for duplicates. */
function otherWords(text: string, turn: number): string {
  return text.replaceAll(/\p{Script=Han}/gu, (character) =>
    String.fromCodePoint(0x4e00 + ((character.codePointAt(0)! - 0x4e00 + turn * 97) % 20_000)),
  )
}

/** Another process of the same program, after the leases of the one that died have run out. */
export async function relayAfterwards({ ports }: Pick<ServiceWorld, 'ports'>): Promise<void> {
  ports.clock.advance(2 * leaseMs)
  await drain(ports)
}

export async function operationFor(world: ServiceWorld, name: OperationName, marker: string): Promise<Operation> {
  const { approver, supplier, officer } = world.actors
  const isNew = name === 'publish a scene' || name === 'withdraw a scene'
  const actor = { scene: name === 'publish a scene' ? officer : approver, card: supplier, organisation: officer }[tableOf[name]]
  return { name, actor, id: isNew ? await world.submitsScene() : world[tableOf[name]], marker }
}

const opposites: Partial<Record<OperationName, { status: string; name: OperationName }>> = {
  'hide a card': { status: 'hidden', name: 'show a card' },
  'show a card': { status: 'listed', name: 'hide a card' },
  'suspend an organisation': { status: 'suspended', name: 'resume an organisation' },
  'resume an organisation': { status: 'verified', name: 'suspend an organisation' },
}

/** The same; what was taken away before is given back first, so that it can be taken again. */
export async function readiedFor(world: ServiceWorld, name: OperationName, marker: string): Promise<Operation> {
  const operation = await operationFor(world, name, marker)
  const opposite = opposites[name]
  if (opposite === undefined) return operation
  const row = world.ports.db.selectFrom(tableOf[name]).select('status').where('id', '=', operation.id)
  const { status } = await row.executeTakeFirstOrThrow()
  if (status !== opposite.status) return operation
  await perform(world.ports, { ...operation, name: opposite.name })
  await relayAfterwards(world)
  return operation
}

import { cardDocument, cardText, companyDocument, companyText } from '../companies/company-document.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { HydratedCompany } from '../companies/hydrate-store.ts'
import { companiesOfCards, everyChange, markDone, openChanges } from '../db/outbox.ts'
import type { Change } from '../db/outbox.ts'
import type { Ports, SearchDocument } from '../ports.ts'
import { isPublicStatus } from '../scenes/scene.ts'
import { sceneDocument, sceneText } from '../scenes/scene-document.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { companyStatusAt } from '../companies/company.ts'

type RelayPorts = Pick<Ports, 'db' | 'search' | 'embed' | 'clock'>

/** Rows taken from the outbox at a time. */
const batchMax = 500

/** Brings the index up to the record; what it could not finish stays in the outbox for the next time. */
export async function indexChanges(ports: RelayPorts): Promise<number> {
  let total = 0
  for (;;) {
    const changes = await openChanges(ports.db, batchMax)
    if (changes.length === 0) return total
    await followScenes(ports, changes)
    await followCompanies(ports, changes)
    await markDone(
      ports.db,
      changes.map(({ id }) => id),
      ports.clock(),
    )
    total += changes.length
  }
}

/** Fills an index that starts empty, from the record alone. */
export async function indexEverything(ports: RelayPorts): Promise<void> {
  for (const [objectType, follow] of [
    ['scene', followScenes],
    ['company', followCompanies],
  ] as const) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const changes = await everyChange(ports.db, objectType, after, batchMax)
      if (changes.length === 0) break
      await follow(ports, changes)
      after = changes.at(-1)!.id
    }
  }
}

async function followScenes(ports: RelayPorts, changes: readonly Change[]): Promise<void> {
  const ids = idsOf(changes, 'scene')
  const scenes = await findScenes(ports.db, ids)
  const shown = scenes.filter((scene) => isPublicStatus(scene.status))
  const vectors = await ports.embed.embed(shown.map(sceneText), 'document')
  await ports.search.put(shown.map((scene, index) => sceneDocument(scene, vectors[index])))
  for (const scene of scenes) if (!isPublicStatus(scene.status)) await ports.search.remove('scene', scene.id, scene.version)
}

/** A card's document holds its company's fields, so a company is indexed as a whole. */
async function followCompanies(ports: RelayPorts, changes: readonly Change[]): Promise<void> {
  const cardIds = idsOf(changes, 'card')
  const cards = await companiesOfCards(ports.db, cardIds)
  const companies = await hydrateCompanies(ports.db, [
    ...new Set([...idsOf(changes, 'company'), ...cards.map(({ companyId }) => companyId)]),
  ])
  await ports.search.put(await documentsOf(ports, companies))
  const listed = new Set(
    companies.flatMap((company) => (isShown(company, ports.clock()) ? company.cards.map(({ id }) => id) : [])),
  )
  for (const card of cards) if (!listed.has(card.id)) await ports.search.remove('card', card.id, card.version)
  for (const hidden of companies.filter((company) => !isShown(company, ports.clock()))) {
    await ports.search.remove('company', hidden.company.id, hidden.company.version)
    for (const card of hidden.cards) await ports.search.remove('card', card.id, card.version)
  }
}

async function documentsOf(ports: RelayPorts, companies: readonly HydratedCompany[]): Promise<SearchDocument[]> {
  const shown = companies.filter((company) => isShown(company, ports.clock()))
  const texts = shown.flatMap(({ company, cards }) => [
    companyText(company, cards),
    ...cards.map((card) => cardText(card, company)),
  ])
  const vectors = await ports.embed.embed(texts, 'document')
  let next = 0
  return shown.flatMap(({ company, cards }) => [
    companyDocument(company, cards, vectors[next++]),
    ...cards.map((card) => cardDocument(card, company, vectors[next++])),
  ])
}

function isShown({ company, organisation }: HydratedCompany, now: Date): boolean {
  return companyStatusAt(company, now) === 'listed' && organisation.status === 'verified'
}

function idsOf(changes: readonly Change[], objectType: Change['objectType']): string[] {
  return [...new Set(changes.filter((change) => change.objectType === objectType).map((change) => change.objectId))]
}

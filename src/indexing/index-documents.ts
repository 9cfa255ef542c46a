import {
  cardDocument,
  cardDocumentVersion,
  cardText,
  companyDocument,
  companyDocumentVersion,
  companyText,
} from '../companies/company-document.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { VersionedCompany } from '../companies/hydrate-store.ts'
import type { Change } from '../db/outbox.ts'
import type { Db } from '../db/transact.ts'
import type { Removal, SearchDocument } from '../ports.ts'
import { sceneDocument, sceneDocumentVersion, sceneText } from '../scenes/scene-document.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { isPublicStatus } from '../scenes/scene.ts'
import { companiesOfCards } from './index-store.ts'

/** A document that lacks nothing but the vector of its text. */
export type Unembedded = { text: string; withVector: (vector?: Float32Array) => SearchDocument }

/** What an index must hold and must not hold after some changes, as Postgres has it now. */
export type IndexedState<C extends Change = Change> = {
  documents: Unembedded[]
  /** Of all that is not shown: the index remembers their versions, so that no late writer brings them back. */
  removals: Removal[]
  /** Which of the changes each document and each removal came of, by its id. */
  changesOf: ReadonlyMap<string, readonly C[]>
}

export async function readState<C extends Change>(db: Db, changes: readonly C[]): Promise<IndexedState<C>> {
  const states = [await readScenes(db, changes), await readCompanies(db, changes)]
  return {
    documents: states.flatMap(({ documents }) => documents),
    removals: states.flatMap(({ removals }) => removals),
    changesOf: new Map(states.flatMap(({ changesOf }) => [...changesOf])),
  }
}

async function readScenes<C extends Change>(db: Db, changes: readonly C[]): Promise<IndexedState<C>> {
  const byId = Map.groupBy(
    changes.filter(({ objectType }) => objectType === 'scene'),
    ({ objectId }) => objectId,
  )
  const scenes = await findScenes(db, [...byId.keys()])
  const shown = scenes.filter(({ status }) => isPublicStatus(status))
  const hidden = scenes.filter(({ status }) => !isPublicStatus(status))
  return {
    documents: shown.map((scene) => ({ text: sceneText(scene), withVector: (vector) => sceneDocument(scene, vector) })),
    removals: hidden.map((scene) => ({ collection: 'scene', id: scene.id, version: sceneDocumentVersion(scene) })),
    changesOf: byId,
  }
}

/** A card's document holds its company's fields, so a company is read and written as a whole. */
async function readCompanies<C extends Change>(db: Db, changes: readonly C[]): Promise<IndexedState<C>> {
  const cardIds = changes.filter(({ objectType }) => objectType === 'card').map(({ objectId }) => objectId)
  const companyOf = new Map((await companiesOfCards(db, cardIds)).map(({ id, companyId }) => [id, companyId]))
  const byCompany = Map.groupBy(
    changes.filter(({ objectType, objectId }) => objectType === 'company' || companyOf.has(objectId)),
    ({ objectId }) => companyOf.get(objectId) ?? objectId,
  )
  const companies = await hydrateCompanies(db, [...byCompany.keys()])
  return {
    documents: companies.flatMap(documentsOf),
    removals: companies.flatMap(removalsOf),
    changesOf: new Map(companies.flatMap((company) => changesOfCompany(company, byCompany.get(company.company.id)!))),
  }
}

/** A document is its own row's business; where only others of the company changed, it is theirs. */
function changesOfCompany<C extends Change>({ company, cardVersions }: VersionedCompany, changes: readonly C[]): [string, C[]][] {
  return [company.id, ...cardVersions.map(({ id }) => id)].map((id) => {
    const own = changes.filter(({ objectId }) => objectId === id)
    return [id, own.length > 0 ? own : [...changes]]
  })
}

function documentsOf(hydrated: VersionedCompany): Unembedded[] {
  if (!isShown(hydrated)) return []
  const { company, cards } = hydrated
  return [
    {
      text: companyText(company, cards),
      withVector: (vector) => companyDocument(company, cards, companyDocumentVersion(hydrated), vector),
    },
    ...cards.map((card) => ({
      text: cardText(card, company),
      withVector: (vector?: Float32Array) => cardDocument(card, company, cardDocumentVersion(card.version, hydrated), vector),
    })),
  ]
}

function removalsOf(hydrated: VersionedCompany): Removal[] {
  const { company, cards, cardVersions } = hydrated
  const shown = new Set(isShown(hydrated) ? [company.id, ...cards.map(({ id }) => id)] : [])
  const removals: Removal[] = [
    { collection: 'company', id: company.id, version: companyDocumentVersion(hydrated) },
    ...cardVersions.map(({ id, version }) => ({
      collection: 'card' as const,
      id,
      version: cardDocumentVersion(version, hydrated),
    })),
  ]
  return removals.filter(({ id }) => !shown.has(id))
}

/** By what is written down alone: what has run out until the timer comes round, every query filters by its date. */
function isShown({ company, organisation }: VersionedCompany): boolean {
  return company.status === 'listed' && organisation.status === 'verified'
}

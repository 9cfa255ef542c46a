import type { Actor } from '../accounts/actor.ts'
import { companyText } from '../companies/company-document.ts'
import { findCompanies } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { isCompanyPublic } from '../companies/company.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { Filter, Ports } from '../ports.ts'
import { sceneText } from '../scenes/scene-document.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { isPublic, statusAt } from '../scenes/scene.ts'
import { UnavailableError } from '../shared/fault.ts'
import { inDistrict, recallAlike } from './recall.ts'
import { fromIndex } from '../indexing/source.ts'

export const relatedMax = 10
/** One organisation's, so that a busy one does not fill the list. */
export const relatedPerOrganisationMax = 3

/** Open scenes most like this one, of several organisations. */
export async function relatedScenes(
  ports: Ports,
  { districtId }: Pick<Actor, 'districtId'>,
  scene: StoredScene,
): Promise<StoredScene[]> {
  const now = ports.clock()
  const open: Filter[] = [
    inDistrict(districtId),
    { field: 'status', anyOf: ['published'] },
    { field: 'deadline', min: now.getTime() },
    { field: 'opens_at', max: now.getTime() },
  ]
  const ids = await alike(ports, districtId, 'scene', sceneText(scene), open)
  const scenes = await findScenes(ports.db, ids)
  return fewOfEach(
    scenes.filter(
      (other) =>
        other.id !== scene.id && other.districtId === districtId && isPublic(other, now) && statusAt(other, now) === 'published',
    ),
  )
}

/** Listed companies whose profiles are most like this one's. */
export async function relatedCompanies(
  ports: Ports,
  { districtId }: Pick<Actor, 'districtId'>,
  companyId: string,
): Promise<CompanyRecord[]> {
  const now = ports.clock()
  const [own] = await hydrateCompanies(ports.db, [companyId])
  if (own === undefined) return []
  const listed: Filter[] = [
    inDistrict(districtId),
    { field: 'status', anyOf: ['listed'] },
    { field: 'valid_until', min: now.getTime() },
  ]
  const ids = await alike(ports, districtId, 'company', companyText(own.company, own.cards), listed)
  const companies = await findCompanies(ports.db, districtId, ids)
  return fewOfEach(
    companies.filter((other) => other.id !== companyId && isCompanyPublic(other, other.orgStatus === 'verified', now)),
  )
}

/** Nothing is lost while the index is down but these lists. */
async function alike(
  ports: Ports,
  districtId: string,
  collection: 'scene' | 'company',
  text: string,
  filters: Filter[],
): Promise<string[]> {
  try {
    return await fromIndex(ports, { districtId, collection }, (source) => recallAlike(source, collection, text, filters))
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return []
  }
}

function fewOfEach<T extends { orgId: string }>(all: readonly T[]): T[] {
  const counts = new Map<string, number>()
  const few = all.filter(({ orgId }) => {
    const count = (counts.get(orgId) ?? 0) + 1
    counts.set(orgId, count)
    return count <= relatedPerOrganisationMax
  })
  return few.slice(0, relatedMax)
}

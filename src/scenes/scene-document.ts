import type { SearchDocument } from '../ports.ts'
import { indexedKeywords, indexedNumbers, indexedText, indexMapping } from '../shared/index-mapping.ts'
import type { IndexMapping } from '../shared/index-mapping.ts'
import { budgetBand } from '../shared/money.ts'
import { tokensOf } from '../shared/text.ts'
import type { Scene } from './scene.ts'
import { sceneFields } from './scene-content.ts'
import type { StoredScene } from './scene-store.ts'

/** Names of the index that no field of the form has. */
const sceneExtras = {
  status: 'keyword',
  district_id: 'keyword',
  org: 'keyword',
  city: 'keyword',
  district: 'keyword',
  budget_band: 'keyword',
  is_example: 'boolean',
  published_at: 'date',
} as const

/** One document a scene. Whether it belongs into the index at all, isPublicStatus tells. */
export function sceneDocument(scene: StoredScene, vector?: Float32Array): SearchDocument {
  return {
    collection: 'scene',
    id: scene.id,
    version: sceneDocumentVersion(scene),
    group: scene.id,
    tokens: tokensOf(sceneText(scene)).join(' '),
    keywords: keywordsOf(scene),
    numbers: numbersOf(scene),
    ...(vector === undefined ? {} : { vector }),
  }
}

/** Rises with every change of a row that the document shows. */
export function sceneDocumentVersion(scene: Pick<StoredScene, 'version' | 'orgVersion'>): number {
  return scene.version + scene.orgVersion
}

/** The words of a scene, for its tokens and for its vector. */
export function sceneText(scene: Pick<StoredScene, 'content' | 'ref' | 'orgName'>): string {
  return [indexedText(sceneFields, scene.content), scene.ref ?? '', scene.orgName].join('\n')
}

export function sceneMapping(dims?: number): IndexMapping {
  return indexMapping(sceneFields, sceneExtras, dims)
}

function keywordsOf(scene: StoredScene): Record<string, string[]> {
  const { content } = scene
  const band = content.budgetNone === true ? 'zero' : budgetBand(content.budgetMaxFen)?.id
  return {
    ...indexedKeywords(sceneFields, content),
    status: [scene.status],
    district_id: [scene.districtId],
    org: [scene.orgId],
    city: [scene.orgCity],
    district: [scene.orgDistrict],
    is_example: [String(scene.isExample)],
    ...(band === undefined ? {} : { budget_band: [band] }),
  }
}

/** The opening and the deadline as the instants they stand for, in place of their dates at midnight. */
function numbersOf({ content, opensAt, deadlineAt, publishedAt }: Scene): Record<string, number> {
  return {
    ...indexedNumbers(sceneFields, content),
    ...(opensAt === null ? {} : { opens_at: opensAt.getTime() }),
    ...(deadlineAt === null ? {} : { deadline: deadlineAt.getTime() }),
    ...(publishedAt === null ? {} : { published_at: publishedAt.getTime() }),
  }
}

import * as v from 'valibot'
import type { Viewing } from '../accounts/actor.ts'
import { allowedActions } from '../accounts/permissions.ts'
import { budgetBand, budgetBands } from '../shared/money.ts'
import { visible } from '../shared/schema.ts'
import type { Access } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { camelKey } from '../shared/wire.ts'
import { severities } from './finding.ts'
import { accessTo, targetOfScene } from './scene-access.ts'
import { SceneContent, sceneFields } from './scene-content.ts'
import type { SceneAddendum } from './scene-history-store.ts'
import { qualityOf } from './scene-quality.ts'
import { duplicateAnswers, sceneStatuses, statusAt } from './scene.ts'
import type { StoredScene } from './scene-store.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const InstantOrNull = v.nullable(Instant)

export const SceneView = v.object({
  id: v.pipe(v.string(), v.uuid()),
  ref: v.nullable(v.string()),
  status: v.picklist(idsOf(sceneStatuses)),
  org: v.object({
    id: v.pipe(v.string(), v.uuid()),
    name: v.string(),
    nameEn: v.nullable(v.string()),
    city: v.string(),
    district: v.string(),
  }),
  version: v.number(),
  content: SceneContent,
  budgetBand: v.nullable(v.picklist(idsOf(budgetBands))),
  publishedAt: InstantOrNull,
  opensAt: InstantOrNull,
  deadlineAt: InstantOrNull,
  statusSince: Instant,
  statusReason: v.nullable(v.string()),
  isExample: v.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
  /** The actions the caller could take now. */
  allowed: v.array(v.string()),
  /** For the registered. */
  quality: v.optional(v.object({ score: v.number(), blockers: v.number() })),
  /** For its organisation and the district's office. */
  writtenBy: v.optional(v.string()),
  submittedBy: v.nullish(v.string()),
  submittedAt: v.nullish(Instant),
  complianceBy: v.nullish(v.string()),
  publishedBy: v.nullish(v.string()),
  suspendedFrom: v.nullish(v.picklist(idsOf(sceneStatuses))),
  /** The rules that the office set aside when it published, and why. */
  overrides: v.optional(v.array(v.object({ rule: v.string(), reason: v.string() }))),
  duplicatesAnswered: v.optional(
    v.array(v.object({ sceneId: v.string(), answer: v.picklist(idsOf(duplicateAnswers)), because: v.optional(v.string()) })),
  ),
})

const FindingView = v.object({
  rule: v.string(),
  severity: v.picklist(idsOf(severities)),
  field: v.string(),
  zh: v.string(),
  en: v.string(),
  pointsLost: v.number(),
})

export const QualityView = v.object({
  score: v.number(),
  parts: v.array(v.object({ id: v.string(), points: v.number(), max: v.number() })),
  findings: v.array(FindingView),
  publishable: v.boolean(),
})

export const SimilarView = v.object({
  id: v.string(),
  ref: v.nullable(v.string()),
  title: v.string(),
  status: v.picklist(idsOf(sceneStatuses)),
  similarity: v.number(),
  mustAnswer: v.boolean(),
  answer: v.nullable(v.picklist(idsOf(duplicateAnswers))),
})

export const CommentView = v.object({
  id: v.string(),
  sceneId: v.string(),
  field: v.string(),
  text: v.string(),
  writtenBy: v.string(),
  writtenAt: Instant,
  answer: v.nullable(v.string()),
  answeredAt: InstantOrNull,
})

export const AddendumView = v.object({
  id: v.string(),
  seq: v.number(),
  reason: v.string(),
  writtenAt: Instant,
  changes: v.array(v.object({ field: v.string(), before: v.unknown(), after: v.unknown() })),
})

/** An addendum without the fields this reader may not see. */
export function addendumView({ id, seq, reason, writtenAt, changes }: SceneAddendum, access: Access) {
  const named = Object.fromEntries(changes.map((change) => [camelKey(change.field), change]))
  return { id, seq, reason, writtenAt, changes: Object.values(visible(sceneFields, named, access) as typeof named) }
}

/** A scene as the actor may see it. */
export function sceneView(scene: StoredScene, { actor, now, zone }: Viewing) {
  const access = accessTo(actor, scene)
  return {
    ...commonView(scene),
    status: statusAt(scene, now),
    content: visible(sceneFields, scene.content, access),
    allowed: allowedActions(actor, 'scene', targetOfScene(scene, now)),
    ...(access === 'pub' ? {} : { quality: qualityView(scene, now, zone) }),
    ...(access === 'int' ? innerView(scene) : {}),
  }
}

function bandOf(content: StoredScene['content']): (typeof budgetBands)[number]['id'] | null {
  return content.budgetNone === true ? 'zero' : (budgetBand(content.budgetMaxFen)?.id ?? null)
}

function commonView(scene: StoredScene) {
  const { id, ref, version, publishedAt, opensAt, deadlineAt, statusSince, statusReason, isExample, createdAt, updatedAt } = scene
  const org = { id: scene.orgId, name: scene.orgName, nameEn: scene.orgNameEn, city: scene.orgCity, district: scene.orgDistrict }
  const dates = { publishedAt, opensAt, deadlineAt, statusSince, createdAt, updatedAt }
  return { id, ref, org, version, budgetBand: bandOf(scene.content), statusReason, isExample, ...dates }
}

/** The score as of its publication, or of now while it is still being written. */
function qualityView(scene: StoredScene, now: Date, zone: string) {
  const { publishedAt, overrides, content } = scene
  const deadlineStanding = publishedAt === null ? undefined : content.deadline
  const facts = { now: publishedAt ?? now, zone, step: 'draft', duplicates: [], brands: [], overrides, deadlineStanding } as const
  const { score, findings } = qualityOf(scene.content, facts)
  return { score, blockers: findings.filter((found) => found.severity === 'BLOCKER').length }
}

function innerView(scene: StoredScene) {
  const { writtenBy, submittedBy, submittedAt, complianceBy, publishedBy, suspendedFrom, duplicatesAnswered, overrides } = scene
  return { writtenBy, submittedBy, submittedAt, complianceBy, publishedBy, suspendedFrom, duplicatesAnswered, overrides }
}

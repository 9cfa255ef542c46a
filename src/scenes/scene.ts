import type { Actor } from '../accounts/actor.ts'
import { permissions } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { missingFields } from '../shared/schema.ts'
import { dataLevels } from '../shared/taxonomy.ts'
import { endOfDate, startOfDate } from '../shared/time.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { sceneFields, sceneTypes } from './scene-content.ts'
import type { SceneContent, SceneField } from './scene-content.ts'

export const sceneStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'submitted', zh: '待审核', en: 'Submitted', public: false },
  { id: 'returned', zh: '已退回', en: 'Returned', public: false },
  { id: 'published', zh: '开放中', en: 'Open', public: true },
  { id: 'closed', zh: '已截止', en: 'Closed', public: true },
  { id: 'decided', zh: '已公布结果', en: 'Decided', public: true },
  { id: 'unmatched', zh: '未匹配', en: 'Unmatched', public: true },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
  { id: 'cancelled', zh: '已取消', en: 'Cancelled', public: false },
] as const

export type SceneStatus = (typeof sceneStatuses)[number]['id']

/** Why a scene is called off: the closed list every later step shares. */
export const cancelReasons = [
  { id: 'no_budget', zh: '预算未落实', en: 'No budget' },
  { id: 'no_authority', zh: '无权决定', en: 'No authority to decide' },
  { id: 'procurement_route', zh: '采购路径不通', en: 'No route to procurement' },
  { id: 'data_not_delivered', zh: '数据未到位', en: 'Data not delivered' },
  { id: 'integration', zh: '系统对接困难', en: 'Integration' },
  { id: 'performance_short', zh: '性能不达标', en: 'Performance falls short' },
  { id: 'price', zh: '价格', en: 'Price' },
  { id: 'safety', zh: '安全', en: 'Safety' },
  { id: 'user_rejection', zh: '使用者不接受', en: 'Rejected by its users' },
  { id: 'vendor_capacity', zh: '供方能力不足', en: 'The supplier lacks capacity' },
  { id: 'priority_changed', zh: '工作重点变化', en: 'Priorities changed' },
  { id: 'duplicate', zh: '重复', en: 'Duplicate' },
  { id: 'legal', zh: '法律合规', en: 'Legal' },
  { id: 'other', zh: '其他（至少 20 字）', en: 'Other (at least 20 characters)' },
] as const

export type CancelReason = (typeof cancelReasons)[number]['id']

export const otherReasonCharactersMin = 20

export const duplicateAnswers = [
  { id: 'merge', zh: '合并到该场景', en: 'Merge with it' },
  { id: 'differs', zh: '不同，因为……', en: 'Differs, because …' },
  { id: 'continue', zh: '继续单独发布', en: 'Continue on its own' },
] as const

export type DuplicateAnswer = { sceneId: string; answer: (typeof duplicateAnswers)[number]['id']; because?: string }

/** A rule whose MAJOR finding the reviewing officer sets aside, and why. */
export type Override = { rule: string; reason: string }

export type Scene = {
  id: string
  districtId: string
  orgId: string
  ref: string | null
  status: SceneStatus
  version: number
  content: SceneContent
  writtenBy: string
  submittedBy: string | null
  submittedAt: Date | null
  complianceBy: string | null
  publishedBy: string | null
  publishedAt: Date | null
  opensAt: Date | null
  deadlineAt: Date | null
  statusReason: string | null
  statusSince: Date
  suspendedFrom: SceneStatus | null
  duplicatesAnswered: DuplicateAnswer[]
  overrides: Override[]
  isExample: boolean
  createdAt: Date
  updatedAt: Date
}

/** The columns a decision sets; the store adds the next version. */
export type SceneChange = Partial<
  Omit<Scene, 'id' | 'districtId' | 'orgId' | 'version' | 'createdAt' | 'updatedAt' | 'isExample'>
> & { releasedAt?: Date; releasedBy?: string | null }

/** Where each verb leads; where it may start stands in the permission matrix. */
const sceneTransitions = {
  submit: { action: 'scene.submit', to: 'submitted' },
  withdraw: { action: 'scene.withdraw', to: 'draft' },
  return: { action: 'scene.return', to: 'returned' },
  tickCompliance: { action: 'scene.tick_compliance', to: 'submitted' },
  untickCompliance: { action: 'scene.untick_compliance', to: 'submitted' },
  publish: { action: 'scene.publish', to: 'published' },
  amend: { action: 'scene.amend', to: 'published' },
  close: { action: 'scene.close', to: 'closed' },
  release: { action: 'scene.release', to: 'decided' },
  unmatch: { action: 'scene.unmatch', to: 'unmatched' },
  suspend: { action: 'scene.suspend', to: 'suspended' },
  resume: { action: 'scene.resume', to: 'as_before' },
  cancel: { action: 'scene.cancel', to: 'cancelled' },
  redraft: { action: 'scene.redraft', to: 'draft' },
} as const satisfies Record<string, { action: Action; to: SceneStatus | 'as_before' }>

export type SceneVerb = keyof typeof sceneTransitions

/** Past its deadline a published scene reads as closed at once, written down or not. */
export function statusAt(scene: Pick<Scene, 'status' | 'deadlineAt'>, now: Date): SceneStatus {
  const isOver = scene.deadlineAt !== null && scene.deadlineAt <= now
  return scene.status === 'published' && isOver ? 'closed' : scene.status
}

/** A scene that found nobody may be published anew: from then on pitches are for that round. */
export function roundOf({ publishedAt, createdAt }: Pick<Scene, 'publishedAt' | 'createdAt'>): Date {
  return publishedAt ?? createdAt
}

/** Whether everybody may see it: a public state, and opened. */
export function isPublic(scene: Pick<Scene, 'status' | 'deadlineAt' | 'opensAt'>, now: Date): boolean {
  return isPublicStatus(scene.status) && (scene.opensAt === null || scene.opensAt <= now)
}

export function isPublicStatus(status: SceneStatus): boolean {
  return sceneStatuses.some((known) => known.id === status && known.public)
}

function startsFrom(verb: SceneVerb): readonly SceneStatus[] {
  return permissions[sceneTransitions[verb].action].states
}

/** The verbs this state leaves open, for whoever holds the role. */
function verbsFrom(status: SceneStatus): SceneVerb[] {
  return (Object.keys(sceneTransitions) as SceneVerb[]).filter((verb) => startsFrom(verb).includes(status))
}

export type SubmitFacts = { hasApprover: boolean; openComments: number }

export function submit(scene: Scene, actor: Actor, facts: SubmitFacts, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'submit', now)
  if (!state.ok) return state
  if (!actor.roles.includes('publisher_approver') && facts.hasApprover) return refuse('actor.forbidden')
  const missing = missingFindings(scene.content, 'submit')
  if (missing.length > 0) return refuse('scene.incomplete', { findings: missing })
  if (facts.openComments > 0) return refuse('scene.comments_open', { open: facts.openComments })
  return done({ ...entered('submitted', now), submittedBy: actor.personId, submittedAt: now, complianceBy: null })
}

/** Taken back before the office has decided. */
export function withdraw(scene: Scene, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'withdraw', now)
  if (!state.ok) return state
  return done({ ...entered('draft', now), submittedBy: null, submittedAt: null, complianceBy: null })
}

export function returnForChanges(scene: Scene, openComments: number, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'return', now)
  if (!state.ok) return state
  return openComments === 0 ? refuse('scene.needs_comment') : done(entered('returned', now))
}

export function tickCompliance(scene: Scene, actor: Actor, writers: readonly string[], now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'tickCompliance', now)
  if (!state.ok) return state
  return wrote(scene, actor, writers) ? refuse('actor.own_writing') : done({ complianceBy: actor.personId })
}

/** The reviewer takes the tick back while the office has not decided. */
export function untickCompliance(scene: Scene, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'untickCompliance', now)
  if (!state.ok) return state
  return scene.complianceBy === null ? wrongState(state.value) : done({ complianceBy: null })
}

export type PublishFacts = {
  /** Everybody who ever saved a version of it. */
  writers: readonly string[]
  quality: { score: number; findings: readonly Finding[] }
  overrides: Override[]
  zone: string
}

export function publish(scene: Scene, actor: Actor, facts: PublishFacts, now: Date): Outcome<SceneChange> {
  const state = startable(scene, 'publish', now)
  if (!state.ok) return state
  if (wrote(scene, actor, facts.writers)) return refuse('actor.own_writing')
  const { score, findings } = facts.quality
  if (!isGoodEnough(score, findings)) return refuse('scene.below_quality', { score, findings })
  const missing = missingFindings(scene.content, 'publish')
  if (missing.length > 0) return refuse('scene.incomplete', { findings: missing })
  if (needsCompliance(scene.content) && scene.complianceBy === null) return refuse('scene.needs_compliance')
  return done({
    ...entered('published', now),
    publishedBy: actor.personId,
    publishedAt: now,
    overrides: facts.overrides,
    ...instantsOf(scene.content, facts.zone),
  })
}

const publishScoreMin = 70

export function isGoodEnough(score: number, findings: readonly Finding[]): boolean {
  return score >= publishScoreMin && !findings.some((found) => found.severity === 'BLOCKER')
}

export function needsCompliance(content: SceneContent): boolean {
  return dataLevels.findIndex((level) => level.id === content.dataLevel) >= 2
}

/** The instants its dates stand for in the district's zone. */
export function instantsOf(content: SceneContent, zone: string): { opensAt: Date | null; deadlineAt: Date | null } {
  return {
    opensAt: content.opensAt === undefined ? null : startOfDate(zone, content.opensAt),
    deadlineAt: content.deadline === undefined ? null : endOfDate(zone, content.deadline),
  }
}

/** A field that is needed stays needed, whatever the reviewer thinks of it. */
export const requiredRule = 'required'

/** One finding a field that this step needs; a type of scene without KPIs needs none. */
export function missingFindings(content: SceneContent, step: 'submit' | 'publish'): Finding[] {
  const type = sceneTypes.find((known) => known.id === content.sceneType)
  return missingFields(sceneFields, content, step)
    .filter((name) => name !== 'kpis' || type?.needs_kpis !== false)
    .map((name) => {
      const { zh, en } = sceneFields[name as SceneField]
      return finding(requiredRule, 'MAJOR', name, 0, `请填写“${zh}”`, `Fill in “${en}”`)
    })
}

/** The state it is in, or wrong_state when the verb does not start there. */
export function startable(scene: Scene, verb: SceneVerb, now: Date): Outcome<SceneStatus> {
  const status = statusAt(scene, now)
  return startsFrom(verb).includes(status) ? done(status) : wrongState(status)
}

export function wrongState(status: SceneStatus) {
  return refuse('scene.wrong_state', { state: status, allowed: verbsFrom(status).map((verb) => sceneTransitions[verb].action) })
}

export function entered(status: SceneStatus, since: Date, reason: string | null = null) {
  return { status, statusSince: since, statusReason: reason }
}

function wrote(scene: Scene, actor: Actor, writers: readonly string[]): boolean {
  const { personId } = actor
  return personId === null || personId === scene.writtenBy || personId === scene.submittedBy || writers.includes(personId)
}

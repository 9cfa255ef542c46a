import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Db } from '../db/transact.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import { findScene, findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { hasConflict } from './appoint-evaluator.ts'
import { namesOf } from './conceal-names.ts'
import { findKnown } from './conceal-store.ts'
import { isNamedToPanel } from './evaluation-view.ts'
import type { Evaluated } from './evaluation-view.ts'
import { active, memberOf } from './panel.ts'
import { readPanel } from './panel-facts.ts'
import type { PanelFacts } from './panel-facts.ts'
import { findAffiliations, listPanelsOf } from './panel-store.ts'
import { findPitch } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { areUnsealed, labelOfPitch } from './pitch.ts'
import { findMembers } from './pitch-team-store.ts'
import { findConsensuses } from './score-store.ts'

/** A panel as one of its members sees it. */
export type Seat = {
  facts: PanelFacts
  personId: string
  isChair: boolean
  /** Since the appointment: whoever now belongs to a company that pitches does not read what the others wrote. */
  isInConflict: boolean
}

/** The panel of the scene, for somebody who sits on it; before the deadline, and in a conflict, it has no pitches to read. */
export async function readSeat(db: Db, actor: Actor, sceneId: string, now: Date): Promise<Seat> {
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const scene = await findScene(db, sceneId)
  if (scene === undefined || !maySee(actor, scene, now)) return unwrap<never>(refuse('scene.not_found'))
  unwrap(permit(actor, 'score.read', targetOfScene(scene, now)))
  const facts = await readPanel(db, scene)
  const { personId, isChair } = unwrap(memberOf(facts.members, actor.personId))
  const isInConflict = await hasConflict(db, scene, await findAffiliations(db, personId))
  const reads = areUnsealed(scene, now) && !isInConflict
  const seen = reads ? facts : { ...facts, pitches: [], scores: [], isOpen: false }
  return { facts: seen, personId, isChair, isInConflict }
}

/** The seat of somebody on the panel of this pitch's scene; to everybody else there is no such pitch. */
export async function readSeatAt(db: Db, actor: Actor, pitchId: string, now: Date): Promise<Seat & { pitch: StoredPitch }> {
  unwrap(permit(actor, 'score.read'))
  const found = await findPitch(db, pitchId)
  const scene = found && (await findScene(db, found.sceneId))
  if (scene === undefined || !maySee(actor, scene, now)) return unwrap<never>(refuse('pitch.not_found'))
  const isMember = (await readPanel(db, scene)).members.some(({ personId }) => personId === actor.personId)
  if (!isMember) return unwrap<never>(refuse('pitch.not_found'))
  const seat = await readSeat(db, actor, scene.id, now)
  const pitch = seat.facts.pitches.find(({ id }) => id === pitchId) ?? unwrap<never>(refuse('pitch.not_found'))
  return { ...seat, pitch }
}

/** By what they are called, which is random: the order tells nothing either. */
export function inOrder({ pitches }: Pick<PanelFacts, 'pitches'>): StoredPitch[] {
  return pitches.toSorted((a, b) => (labelOfPitch(a) < labelOfPitch(b) ? -1 : 1))
}

/** What there is to read of these pitches. */
export async function readEvaluated(
  db: Db,
  { facts }: Pick<Seat, 'facts'>,
  pitches: readonly StoredPitch[],
): Promise<Evaluated[]> {
  const consensuses = await findConsensuses(
    db,
    pitches.map(({ id }) => id),
  )
  const vocabulary = vocabularyOf(facts.scene.content)
  return Promise.all(
    pitches.map(async (pitch) => {
      const members = await findMembers(db, pitch.id)
      const orgs = isNamedToPanel(pitch) ? [] : [pitch.orgId, ...members.map(({ orgId }) => orgId)]
      const names = namesOf([...(await findKnown(db, orgs)).values()], vocabulary)
      const consensus = consensuses.find(({ pitchId }) => pitchId === pitch.id)
      return { facts, pitch, members, names, consensus }
    }),
  )
}

/** What the scene itself says; nobody is known by its words. */
function vocabularyOf({ title, summary, essential = [], desirable = [], techKeywords = [] }: SceneContent): string {
  return [title, summary, ...essential, ...desirable, ...techKeywords].join('\n')
}

/** A panel on the evaluator's own list; of one they left nothing more is told. */
export type SeatLine = {
  scene: StoredScene
  isChair: boolean
  recusedAt: Date | null
  work: { pitches: number; submitted: number; isOpen: boolean } | null
}

export async function readSeats(
  db: Db,
  actor: Actor,
  page: { after?: string | undefined; limit: number },
  now: Date,
): Promise<SeatLine[]> {
  const seats = await listPanelsOf(db, actor.personId ?? '', page)
  const scenes = await findScenes(
    db,
    seats.map(({ sceneId }) => sceneId),
  )
  return Promise.all(
    scenes.map(async (scene) => {
      const { isChair, recusedAt } = seats.find(({ sceneId }) => sceneId === scene.id)!
      return { scene, isChair, recusedAt, work: recusedAt === null ? await workOf(db, actor, scene, now) : null }
    }),
  )
}

async function workOf(db: Db, { personId }: Actor, scene: StoredScene, now: Date) {
  if (!areUnsealed(scene, now)) return { pitches: 0, submitted: 0, isOpen: false }
  const { pitches, scores, isOpen } = await readPanel(db, scene)
  const submitted = scores.filter((score) => score.personId === personId && score.submittedAt !== null)
  return { pitches: pitches.length, submitted: submitted.length, isOpen }
}

/** How far each member is: how many are in, never which marks. */
export function progressOf({ members, scores }: PanelFacts) {
  const left = new Set(active(members).map(({ personId }) => personId))
  return members.map(({ personId, name, isChair, appointedAt, recusedAt, recusalReason }) => ({
    personId,
    name,
    isChair,
    appointedAt,
    recusedAt,
    recusalReason,
    submitted: left.has(personId) ? scores.filter((one) => one.personId === personId && one.submittedAt !== null).length : 0,
  }))
}

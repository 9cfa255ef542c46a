import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { maySee } from '../scenes/scene-access.ts'
import { findSceneForUpdate } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { statusAt, wrongState } from '../scenes/scene.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { changeQuietly } from './decision-store.ts'
import { areOpen, eligibleStatuses, evaluatedStatuses, isEligible } from './panel.ts'
import { findPanel } from './panel-store.ts'
import type { NamedPanelMember } from './panel-store.ts'
import { findPitch, findPitchesForUpdate, findPitchesOfScene } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { areUnsealed } from './pitch.ts'
import { findScores } from './score-store.ts'
import type { Score } from './score.ts'

/** A scene with its panel, the pitches in the running and everybody's scores, sealed ones too: for rules, not for readers. */
export type PanelFacts = {
  scene: StoredScene
  members: NamedPanelMember[]
  pitches: StoredPitch[]
  scores: Score[]
  isOpen: boolean
}

/** The scene's row first, which everything about its panel waits for; then its pitches. */
export async function lockPanel(tx: Tx, actor: Actor, sceneId: string, now: Date): Promise<PanelFacts> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const scene = await findSceneForUpdate(tx, sceneId)
  if (scene === undefined || !maySee(actor, scene, now)) return unwrap<never>(refuse('scene.not_found'))
  return factsOf(tx, scene, await findPitchesForUpdate(tx, scene, eligibleStatuses))
}

/** The panel of a pitch's scene, and the pitch in it; one that is out of the running is nobody's here. */
export async function lockPanelOf(
  tx: Tx,
  actor: Actor,
  pitchId: string,
  now: Date,
): Promise<PanelFacts & { pitch: StoredPitch }> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const found = await findPitch(tx, pitchId)
  if (found === undefined || found.districtId !== actor.districtId) return unwrap<never>(refuse('pitch.not_found'))
  const scene = await findSceneForUpdate(tx, found.sceneId)
  if (scene === undefined || !areUnsealed(scene, now)) return unwrap<never>(refuse('pitch.not_found'))
  const facts = await factsOf(tx, scene, await findPitchesForUpdate(tx, scene, evaluatedStatuses))
  const pitch = facts.pitches.find(({ id }) => id === pitchId) ?? unwrap<never>(refuse('pitch.not_found'))
  return { ...facts, pitches: facts.pitches.filter(({ status }) => isEligible(status)), pitch }
}

/** The same to read, for a scene already found. */
export async function readPanel(db: Db, scene: StoredScene): Promise<PanelFacts> {
  return factsOf(db, scene, await findPitchesOfScene(db, scene, evaluatedStatuses))
}

async function factsOf(db: Db, scene: StoredScene, pitches: StoredPitch[]): Promise<PanelFacts> {
  const members = await findPanel(db, scene.id)
  const scores = await findScores(
    db,
    pitches.map(({ id }) => id),
  )
  const running = pitches.map(({ id }) => id)
  return { scene, members, pitches, scores, isOpen: areOpen(members, running, scores) }
}

/** Scoring and deciding happen between the deadline and the release, and not while the scene is held. */
export function atWork(scene: StoredScene, now: Date): Outcome<null> {
  const status = statusAt(scene, now)
  return status === 'closed' ? done(null) : wrongState(status)
}

/** Once all have submitted, what was in review has its scores; noticed whenever somebody submits, leaves or agrees. */
export async function settleScores(tx: Tx, ports: AuditPorts, actor: Actor, { scene }: PanelFacts): Promise<void> {
  const { isOpen, pitches } = await factsOf(tx, scene, await findPitchesForUpdate(tx, scene, eligibleStatuses))
  if (!isOpen) return
  for (const pitch of pitches) {
    if (pitch.status === 'submitted' || pitch.status === 'in_review')
      await stepQuietly(tx, ports, actor, pitch, { status: 'scored' }, { action: 'score.unseal' })
  }
}

type Told = { action: string; reason?: string; detail?: Record<string, unknown> }

/** A change on the panel's side: in the audit trail, and in nothing that the pitch's company can read. */
export async function stepQuietly(
  tx: Tx,
  ports: AuditPorts,
  actor: Actor,
  pitch: Pick<StoredPitch, 'id' | 'status'>,
  change: Parameters<typeof changeQuietly>[2],
  told: Told,
): Promise<void> {
  await changeQuietly(tx, pitch, change)
  const to = change.status ?? pitch.status
  await recordEvent(tx, ports, actor, { objectType: 'pitch', objectId: pitch.id, from: pitch.status, to, ...told })
}

type AuditPorts = Pick<Ports, 'ids' | 'clock'>

import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Db } from '../db/transact.ts'
import { listAddenda } from '../scenes/scene-history-store.ts'
import type { SceneAddendum } from '../scenes/scene-history-store.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { namesOf } from './conceal-names.ts'
import { findKnown } from './conceal-store.ts'
import { readerOf } from './pitch-access.ts'
import type { PitchReader } from './pitch-access.ts'
import { findPitch } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { findMembers } from './pitch-team-store.ts'
import type { NamedMember } from './pitch-team-store.ts'

/** A pitch with what stands around it, and as what its reader reads it. */
export type PitchReading = {
  pitch: StoredPitch
  scene: StoredScene
  members: NamedMember[]
  addenda: SceneAddendum[]
  reader: PitchReader
  /** By which its companies could be known; empty where the reader may know them. */
  names: string[]
}

/** The pitch, if the actor may know of it. */
export async function readPitch(db: Db, actor: Actor, id: string, now: Date): Promise<PitchReading> {
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const pitch = await findPitch(db, id)
  const scene = pitch && (await findScene(db, pitch.sceneId))
  if (pitch === undefined || scene === undefined) return unwrap<never>(refuse('pitch.not_found'))
  const members = await findMembers(db, id)
  const reader = readerOf(actor, { pitch, scene, members }, now)
  if (reader === undefined) return unwrap<never>(refuse('pitch.not_found'))
  const names = reader === 'unit' ? await namesIn(db, pitch, members) : []
  return { pitch, scene, members, addenda: await listAddenda(db, scene.id), reader, names }
}

/** A scene whose pitches the actor may count and, once they are open, read; to everybody else it has none. */
export async function readSceneOfPitches(db: Db, actor: Actor, id: string): Promise<StoredScene> {
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const scene = await findScene(db, id)
  if (scene === undefined) return unwrap<never>(refuse('scene.not_found'))
  unwrap(permit(actor, 'pitch.read_scene', { orgId: scene.orgId, districtId: scene.districtId }))
  return scene
}

async function namesIn(db: Db, pitch: StoredPitch, members: readonly NamedMember[]): Promise<string[]> {
  const known = await findKnown(db, [pitch.orgId, ...members.map(({ orgId }) => orgId)])
  return namesOf([...known.values()])
}

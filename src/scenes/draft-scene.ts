import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { brokenUnique } from '../db/constraint.ts'
import { noteChange } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import { canonicalJson } from '../shared/json.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { changeScene } from './change-scene.ts'
import type { VerbPorts } from './change-scene.ts'
import { findContentAt, insertVersion } from './scene-history-store.ts'
import type { ScenePatch } from './scene-content.ts'
import { findScene, insertScene } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import type { Scene } from './scene.ts'

/**
 * Begins a scene of the actor's organisation. A form brings the id it was given when it was shown, so that sending it
 * twice makes one scene; what was changed in between becomes a scene of its own.
 */
export async function draftScene(ports: VerbPorts, actor: Actor, input: ScenePatch, id = ports.ids()): Promise<StoredScene> {
  try {
    return await insertDraft(ports, actor, input, id)
  } catch (error) {
    if (brokenUnique(error) === undefined) throw error
    const first = await findScene(ports.db, id)
    const isSame = first?.writtenBy === actorId(actor) && canonicalJson(first.content) === canonicalJson(patched({}, input))
    return isSame ? first : insertDraft(ports, actor, input, ports.ids())
  }
}

function insertDraft(ports: VerbPorts, actor: Actor, input: ScenePatch, id: string): Promise<StoredScene> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    unwrap(permit(actor, 'scene.draft'))
    const orgId = actor.orgId ?? unwrap<never>(refuse('actor.forbidden'))
    const scene = blankScene(
      { id, districtId: actor.districtId, orgId, content: patched({}, input), writtenBy: actorId(actor) },
      now,
    )
    await insertScene(tx, scene)
    await insertVersion(tx, scene.id, scene.version, scene.content, scene.writtenBy, now)
    await recordEvent(tx, ports, actor, {
      objectType: 'scene',
      objectId: scene.id,
      action: 'scene.draft',
      to: 'draft',
      detail: { version: 1 },
    })
    await noteChange(tx, actor, 'scene', scene.id, scene.version, now)
    return (await findScene(tx, scene.id))!
  })
}

/** Changes the content, if nobody has changed it since the caller read `version`. */
export function editScene(ports: VerbPorts, actor: Actor, id: string, version: number, patch: ScenePatch): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.edit',
    version,
    decide: (_tx, scene) => done({ change: { content: patched(scene.content, patch) } }),
  })
}

/** Puts back what stood there at an earlier version, as a new version. */
export function restoreVersion(ports: VerbPorts, actor: Actor, id: string, restored: number): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.edit',
    decide: async (tx, scene) => {
      const content = restored > scene.version ? undefined : await findContentAt(tx, id, restored)
      return content === undefined ? refuse('scene.not_found') : done({ change: { content }, detail: { restored } })
    },
  })
}

type Begun = Pick<Scene, 'id' | 'districtId' | 'orgId' | 'content' | 'writtenBy'>

function blankScene(begun: Begun, now: Date): Scene {
  return {
    ...begun,
    ref: null,
    status: 'draft',
    version: 1,
    submittedBy: null,
    submittedAt: null,
    complianceBy: null,
    publishedBy: null,
    publishedAt: null,
    opensAt: null,
    deadlineAt: null,
    statusReason: null,
    statusSince: now,
    suspendedFrom: null,
    duplicatesAnswered: [],
    overrides: [],
    isExample: false,
    createdAt: now,
    updatedAt: now,
  }
}

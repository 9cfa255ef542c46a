import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { recordEvent } from '../accounts/audit.ts'
import { changeScene } from './change-scene.ts'
import type { Decision, VerbPorts } from './change-scene.ts'
import { targetOfScene } from './scene-access.ts'
import { answerComment, countComments, findWriters, insertComments } from './scene-history-store.ts'
import type { SceneComment } from './scene-history-store.ts'
import { findSceneForUpdate } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { returnForChanges, statusAt, tickCompliance, untickCompliance, wrongState } from './scene.ts'

/** A remark on one field; the name as on the wire. */
export type Remark = { field: string; text: string }

/** A reader may hold a scene back only so often. */
const commentsMax = 200

/** Sends it back with at least one remark on a field. */
export function returnScene(ports: VerbPorts, actor: Actor, id: string, remarks: readonly Remark[]): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.return',
    decide: async (tx, scene, now) => {
      await insertComments(tx, written(ports, actor, id, remarks, now))
      const change = unwrap(returnForChanges(scene, await countComments(tx, id, 'open'), now))
      return done<Decision>({ change, detail: { comments: remarks.length } })
    },
  })
}

/** A remark while the scene is under review; the return needs it, the submission then its answer. */
export function commentOnScene(ports: VerbPorts, actor: Actor, id: string, remark: Remark): Promise<SceneComment> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await lockedScene(tx, actor, id)
    unwrap(permit(actor, 'scene.review', targetOfScene(scene, now)))
    const status = statusAt(scene, now)
    const isFull = (await countComments(tx, id, 'all')) >= commentsMax
    if (status !== 'submitted' || isFull) unwrap(wrongState(status))
    const [comment] = written(ports, actor, id, [remark], now)
    await insertComments(tx, [comment!])
    await recordEvent(tx, ports, actor, {
      objectType: 'scene',
      objectId: id,
      action: 'scene.comment',
      detail: { field: remark.field },
    })
    return comment!
  })
}

/** Answers one remark; every one must be answered before the scene is submitted again. */
export function answerRemark(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  commentId: string,
  answer: string,
): Promise<SceneComment> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await lockedScene(tx, actor, id)
    unwrap(permit(actor, 'scene.answer_comment', targetOfScene(scene, now)))
    const answered = await answerComment(tx, id, commentId, answer, now)
    if (answered === undefined) return unwrap<never>(refuse('scene.not_found'))
    await recordEvent(tx, ports, actor, {
      objectType: 'scene',
      objectId: id,
      action: 'scene.answer_comment',
      detail: { field: answered.field },
    })
    return answered
  })
}

/** The compliance reviewer's tick, which data of level 2 and above needs. */
export function tickSceneCompliance(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.tick_compliance',
    decide: async (tx, scene, now) => done({ change: unwrap(tickCompliance(scene, actor, await findWriters(tx, id), now)) }),
  })
}

/** Takes the tick back, while the office has not decided. */
export function untickSceneCompliance(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.untick_compliance',
    decide: (_tx, scene, now) => done({ change: unwrap(untickCompliance(scene, now)) }),
  })
}

async function lockedScene(tx: Tx, actor: Actor, id: string): Promise<StoredScene> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  return (await findSceneForUpdate(tx, id)) ?? unwrap<never>(refuse('scene.not_found'))
}

function written(ports: VerbPorts, actor: Actor, sceneId: string, remarks: readonly Remark[], now: Date): SceneComment[] {
  return remarks.map(({ field, text }) => ({
    id: ports.ids(),
    sceneId,
    field,
    text,
    writtenBy: actorId(actor),
    writtenAt: now,
    answer: null,
    answeredAt: null,
  }))
}

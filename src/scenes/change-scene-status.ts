import type { Actor } from '../accounts/actor.ts'
import { done, unwrap } from '../shared/refusal.ts'
import { changeScene } from './change-scene.ts'
import type { Decision, VerbPorts } from './change-scene.ts'
import { countPitchesOf, findZone } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { cancel, close, redraft, resume, suspend, unmatch } from './scene-after.ts'
import type { CancelReason } from './scene.ts'

/** Ends it before its deadline. */
export function closeScene(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.close',
    decide: (_tx, scene, now) => done<Decision>({ change: unwrap(close(scene, reason, now)), reason }),
  })
}

export function suspendScene(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.suspend',
    decide: (_tx, scene, now) => done<Decision>({ change: unwrap(suspend(scene, reason, now)), reason }),
  })
}

export function resumeScene(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.resume',
    decide: async (tx, scene, now) => {
      const change = unwrap(resume(scene, await findZone(tx, scene.districtId), now))
      return done<Decision>({ change, detail: { deadline: change.content?.deadline ?? scene.content.deadline ?? null } })
    },
  })
}

export function cancelScene(ports: VerbPorts, actor: Actor, id: string, code: CancelReason, text: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.cancel',
    decide: (_tx, scene, now) =>
      done<Decision>({ change: unwrap(cancel(scene, code, text, now)), reason: code, detail: { text } }),
  })
}

export function unmatchScene(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  reason: string,
  wouldChange: string,
): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.unmatch',
    decide: async (tx, scene, now) => {
      const change = unwrap(unmatch(scene, await countPitchesOf(tx, scene), reason, wouldChange, now))
      return done<Decision>({ change, reason, detail: { wouldChange } })
    },
  })
}

/** Begins again from what found no match. */
export function redraftScene(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.redraft',
    // The content is saved again, so that the new attempt begins with a version of its own.
    decide: (_tx, scene, now) => done<Decision>({ change: { ...unwrap(redraft(scene, now)), content: scene.content } }),
  })
}

import type { Actor } from '../accounts/actor.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import { changeScene } from './change-scene.ts'
import type { Decision, VerbPorts } from './change-scene.ts'
import { maySee } from './scene-access.ts'
import { countComments } from './scene-history-store.ts'
import { findScene, findZone, hasApprover, nextRef } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { submit, withdraw } from './scene.ts'
import type { DuplicateAnswer } from './scene.ts'

/** Signs the scene off to the district's office; its ref is given with the first submission. */
export function submitScene(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.submit',
    decide: async (tx, scene, now) => {
      const facts = { hasApprover: await hasApprover(tx, scene.orgId), openComments: await countComments(tx, id, 'open') }
      const change = unwrap(submit(scene, actor, facts, now))
      const year = Number(dateIn(await findZone(tx, scene.districtId), now).slice(0, 4))
      const ref = scene.ref ?? (await nextRef(tx, scene.districtId, year, scene.content.domain!))
      const byEditor = !actor.roles.includes('publisher_approver')
      return done<Decision>({ change: { ...change, ref }, detail: { ref, ...(byEditor ? { withoutApprover: true } : {}) } })
    },
  })
}

/** Takes it back while the office has not decided. */
export function withdrawScene(ports: VerbPorts, actor: Actor, id: string): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.withdraw',
    decide: (_tx, scene, now) => done({ change: unwrap(withdraw(scene, now)) }),
  })
}

/** Says of a probable duplicate what it is; a later answer about the same scene replaces the earlier one. */
export function answerDuplicate(ports: VerbPorts, actor: Actor, id: string, given: DuplicateAnswer): Promise<StoredScene> {
  return changeScene(ports, actor, id, {
    action: 'scene.answer_duplicate',
    decide: async (tx, scene, now) => {
      const other = await findScene(tx, given.sceneId)
      if (other === undefined || other.id === id || !maySee(actor, other, now)) return refuse('scene.not_found')
      if (given.answer === 'differs' && (given.because ?? '') === '') return refuse('scene.needs_reason')
      const kept = scene.duplicatesAnswered.filter((one) => one.sceneId !== given.sceneId)
      return done<Decision>({ change: { duplicatesAnswered: [...kept, given] }, detail: { duplicate: given } })
    },
  })
}

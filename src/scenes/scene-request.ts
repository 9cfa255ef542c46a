import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { answer, withEtag } from '../web/http.ts'
import type { C } from '../web/http.ts'
import { pathId, viewing } from '../web/request.ts'
import { maySee, targetOfScene } from './scene-access.ts'
import { findScene } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { sceneView } from './scene-view.ts'

export { viewing }

/** The id in the path; one that is no id is nobody's scene. */
export function sceneId(c: C, name = 'id'): string {
  return pathId(c, 'scene.not_found', name)
}

/** The scene of the path, if the actor may know of it and, where an action is named, take it. */
export async function readScene(c: C, action?: Action): Promise<StoredScene> {
  const { db, clock } = c.get('ports')
  const actor = c.get('actor')
  if (action !== undefined && actor.kind === 'public') unwrap(refuse('login.required'))
  const scene = await findScene(db, sceneId(c))
  if (scene === undefined || !maySee(actor, scene, clock())) return unwrap<never>(refuse('scene.not_found'))
  if (action !== undefined) unwrap(permit(actor, action, targetOfScene(scene, clock())))
  return scene
}

export function answerScene(c: C, scene: StoredScene, status: 200 | 201 = 200): Response {
  withEtag(c, scene.version)
  return answer(c, sceneView(scene, viewing(c)), status)
}

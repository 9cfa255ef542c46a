import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Target } from '../accounts/permissions.ts'
import type { Access } from '../shared/schema.ts'
import { isPublic, statusAt } from './scene.ts'
import type { Scene } from './scene.ts'

/** What the permission matrix needs to know of a scene. */
export function targetOfScene(scene: Scene, now: Date): Target & { public: boolean } {
  return { orgId: scene.orgId, districtId: scene.districtId, status: statusAt(scene, now), public: isPublic(scene, now) }
}

/** Whether the actor may know that it exists; another district's scenes are nobody's here. */
export function maySee(actor: Actor, scene: Scene, now: Date): boolean {
  const target = targetOfScene(scene, now)
  return scene.districtId === actor.districtId && (target.public || permit(actor, 'scene.read_own', target).ok)
}

/** Up to which class the actor may see its fields. */
export function accessTo(actor: Actor, scene: Scene): Access {
  if (permit(actor, 'scene.read_own', { orgId: scene.orgId, districtId: scene.districtId }).ok) return 'int'
  return actor.kind === 'public' ? 'pub' : 'reg'
}

/** Whether the actor's role shows every scene of the district, whatever its state. */
export function readsWholeDistrict(actor: Actor): boolean {
  return permit(actor, 'scene.read_own', { orgId: null, districtId: actor.districtId }).ok
}

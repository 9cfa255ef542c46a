import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { changeScene } from './change-scene.ts'
import type { Decision, VerbPorts } from './change-scene.ts'
import { judgeScene } from './judge-scene.ts'
import { amend } from './scene-amendment.ts'
import type { Amendment } from './scene-amendment.ts'
import type { ScenePatch } from './scene-content.ts'
import { insertAddendum } from './scene-history-store.ts'
import type { SceneAddendum } from './scene-history-store.ts'
import { findZone } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { isGoodEnough, missingFindings } from './scene.ts'

export type Amended = { scene: StoredScene; amendment: Amendment; addendum: SceneAddendum | null }

/** Changes a published scene under rule A4; the result must still be fit to stand published. */
export async function amendScene(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  patch: ScenePatch,
  reason: string,
  version?: number,
): Promise<Amended> {
  let made: Omit<Amended, 'scene'> | undefined
  const scene = await changeScene(ports, actor, id, {
    action: 'scene.amend',
    version,
    decide: async (tx, before, now) => {
      const zone = await findZone(tx, before.districtId)
      const amendment = unwrap(amend(before, patch, reason, zone, now))
      const content = amendment.change.content
      const quality = await judgeScene(
        tx,
        actor,
        { ...before, content },
        {
          now: before.publishedAt ?? now,
          zone,
          step: 'publication',
          recalled: [],
          deadlineStanding: before.content.deadline,
        },
      )
      if (!isGoodEnough(quality.score, quality.findings))
        return refuse('scene.below_quality', { score: quality.score, findings: quality.findings })
      const missing = missingFindings(content, 'publish')
      if (missing.length > 0) return refuse('scene.incomplete', { findings: missing })
      const { changes } = amendment
      const addendum = amendment.isAddendum
        ? await insertAddendum(tx, { id: ports.ids(), sceneId: id, changes, reason, writtenBy: actorId(actor), writtenAt: now })
        : null
      made = { amendment, addendum }
      const detail = { fields: changes.map(({ field }) => field), addendum: addendum?.seq ?? null }
      return done<Decision>({ change: amendment.change, detail, ...(reason === '' ? {} : { reason }) })
    },
  })
  return { scene, ...made! }
}

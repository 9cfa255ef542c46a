import type { Actor } from '../accounts/actor.ts'
import { done, unwrap } from '../shared/refusal.ts'
import { changeScene } from './change-scene.ts'
import type { Decision, VerbPorts } from './change-scene.ts'
import { recallSimilar } from './find-similar.ts'
import { judgeScene } from './judge-scene.ts'
import { findWriters } from './scene-history-store.ts'
import { findScene, findZone } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { checkOverrides } from './scene-quality.ts'
import { publish } from './scene.ts'
import type { Override } from './scene.ts'

/** Opens a submitted scene to everybody; never by who wrote it, and only when it is good enough, but for what is set aside. */
export async function publishScene(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  overridden: readonly Override[] = [],
): Promise<StoredScene> {
  const draft = await findScene(ports.db, id)
  const recalled = draft === undefined ? [] : await recallSimilar(ports, draft.content)
  return changeScene(ports, actor, id, {
    action: 'scene.publish',
    decide: async (tx, scene, now) => {
      const zone = await findZone(tx, scene.districtId)
      const judging = { now, zone, step: 'publication', recalled } as const
      const found = await judgeScene(tx, actor, { ...scene, overrides: [] }, judging)
      const overrides = unwrap(checkOverrides(found.findings, overridden))
      const quality = await judgeScene(tx, actor, { ...scene, overrides }, judging)
      const change = unwrap(publish(scene, actor, { writers: await findWriters(tx, id), quality, overrides, zone }, now))
      return done<Decision>({ change, detail: { score: quality.score, ...(overrides.length > 0 && { overrides }) } })
    },
  })
}

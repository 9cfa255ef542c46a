import { systemActor } from '../accounts/actor.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { writeDecision } from './change-scene.ts'
import { findOverdueScenes, findSceneForUpdate } from './scene-store.ts'
import { closeAtDeadline } from './scene-after.ts'

/** Scenes one tick closes; the rest waits for the next one. */
const closedPerTickMax = 200

/** Writes down closings that everybody has read since the deadline; doing it twice changes nothing. */
export async function tickScenes(ports: Pick<Ports, 'db' | 'ids'>, now: Date): Promise<{ closed: number }> {
  let closed = 0
  for (const overdue of await findOverdueScenes(ports.db, now, closedPerTickMax)) {
    if (await closeOverdue(ports, overdue, now)) closed += 1
  }
  return { closed }
}

function closeOverdue(
  ports: Pick<Ports, 'db' | 'ids'>,
  { id, districtId }: { id: string; districtId: string },
  now: Date,
): Promise<boolean> {
  const actor = systemActor(districtId)
  return transact(ports.db, actor, async (tx) => {
    const scene = await findSceneForUpdate(tx, id)
    if (scene === undefined) return false
    const outcome = closeAtDeadline(scene, now)
    if (!outcome.ok) return false
    await writeDecision(
      tx,
      { ids: ports.ids, clock: () => now },
      actor,
      scene,
      'scene.close',
      { change: outcome.value, detail: { by: 'deadline' } },
      now,
    )
    return true
  })
}

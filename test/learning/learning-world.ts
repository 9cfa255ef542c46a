import type { Market } from '../../src/learning/measure-exposure.ts'
import { listOf, scoreOf } from '../../src/learning/question.ts'
import { transact } from '../../src/db/transact.ts'
import { noteImpressions } from '../../src/matching/note-impressions.ts'
import { examination } from '../../src/matching/propensity.ts'
import { noteTrainingEvent } from '../../src/matching/training-event.ts'
import { weights } from '../../src/matching/weights.ts'
import { mulberry32 } from '../../src/shared/random.ts'
import type { MarketWorld } from '../matching/market-world.ts'
import { actorWith } from '../support/world.ts'

const [shownPerScene, likedPerScene] = [20, 4]

/**
 * Organisations of the example data read rankings of its scenes and save, of what they look at, what they like by the
 * weights they go by.
 */
export async function readersSave(
  { ports }: MarketWorld,
  market: Market,
  { by, organisations, seed }: { by: readonly number[]; organisations: number; seed: number },
): Promise<void> {
  const random = mulberry32(seed)
  const orgs = await ports.db
    .selectFrom('organisation')
    .select(['id', 'districtId', 'status'])
    .orderBy('id')
    .limit(organisations)
    .execute()
  const [shipped, seen] = [listOf(weights.parts), { version: 'simulated', weightsVersion: weights.version }]
  for (const [index, org] of orgs.entries()) {
    const actor = actorWith(['publisher_editor'], org)
    for (const { sceneId, pairs } of market.scenes.filter((_, scene) => scene % 4 === index % 4)) {
      const order = pairs.toSorted((a, b) => scoreOf(b, shipped) - scoreOf(a, shipped)).slice(0, shownPerScene)
      const liked = new Set(order.toSorted((a, b) => scoreOf(b, by) - scoreOf(a, by)).slice(0, likedPerScene))
      const shown = order.map(({ companyId }, place) => ({ sceneId, companyId, place: place + 1 }))
      await noteImpressions(ports, actor, 'scene', seen, shown)
      const saved = order.filter((pair, place) => liked.has(pair) && random() < examination(place + 1))
      await transact(ports.db, actor, async (tx) => {
        for (const { companyId } of saved) {
          await noteTrainingEvent(tx, ports, actor, { side: 'scene', sceneId, companyId, kind: 'saved' })
        }
      })
    }
  }
}

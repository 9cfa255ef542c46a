import type { Actor } from '../accounts/actor.ts'
import type { Db } from '../db/transact.ts'
import { tokensOf } from '../shared/text.ts'
import type { VerbPorts } from './change-scene.ts'
import { maySee } from './scene-access.ts'
import type { SceneContent } from './scene-content.ts'
import { duplicateSimilarityMin, mostSimilar, similarShown } from './scene-similar.ts'
import { findComparableScenes, findScenes } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { isPublicStatus, statusAt } from './scene.ts'
import type { DuplicateAnswer, Override } from './scene.ts'

/** The newest scenes compared, whatever the index recalls. */
const comparedNewestMax = 200
/** What the index recalls beside them. */
const comparedRecalledMax = 50
const queryTokensMax = 200

/** What is to be compared: a stored scene, or the content of a form. */
export type Compared = {
  id?: string
  districtId: string
  content: SceneContent
  duplicatesAnswered?: readonly DuplicateAnswer[]
  overrides?: readonly Override[]
}

/** Open and past scenes most like this one, as the actor may see them; `recalled` by the index, before any transaction. */
export async function findSimilar(db: Db, actor: Actor, compared: Compared, recalled: readonly string[], now: Date) {
  const candidates = await candidatesFor(db, actor, compared, recalled, now)
  const byId = new Map(candidates.map((scene) => [scene.id, scene]))
  return mostSimilar(compared.content, candidates, similarShown).map(({ id, similarity }) => {
    const scene = byId.get(id)!
    const answered = compared.duplicatesAnswered?.find((one) => one.sceneId === id)
    return {
      id,
      ref: scene.ref,
      title: scene.content.title ?? '',
      status: statusAt(scene, now),
      similarity: Math.round(similarity * 1000) / 1000,
      mustAnswer: similarity >= duplicateSimilarityMin,
      answer: answered?.answer ?? null,
    }
  })
}

export type SimilarScene = Awaited<ReturnType<typeof findSimilar>>[number]

/** Probable duplicates that nobody has answered yet. */
export function unanswered(similar: readonly SimilarScene[]): SimilarScene[] {
  return similar.filter((one) => one.mustAnswer && one.answer === null)
}

/** What the index finds among all scenes; it may be down, and then the newest must do. */
export async function recallSimilar(ports: Pick<VerbPorts, 'search' | 'log'>, content: SceneContent): Promise<string[]> {
  const tokens = [...new Set(tokensOf([content.title, content.summary, content.problem].join('\n')))].slice(0, queryTokensMax)
  if (tokens.length === 0) return []
  try {
    const hits = await ports.search.recall({
      collection: 'scene',
      by: 'tokens',
      tokens: tokens.join(' '),
      filters: [],
      size: comparedRecalledMax,
    })
    return hits.map((hit) => hit.id)
  } catch (error) {
    ports.log('warn', 'scene.similar_without_index', { error: String(error) })
    return []
  }
}

async function candidatesFor(
  db: Db,
  actor: Actor,
  compared: Compared,
  recalled: readonly string[],
  now: Date,
): Promise<StoredScene[]> {
  const newest = await findComparableScenes(db, compared.districtId, compared.id, comparedNewestMax)
  const known = new Set([...newest.map((scene) => scene.id), compared.id])
  const others = await findScenes(
    db,
    recalled.filter((id) => !known.has(id)),
  )
  return [...newest, ...others.filter((scene) => isPublicStatus(scene.status))].filter((scene) => maySee(actor, scene, now))
}

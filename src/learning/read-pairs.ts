import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { Fit } from '../matching/fit.ts'
import { findContenders, loadSupplies } from '../matching/load-supplies.ts'
import type { Contender } from '../matching/load-supplies.ts'
import { demandOfScene } from '../matching/market.ts'
import type { Pair } from '../matching/pair.ts'
import { weights } from '../matching/weights.ts'
import type { Asking } from './judgements.ts'
import { findSceneTexts } from './learning-store.ts'
import { blend, listOf } from './question.ts'
import type { Question, Shown } from './question.ts'

export type ReadPorts = Pick<Ports, 'db' | 'matcher' | 'clock' | 'meanings'>

const shipped = listOf(weights.parts)

/** The parts of a fit that was made by the shipped weights. */
export function shownOf(fit: Fit): Pick<Shown, 'parts' | 'rest'> {
  const parts = listOf(fit.parts)
  return { parts, rest: fit.fused - blend(parts, shipped) }
}

/** Scores every pair that was shown anew: scenes as they stood then, profiles as they stand today, for only scenes keep their versions. */
export async function readQuestions(ports: ReadPorts, askings: readonly Asking[]): Promise<Question[]> {
  const wanted = askings.flatMap(wantedOf)
  const scenes = await scenesAt(ports, [...new Set(wanted.map(({ sceneId }) => sceneId))])
  const contenders = await findContenders(ports, [...new Set(wanted.map(({ companyId }) => companyId))])
  const byId = new Map(contenders.map((contender) => [contender.standing.id, contender]))
  const made = new Map<Wanted, Pick<Shown, 'parts' | 'rest'>>()
  for (const [scene, own] of Map.groupBy(wanted, ({ sceneId, at }) => scenes(sceneId, at))) {
    const present = [...new Set(own.map(({ companyId }) => companyId))].flatMap((id) => byId.get(id) ?? [])
    if (scene === undefined || present.length === 0) continue
    const pairs = await pairsOfScene(ports, scene, present)
    const fits = new Map(pairs.map(({ supply, fit }) => [supply.supply.id, shownOf(fit)]))
    for (const one of own) if (fits.has(one.companyId)) made.set(one, fits.get(one.companyId)!)
  }
  return [...Map.groupBy(wanted, ({ asking }) => asking)].map(([{ side, id, orgId }, own]) => ({
    id: `${side} ${id} ${orgId}`,
    unit: orgId,
    shown: own.flatMap((one) => (made.has(one) ? [{ ...one.shown, ...made.get(one)! }] : [])),
  }))
}

/** One pair that somebody was shown. */
type Wanted = { asking: Asking; sceneId: string; companyId: string; at: Date; shown: Asking['shown'][number] }

function wantedOf(asking: Asking): Wanted[] {
  const { side, id, at } = asking
  return asking.shown.map((shown) => {
    const [sceneId, companyId] = side === 'scene' ? [id, shown.id] : [shown.id, id]
    return { asking, sceneId, companyId, at, shown }
  })
}

/** A scene with these companies, by the weights that the matcher holds. */
export async function pairsOfScene(ports: ReadPorts, scene: StoredScene, contenders: readonly Contender[]): Promise<Pair[]> {
  const { matcher, meanings } = ports
  const demand = matcher.demand(demandOfScene(scene))
  const supplies = await loadSupplies(ports, contenders)
  if (meanings === undefined) return matcher.pairs(demand, supplies)
  return matcher.pairs(await meanings.demand(demand), await meanings.supplies(supplies))
}

/** Each scene with the text it had at a time; one object for one text. */
async function scenesAt({ db }: ReadPorts, ids: readonly string[]): Promise<(id: string, at: Date) => StoredScene | undefined> {
  const scenes = new Map((await findScenes(db, ids)).map((scene) => [scene.id, scene]))
  const texts = Map.groupBy(await findSceneTexts(db, ids), ({ sceneId }) => sceneId)
  const known = new Map<object, StoredScene>()
  return (id, at) => {
    const scene = scenes.get(id)
    const then = texts.get(id)?.findLast(({ savedAt }) => savedAt <= at)
    if (scene === undefined || then === undefined) return scene
    const text = known.get(then) ?? { ...scene, content: then.content }
    known.set(then, text)
    return text
  }
}

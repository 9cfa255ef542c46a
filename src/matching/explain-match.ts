import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { fromIndex } from '../indexing/source.ts'
import type { Ports } from '../ports.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { unwrap } from '../shared/refusal.ts'
import { besideOf } from './beside.ts'
import type { Beside } from './beside.ts'
import { counterfactualsOf, whyNotOf } from './explain-change.ts'
import type { Counterfactual } from './explain-change.ts'
import { loadSupplies, readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { alone, demandFor, matchViews, sceneFor } from './rank-companies.ts'
import type { MatchView } from './rank-companies.ts'
import type { RankingPage } from './ranking-page.ts'
import { winningChance } from './reciprocal.ts'
import { arranged, byFitAlone, scoreMarket } from './score-market.ts'
import type { Scored } from './score-pairs.ts'
import { straySentences } from './stray-sentences.ts'
import type { StraySentence } from './stray-sentences.ts'

/** What the place was found without, where a part was down. */
export type ExplainedMatch = MatchView &
  Pick<RankingPage<MatchView>, 'degraded'> & {
    /** What keeps it out, or its first gaps. */
    whyNot: { zh: string; en: string }[]
    counterfactuals: Counterfactual[]
    /** What stands beside the fit on the company's side; `chance`: of being chosen among those ranked now. */
    beside: Beside & { chance: number | null }
    /** For the company itself: what it says beside its own matter, which lowers its score for every scene. */
    straySentences?: StraySentence[]
  }

/**
 * One company's own standing for a scene: place, reasons and gaps, and nothing of anybody else.
 * `place` is null where a gate keeps it out or it is not among the candidates.
 */
export async function explainMatch(ports: Ports, actor: Actor, sceneId: string, companyId: string): Promise<ExplainedMatch> {
  const scene = await sceneFor(ports, actor, sceneId)
  const { contender, target } = await readContender(ports, actor, companyId)
  unwrap(
    anyOf(permit(actor, 'match.read_company', target), permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock()))),
  )
  const { districtId } = actor
  const { market, degraded } = await fromIndex(ports, { districtId, collection: 'card' }, async (source) => {
    const demand = await demandFor(ports, scene)
    const found = await scoreMarket(ports, source, districtId, demand, { always: contender, sceneId })
    return { market: found, degraded: [...source.degraded].toSorted() }
  })
  const isOwn = ({ contender: one }: Scored) => one.standing.id === companyId
  const place = market.ranked.findIndex((placed) => isOwn(placed) || placed.behind.some(isOwn))
  const { behind, ...own } = market.ranked[place] ?? alone(market.excluded.find(isOwn)!)
  const scored = isOwn(own) ? own : behind.find(isOwn)!
  const [view] = await matchViews(ports, [{ ...scored, behind: [] }], place < 0 ? null : place + 1)
  const others = [...market.ranked.flatMap((one) => [one, ...one.behind]), ...market.excluded].filter((one) => !isOwn(one))
  const placeOf = async (changed: Scored) => {
    const { ranked } = await arranged({ ...byFitAlone(ports), log: () => undefined }, [...others, changed], sceneId)
    const found = ranked.findIndex((placed) => isOwn(placed) || placed.behind.some(isOwn))
    return found < 0 ? null : found + 1
  }
  const from = ports.rerank === undefined ? view!.place : await placeOf(scored)
  const counterfactuals = await counterfactualsOf(ports, scored, view!, from, placeOf)
  const chance =
    place < 0
      ? null
      : winningChance(
          scored.pair.calibrated,
          market.ranked.map(({ pair }) => pair.calibrated),
          scene.content.awardN ?? 1,
        )
  return {
    ...view!,
    ...(behind.length > 0 && { nearIdentical: [] }),
    degraded,
    whyNot: whyNotOf(view!),
    counterfactuals,
    beside: { ...besideOf(scored), chance },
    ...(actor.orgId === target.orgId &&
      permit(actor, 'match.read_company', target).ok && { straySentences: await strayOf(ports, contender) }),
  }
}

async function strayOf(ports: Ports, contender: Contender): Promise<StraySentence[]> {
  const [supply] = await loadSupplies(ports, [contender])
  return straySentences(ports.matcher.table, supply!)
}

function anyOf<T extends { ok: boolean }>(first: T, second: T): T {
  return first.ok ? first : second
}

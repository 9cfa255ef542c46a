import { topPlaces } from './newcomers.ts'

/** From this calibrated score on a company counts as able: one reader in three would call the pair plausible. */
export const qualifiedScoreMin = 30

/** The exposure of a group per its share of the able lies within, or somebody should look. */
export const exposureBand = { low: 0.8, high: 1.25 } as const

/** Below these a ratio says nothing. */
export const exposureCountsMin = { scenes: 5, companies: 5, pairs: 20 } as const

/** Fewer staff than 50, younger than three years, outside the district, in none of its carriers. */
export const exposureGroups = ['small', 'young', 'outside_district', 'outside_carrier'] as const
export type ExposureGroup = (typeof exposureGroups)[number]

/** Which groups a company belongs to; absent: nobody said. */
export type Traits = Partial<Record<ExposureGroup, boolean>>

export type TraitFacts = {
  staffBand?: string | undefined
  founded?: number | undefined
  district?: string | undefined
  carrier?: string | undefined
}

export const youngYears = 3

export function traitsOf(
  { staffBand, founded, district, carrier }: TraitFacts,
  home: { district: string; year: number },
): Traits {
  return {
    ...(staffBand !== undefined && { small: ['to_10', 'to_49'].includes(staffBand) }),
    ...(founded !== undefined && { young: home.year - founded < youngYears }),
    ...(district !== undefined && { outside_district: shortPlace(district) !== shortPlace(home.district) }),
    outside_carrier: (carrier ?? '').trim() === '',
  }
}

/** A ranking as a report sees it: the companies in the order shown, one an exposure account, and who of them is able. */
export type ReportedRanking = { sceneId: string; ranked: readonly { companyId: string; isQualified: boolean }[] }

/** A company seen on a place of a scene's ranking, so many times. */
export type Seen = { sceneId: string; companyId: string; position: number; times: number }

export type ExposureState = 'balanced' | 'low' | 'high' | 'too_few'

export type ExposureRow = {
  group: ExposureGroup
  /** Of the exposure in the top ten, what the group got. */
  exposureShare: number
  /** What it would have got had the exposure of each scene been shared evenly among the able. */
  poolShare: number
  ratio: number | null
  state: ExposureState
  /** What this rests on: scenes with able companies, and the group's able companies and pairs. */
  scenes: number
  companies: number
  pairs: number
}

/** The usual discount of a place; none below the top ten. */
export function exposureAt(position: number): number {
  return position > topPlaces ? 0 : 1 / Math.log2(position + 1)
}

/** What the rankings as they stand would show to somebody who looks at each once. */
export function seenOnce(rankings: readonly ReportedRanking[]): Seen[] {
  return rankings.flatMap(({ sceneId, ranked }) =>
    ranked.slice(0, topPlaces).map(({ companyId }, index) => ({ sceneId, companyId, position: index + 1, times: 1 })),
  )
}

/** A row a group; companies of which nobody knows whether they belong to it count on neither side. */
export function exposureOf(
  rankings: readonly ReportedRanking[],
  seen: readonly Seen[],
  traits: ReadonlyMap<string, Traits>,
): ExposureRow[] {
  const seenByScene = Map.groupBy(seen, ({ sceneId }) => sceneId)
  return exposureGroups.map((group) => rowOf(group, rankings, seenByScene, (companyId) => traits.get(companyId)?.[group]))
}

function rowOf(
  group: ExposureGroup,
  rankings: readonly ReportedRanking[],
  seenByScene: ReadonlyMap<string, readonly Seen[]>,
  isIn: (companyId: string) => boolean | undefined,
): ExposureRow {
  const [own, rest] = [new Set<string>(), new Set<string>()]
  const sums = { got: 0, fair: 0, total: 0, scenes: 0, pairs: 0, others: 0 }
  for (const { sceneId, ranked } of rankings) {
    const able = ranked.filter(({ companyId, isQualified }) => isQualified && isIn(companyId) !== undefined)
    const members = able.filter(({ companyId }) => isIn(companyId) === true)
    const shown = (seenByScene.get(sceneId) ?? []).filter(({ companyId }) => isIn(companyId) !== undefined)
    const total = exposed(shown)
    if (able.length === 0 || total === 0) continue
    for (const { companyId } of able) (isIn(companyId) === true ? own : rest).add(companyId)
    sums.got += exposed(shown.filter(({ companyId }) => isIn(companyId) === true))
    sums.fair += (total * members.length) / able.length
    sums.total += total
    sums.scenes += 1
    sums.pairs += members.length
    sums.others += able.length - members.length
  }
  const isEnough =
    sums.scenes >= exposureCountsMin.scenes &&
    Math.min(own.size, rest.size) >= exposureCountsMin.companies &&
    Math.min(sums.pairs, sums.others) >= exposureCountsMin.pairs
  const ratio = sums.fair === 0 ? null : sums.got / sums.fair
  return {
    group,
    exposureShare: sums.total === 0 ? 0 : sums.got / sums.total,
    poolShare: sums.total === 0 ? 0 : sums.fair / sums.total,
    ratio,
    state: isEnough && ratio !== null ? stateOf(ratio) : 'too_few',
    scenes: sums.scenes,
    companies: own.size,
    pairs: sums.pairs,
  }
}

function exposed(seen: readonly Seen[]): number {
  return seen.reduce((sum, { position, times }) => sum + times * exposureAt(position), 0)
}

function stateOf(ratio: number): ExposureState {
  if (ratio < exposureBand.low) return 'low'
  return ratio > exposureBand.high ? 'high' : 'balanced'
}

/** 徐汇 is 徐汇区. */
function shortPlace(place: string): string {
  return place.trim().replace(/(?<=..)[市区县]$/u, '')
}

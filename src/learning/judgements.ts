import type { TrainingKind } from '../matching/training-event.ts'
import type { JudgedEvent, SeenPair } from './learning-store.ts'

/** No judgement counts more than this many times, however rarely its place is looked at. */
export const inverseWeightMax = 10

/** 2^grade - 1: a save is a grade of 2, who comes to the shortlist one of 3. What was turned down is below 0. */
const gains: Record<Exclude<TrainingKind, 'unmarked'>, number> = {
  saved: 3,
  invited: 3,
  shortlisted: 7,
  accepted: 7,
  dismissed: -1,
  declined: -1,
}

/** One who asked on behalf of one organisation, and what they were shown, with what they made of it. */
export type Asking = {
  side: JudgedEvent['side']
  /** The scene or the company. */
  id: string
  orgId: string
  /** When they last looked. */
  at: Date
  shown: { id: string; gain: number; weight: number }[]
}

export type Judgements = { askings: Asking[]; unseen: number }

/** Joins events with what was shown before them; whoever was never shown what they judged does not count. */
export function judgementsOf(events: readonly JudgedEvent[], seen: readonly SeenPair[]): Judgements {
  const judged = Map.groupBy(events, (event) => `${askingOf(event, event.orgId)} ${otherOf(event)}`)
  const pairs = Map.groupBy(seen, (pair) => `${askingOf(pair, pair.viewerOrgId)} ${otherOf(pair)}`)
  const askings = new Map<string, Asking>()
  for (const [key, looks] of pairs) {
    const first = looks[0]!
    const own = judged.get(key) ?? []
    const at = new Date(Math.max(...looks.map((look) => look.at.getTime())))
    const asking: Asking = askings.get(askingOf(first, first.viewerOrgId)) ?? {
      side: first.side,
      id: askerOf(first),
      orgId: first.viewerOrgId,
      at,
      shown: [],
    }
    if (at > asking.at) asking.at = at
    askings.set(askingOf(first, first.viewerOrgId), asking)
    asking.shown.push(shownOf(first, looks, own))
  }
  const unseen = [...judged].filter(([key, own]) => gainOf(own) !== 0 && !wasSeen(pairs.get(key) ?? [], own)).length
  return { askings: [...askings.values()], unseen }
}

function shownOf(pair: SeenPair, looks: readonly SeenPair[], own: readonly JudgedEvent[]): Asking['shown'][number] {
  const gain = wasSeen(looks, own) ? gainOf(own) : 0
  const before = own.length === 0 ? looks : looks.filter(({ at }) => at <= own.at(-1)!.at)
  return { id: otherOf(pair), gain, weight: gain === 0 ? 1 : Math.min(inverseWeightMax, 1 / chanceOf(before)) }
}

/** At least one of the looks found it. */
function chanceOf(looks: readonly SeenPair[]): number {
  return 1 - looks.reduce((missed, { propensity }) => missed * (1 - propensity), 1)
}

function wasSeen(looks: readonly SeenPair[], own: readonly JudgedEvent[]): boolean {
  const last = own.at(-1)
  return last !== undefined && looks.some(({ at }) => at <= last.at)
}

/** Of marks the last stands; beside it the best that came of the pair, or else that it was turned down. */
function gainOf(own: readonly JudgedEvent[]): number {
  const mark = own.findLast(({ kind }) => isMark(kind))
  const standing = [...own.filter(({ kind }) => !isMark(kind)), ...(mark === undefined ? [] : [mark])]
  const found = standing.map(({ kind }) => (kind === 'unmarked' ? 0 : gains[kind]))
  const best = Math.max(0, ...found)
  return best > 0 ? best : Math.min(0, ...found)
}

function isMark(kind: TrainingKind): boolean {
  return kind === 'saved' || kind === 'dismissed' || kind === 'unmarked'
}

type Sided = Pick<JudgedEvent, 'side' | 'sceneId' | 'companyId'>

function askingOf(pair: Sided, orgId: string): string {
  return `${pair.side} ${askerOf(pair)} ${orgId}`
}

function askerOf({ side, sceneId, companyId }: Sided): string {
  return side === 'scene' ? sceneId : companyId
}

function otherOf({ side, sceneId, companyId }: Sided): string {
  return side === 'scene' ? companyId : sceneId
}

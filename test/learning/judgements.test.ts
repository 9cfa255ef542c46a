import { expect, test } from 'vitest'
import { inverseWeightMax, judgementsOf } from '../../src/learning/judgements.ts'
import type { JudgedEvent, SeenPair } from '../../src/learning/learning-store.ts'
import { examination } from '../../src/matching/propensity.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 2, minute))
const event = (companyId: string, kind: JudgedEvent['kind'], minute: number): JudgedEvent => ({
  side: 'scene',
  sceneId: 's',
  companyId,
  kind,
  orgId: 'org',
  at: at(minute),
})
const look = (companyId: string, place: number, minute: number): SeenPair => ({
  side: 'scene',
  sceneId: 's',
  companyId,
  viewerOrgId: 'org',
  propensity: examination(place),
  at: at(minute),
})
const shownIn = (events: JudgedEvent[], seen: SeenPair[]) =>
  new Map(
    judgementsOf(events, seen)
      .askings.flatMap(({ shown }) => shown)
      .map(({ id, ...one }) => [id, one]),
  )

test('the chance of being looked at is that of the usual discount, from one at the first place', () => {
  expect([1, 3, 7].map(examination)).toEqual([1, 0.5, 1 / 3])
})

test('a save weighs by one over the chance that its place was looked at; what nobody judged is 0', () => {
  const shown = shownIn([event('b', 'saved', 5)], [look('a', 1, 0), look('b', 3, 0)])
  expect(shown.get('b')).toEqual({ gain: 3, weight: 2 })
  expect(shown.get('a')).toEqual({ gain: 0, weight: 1 })
})

test('of several looks before the judgement any may have found it; later ones do not count', () => {
  const shown = shownIn([event('b', 'saved', 5)], [look('b', 3, 0), look('b', 3, 1), look('b', 1, 9)])
  expect(shown.get('b')!.weight).toBeCloseTo(1 / 0.75)
})

test('who was drawn for a place by lot weighs more, up to a bound', () => {
  const drawn: SeenPair = { ...look('b', 9, 0), propensity: examination(9) / 50 }
  expect(shownIn([event('b', 'saved', 5)], [drawn]).get('b')!.weight).toBe(inverseWeightMax)
})

test.for([
  [['saved', 'dismissed'], -1],
  [['dismissed', 'saved'], 3],
  [['saved', 'unmarked'], 0],
  [['saved', 'shortlisted', 'declined'], 7],
  [['invited', 'unmarked'], 3],
  [['declined'], -1],
] as const)('%j comes to a gain of %i', ([kinds, gain]) => {
  const events = kinds.map((kind, index) => event('b', kind, 5 + index))
  expect(shownIn(events, [look('b', 3, 0)]).get('b')!.gain).toBe(gain)
})

test('a judgement of what was never shown, or only afterwards, is counted and does not count', () => {
  const { askings, unseen } = judgementsOf([event('x', 'saved', 5), event('b', 'saved', 5)], [look('a', 1, 0), look('b', 2, 6)])
  expect(unseen).toBe(2)
  expect(askings[0]!.shown.map(({ gain }) => gain)).toEqual([0, 0])
})

test('each organisation asks for itself', () => {
  const theirs = { ...look('a', 1, 0), viewerOrgId: 'other' }
  const { askings } = judgementsOf([event('a', 'saved', 5)], [look('a', 1, 0), theirs])
  expect(askings.map(({ orgId, shown }) => [orgId, shown[0]!.gain])).toEqual([
    ['org', 3],
    ['other', 0],
  ])
})

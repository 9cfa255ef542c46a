import { beforeAll, expect, test } from 'vitest'
import { Meeting, shareOf } from '../../src/matching/meeting.ts'
import type { WordTable } from '../../src/shared/word-table.ts'
import { testWordTable } from '../support/engines.ts'

let table: WordTable

beforeAll(async () => {
  table = await testWordTable()
})

const allOf = ({ ids, weights, total }: ReturnType<WordTable['bag']>) => ({
  positions: ids.map((_, index) => index),
  weights,
  total,
})

test('what says the same is near in every word, both ways', () => {
  const [demand, other] = [table.bag('老人夜间跌倒监测'), table.bag('老人夜间跌倒监测')]
  const meeting = new Meeting(table, demand, [other])
  expect(shareOf(meeting.forward(other), allOf(demand))).toBeCloseTo(1, 5)
  expect(meeting.backward(other)).toBeCloseTo(other.total, 5)
  expect(meeting.covers(allOf(demand), other)).toBeCloseTo(1, 5)
})

test('a text that comes later is met as it would have been from the start', () => {
  const demand = table.bag('老人夜间跌倒监测，六十秒内告警')
  const [whole, part] = [table.bag('以毫米波雷达识别老人跌倒并推送告警'), table.bag('识别老人跌倒')]
  const [later, fromStart] = [new Meeting(table, demand, [whole]), new Meeting(table, demand, [whole, part])]
  expect(later.forward(part)).toEqual(fromStart.forward(part))
  expect(later.backward(part)).toBe(fromStart.backward(part))
  expect(later.covers(allOf(demand), part)).toBeCloseTo(shareOf(fromStart.forward(part), allOf(demand)), 6)
})

test('a word that was in none of the texts announced is near to nothing', () => {
  const demand = table.bag('跌倒')
  const meeting = new Meeting(table, demand, [table.bag('跌倒')])
  const stranger = table.bag('摔倒')
  expect([...meeting.forward(stranger)].every((value) => value === 0)).toBe(true)
  expect(meeting.backward(stranger)).toBe(0)
  expect(meeting.covers(allOf(demand), stranger)).toBe(0)
})

test('nothing meets nothing', () => {
  const empty = table.bag('')
  const meeting = new Meeting(table, empty, [empty])
  expect(meeting.backward(empty)).toBe(0)
  expect(shareOf(meeting.forward(empty), allOf(empty))).toBe(0)
  expect(new Meeting(table, empty, []).covers(allOf(empty), empty)).toBe(0)
})

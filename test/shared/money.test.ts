import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetBand, budgetBands, fromWan, inWan, inYuan } from '../../src/shared/money.ts'

test.each([
  [0, '0', '0'],
  [1_000_000, '1', '10,000'],
  [12_500_000, '12.5', '125,000'],
  [1, '0', '0.01'],
  [123_456_700, '123.46', '1,234,567'],
  [10_000_000_000_000, '10000000', '100,000,000,000'],
])('%d fen are %s 万元 and %s yuan', (fen, wan, yuan) => expect([inWan(fen), inYuan(fen)]).toEqual([wan, yuan]))

test.each([
  ['10', 10_000_000],
  ['0.01', 10_000],
  [12.5, 12_500_000],
  ['12.345678', 12_345_678],
  ['0', 0],
  ['1e3', 1_000_000_000],
])('%s 万元 are %d fen', (wan, fen) => {
  expect(fromWan(wan)).toBe(fen)
})

test.each(['ten', '十', '10万', '1,000'])('%s is no amount', (wan) => expect(fromWan(wan)).toBeNaN())

test('what is typed in hundredths of 万元 comes back as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), (hundredths) => {
      expect(inWan(fromWan(hundredths / 100))).toBe(String(hundredths / 100))
    }),
  )
})

test.each([
  [0, 'zero'],
  [1, 'to_10'],
  [10_000_000, 'to_10'],
  [10_000_001, 'to_50'],
  [50_000_000, 'to_50'],
  [200_000_000, 'to_200'],
  [500_000_000, 'to_500'],
  [500_000_001, 'over_500'],
])('a budget of at most %d fen is in the band %s', (fen, band) => expect(budgetBand(fen)!.id).toBe(band))

test('an unknown budget is in no band, and every other in one', () => {
  expect(budgetBand(undefined)).toBeUndefined()
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000_000 }), (fen) => {
      expect(budgetBands).toContain(budgetBand(fen))
    }),
  )
})

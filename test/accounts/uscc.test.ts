import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Uscc, usccCheckCharacter } from '../../src/accounts/uscc.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const characters = (length: number) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 6 })
const bodies = fc.tuple(characters(2), digits, characters(9)).map((parts) => parts.join(''))

test.each(['91350100M000100Y43', '91110000600037341L'])('the published code %s is valid', (code) => {
  expect(v.parse(Uscc, ` ${code.toLowerCase()} `)).toBe(code)
})

test('the check character is computed as the standard writes it, with the weights in a row', () => {
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  fc.assert(
    fc.property(bodies, (body) => {
      const sum = weights.reduce((total, weight, place) => total + weight * alphabet.indexOf(body[place]!), 0)
      const value = 31 - (sum % 31)
      expect(usccCheckCharacter(body)).toBe(alphabet[value === 31 ? 0 : value])
    }),
  )
})

test('any single character mistyped, and any two neighbours exchanged, are noticed', () => {
  fc.assert(
    fc.property(bodies, fc.nat(17), fc.constantFrom(...alphabet), (body, place, other) => {
      const code = body + usccCheckCharacter(body)
      const replaced = code.slice(0, place) + other + code.slice(place + 1)
      const exchanged = place === 17 ? code : code.slice(0, place) + code[place + 1]! + code[place]! + code.slice(place + 2)
      for (const wrong of [replaced, exchanged]) expect(v.is(Uscc, wrong)).toBe(wrong === code)
    }),
  )
})

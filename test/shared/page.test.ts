import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { decodeCursor, encodeCursor, pageQuery } from '../../src/shared/page.ts'

describe('a cursor', () => {
  test('comes back as it was, and can stand in an address', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()),
            fc.maxSafeInteger(),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (parts) => {
          const cursor = encodeCursor(parts)
          expect(cursor).toMatch(/^[\w-]+$/u)
          // JSON knows no nought below nought.
          expect(decodeCursor(cursor, parts.length)).toEqual(parts.map((part) => (part === 0 ? 0 : part)))
        },
      ),
    )
  })

  test.each([
    ['not of ours', 'x'],
    ['no JSON', btoa('nonsense')],
    ['no list', btoa('{"a":1}')],
    ['null', btoa('null')],
    ['another length', encodeCursor(['a'])],
    ['a part that is no text or number', btoa('[true,1]')],
    ['a number too great', btoa('[1e300,1]')],
    ['a broken fraction', btoa('[0.5,1]')],
    ['empty', ''],
  ])('is refused: %s', (_name, cursor) => {
    expect(() => decodeCursor(cursor, 2)).toThrow('request.bad_cursor')
  })

  test('anything at all is taken or refused, and is never a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (cursor) => {
        try {
          expect(decodeCursor(cursor, 1)).toHaveLength(1)
        } catch (error) {
          expect(error).toMatchObject({ refusal: { code: 'request.bad_cursor' } })
        }
      }),
    )
  })
})

test.each([
  ['1', 1],
  ['100', 100],
  ['020', 20],
])('a limit of %s is %d', (limit, expected) => {
  expect(v.parse(v.object(pageQuery), { limit }).limit).toBe(expected)
})

test.each(['0', '101', '-1', '1.5', '1e2', '', 'x', ' 5', '1000'])('a limit of %s is none', (limit) => {
  expect(v.safeParse(v.object(pageQuery), { limit }).success).toBe(false)
})

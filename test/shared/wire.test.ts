import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cardFields, companyFields } from '../../src/companies/company-content.ts'
import { sceneFields } from '../../src/scenes/scene-content.ts'
import { camelKey, fromWire, snakeKey, toWire } from '../../src/shared/wire.ts'

describe('keys', () => {
  test('of every field go out and come back', () => {
    for (const name of Object.keys({ ...sceneFields, ...companyFields, ...cardFields, areaM2: 0, sourceUrl: 0 })) {
      expect(snakeKey(name)).toMatch(/^[a-z0-9]+(?:_[a-z0-9]+)*$/u)
      expect(camelKey(snakeKey(name))).toBe(name)
    }
  })

  test('that are camelCase on the wire become no field', () => {
    expect(camelKey('titleEn')).toBe('?titleEn')
    expect(fromWire({ titleEn: 1, title_en: 2 })).toEqual({ '?titleEn': 1, titleEn: 2 })
  })

  test('of the language itself are keys like any other', () => {
    const wild = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1, "to_string": 2}')
    const read = fromWire(wild) as Record<string, unknown>
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
    expect(read['admin']).toBeUndefined()
    expect(Object.keys(read)).toContain('constructor')
  })
})

describe('values', () => {
  test('are never changed, at whatever depth; dates become instants', () => {
    const inner = {
      deadlineAt: new Date('2026-03-31T16:00:00Z'),
      none: null,
      list: ['camelCase', { someKey: 'snake_case' }],
      yes: true,
      n: 0.1,
    }
    expect(toWire({ outerKey: inner })).toEqual({
      outer_key: {
        deadline_at: '2026-03-31T16:00:00.000Z',
        none: null,
        list: ['camelCase', { some_key: 'snake_case' }],
        yes: true,
        n: 0.1,
      },
    })
    expect(toWire('someText')).toBe('someText')
    expect(toWire(undefined)).toBeUndefined()
  })

  test('go there and back', () => {
    const key = fc.stringMatching(/^[a-z]{1,6}(?:[A-Z][a-z]{1,4}){0,2}$/u)
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).any
    fc.assert(
      fc.property(value, (some) => {
        expect(fromWire(toWire(some))).toEqual(some)
      }),
    )
  })
})

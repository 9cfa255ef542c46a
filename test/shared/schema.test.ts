import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  CalendarDate,
  codePointLength,
  contentSchema,
  Fen,
  Figure,
  jsonSchema,
  line,
  list,
  missingFields,
  patched,
  patchSchema,
  text,
  visible,
  wholeNumber,
} from '../../src/shared/schema.ts'
import type { Fields } from '../../src/shared/schema.ts'

const fields = {
  title: { schema: text(5), zh: '名称', en: 'Title', need: 'submit', access: 'pub', group: 'a' },
  tags: { schema: list(line(3), 2), zh: '标签', en: 'Tags', need: 'publish', access: 'reg', group: 'a' },
  budgetFen: { schema: Fen, zh: '预算', en: 'Budget', need: 'publish', access: 'mat', group: 'a' },
  note: { schema: text(10), zh: '备注', en: 'Note', need: 'optional', access: 'int', group: 'a' },
} as const satisfies Fields

const accepts = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value).success

describe('text', () => {
  test.each<[string, unknown, boolean]>([
    ['as long as allowed', '跌倒监测项', true],
    ['one character more', '跌倒监测项目', false],
    ['as many characters that take two units each', '😀😀😀😀😀', true],
    ['space around it, which goes', '   跌倒   ', true],
    ['line breaks and tabs', 'a\n\tb', true],
    ['U+0000', 'a\u0000', false],
    ['another control', 'a\u0007', false],
    ['half a pair', 'a\ud83d', false],
    ['a number', 5, false],
    ['null', null, false],
  ])('%s: %j', (_name, value, expected) => {
    expect(accepts(text(5), value)).toBe(expected)
  })

  test('is trimmed; a line must not be blank', () => {
    expect(v.parse(text(5), ' a ')).toBe('a')
    expect(accepts(text(5), '  ')).toBe(true)
    expect(accepts(line(5), '  ')).toBe(false)
  })

  test('says how long it is and how long it may be', () => {
    const [issue] = v.safeParse(text(5), '😀'.repeat(7)).issues!
    expect(issue.message).toBe('has 7 characters, at most 5')
    expect(codePointLength('a😀跌')).toBe(3)
  })
})

describe('content and patches', () => {
  test('may leave anything out, and hold nothing else', () => {
    expect(accepts(contentSchema(fields), {})).toBe(true)
    expect(accepts(contentSchema(fields), { title: null })).toBe(false)
    expect(accepts(contentSchema(fields), { colour: 'red' })).toBe(false)
    expect(accepts(patchSchema(fields), { title: null, tags: ['a'] })).toBe(true)
    expect(accepts(patchSchema(fields), { colour: null })).toBe(false)
  })

  test('a patch changes what it names, null clears it, the rest stays', () => {
    const content: Record<string, unknown> = { title: 'a', note: 'b' }
    expect(patched(content, { title: null, budgetFen: 0 })).toEqual({ note: 'b', budgetFen: 0 })
    expect(patched(content, { title: undefined })).toEqual({ note: 'b' })
    expect(content).toEqual({ title: 'a', note: 'b' })
  })

  test('what is empty counts as missing; nought and false do not', () => {
    expect(missingFields(fields, {}, 'submit')).toEqual(['title'])
    expect(missingFields(fields, { title: '', tags: [] }, 'publish')).toEqual(['title', 'tags', 'budgetFen'])
    expect(missingFields(fields, { title: 'a', tags: ['b'], budgetFen: 0 }, 'publish')).toEqual([])
  })

  test('each access shows its own class and those below, and nothing that is no field', () => {
    const content = { title: 'a', tags: ['b'], budgetFen: 1, note: 'c', secret: 'd' }
    const shown = (access: 'pub' | 'reg' | 'mat' | 'int') => Object.keys(visible(fields, content, access))
    expect([shown('pub'), shown('reg'), shown('mat'), shown('int')]).toEqual([
      ['title'],
      ['title', 'tags'],
      ['title', 'tags', 'budgetFen'],
      ['title', 'tags', 'budgetFen', 'note'],
    ])
  })
})

describe('numbers and dates', () => {
  test.each([
    [0, true],
    [1e13, true],
    [1e13 + 1, false],
    [-1, false],
    [0.5, false],
    ['1', false],
    [Number.NaN, false],
  ])('money %s: %s', (value, expected) => {
    expect(accepts(Fen, value)).toBe(expected)
  })

  test.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-2-1', false],
    ['3000-01-01', false],
    ['2026-03-31T00:00:00Z', false],
    ['', false],
  ])('the date %s: %s', (value, expected) => {
    expect(accepts(CalendarDate, value)).toBe(expected)
  })

  test('a list says how many it has and may have', () => {
    expect(v.safeParse(list(line(3), 2), ['a', 'b', 'c']).issues![0].message).toBe('has 3 entries, at most 2')
    expect(accepts(wholeNumber(2, 8), 9)).toBe(false)
  })
})

test('JSON Schema tells the limits in code points, and that nothing else is taken', () => {
  expect(jsonSchema(contentSchema(fields))).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      title: { type: 'string', maxLength: 5 },
      tags: { type: 'array', maxItems: 2, items: { maxLength: 3, minLength: 1 } },
      budgetFen: { type: 'integer', minimum: 0, maximum: 1e13 },
    },
  })
})

test('a figure that JSON could not carry back is refused', () => {
  for (const figure of [Infinity, -Infinity, NaN, 1e300]) expect(v.safeParse(Figure, figure).success).toBe(false)
  for (const figure of [0, -0.5, 1e15]) expect(v.parse(Figure, figure)).toBe(figure)
})

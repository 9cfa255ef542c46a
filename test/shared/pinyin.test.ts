import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spellingsOf, typedSpelling, wholeSpellingsOf } from '../../src/shared/pinyin.ts'
import table from '../../src/shared/traditional.json' with { type: 'json' }
import { normalise } from '../../src/shared/text.ts'

test('a name is spelled from its beginning, in full and by its initials', () => {
  expect([...spellingsOf('稀宇科技')]).toEqual([
    ['xiyu', '稀宇'],
    ['xiyuke', '稀宇科'],
    ['xiyukeji', '稀宇科技'],
    ['xykj', '稀宇科技'],
  ])
})

test('Latin parts stand as they are, and marks are left out', () => {
  expect(wholeSpellingsOf('上海AI实验室')).toEqual(['shanghaiaishiyanshi', 'shaisys'])
  expect(spellingsOf('简护·居家').get('jianhujujia')).toBe('简护·居家')
})

test('characters with two readings are found by both', () => {
  expect([...spellingsOf('长宁').keys()]).toEqual(expect.arrayContaining(['changning', 'zhangning']))
  expect([...spellingsOf('重庆银行').keys()]).toContain('chongqingyinhang')
  expect(spellingsOf('长长长长长长长长').size).toBeLessThan(80)
})

test('traditional characters are spelled as simplified ones', () => {
  expect([...spellingsOf('養老監測').keys()]).toEqual([...spellingsOf('养老监测').keys()])
})

test.each(['MiniMax', '', '云', '·'])('%s has no spelling', (name) => {
  expect(spellingsOf(name).size).toBe(0)
})

test.each([
  ["Xī'ān", 'xian'],
  ['xi yu ke ji', 'xiyukeji'],
  ['Lǜ', 'lv'],
  ['lü', 'lv'],
  ['XYKJ', 'xykj'],
])('%s is typed %s', (text, typed) => {
  expect(typedSpelling(text)).toBe(typed)
})

test('every traditional character has one simplified one, which stays as it is', () => {
  expect(table.traditional.length).toBe(table.simplified.length)
  expect(new Set(table.traditional).size).toBe(table.traditional.length)
  expect(normalise(table.traditional)).toBe(table.simplified)
  expect(normalise(table.simplified)).toBe(table.simplified)
})

test('normalising moves nothing and is done once', () => {
  const unit = fc.oneof(
    fc.constantFrom(...table.traditional, ...'ＡＢｃ１２，。　ABC養老'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      expect(normalise(text).length).toBe(text.length)
      expect(normalise(normalise(text))).toBe(normalise(text))
    }),
  )
})

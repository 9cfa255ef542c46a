import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldWord, normalise, runsOf, tokensOf } from '../../src/shared/text.ts'

describe('tokens', () => {
  test.each<[string, string[]]>([
    ['跌倒监测', ['跌倒', '倒监', '监测']],
    ['跌', ['跌']],
    ['跌倒，监测', ['跌倒', '监测']],
    ['AI大模型', ['ai', '大模', '模型']],
    ['大模型API接口', ['大模', '模型', 'api', '接口']],
    ['GPT-4o', ['gpt', '4o']],
    ['10千伏', ['10', '千伏']],
    ['95.5%', ['95', '5']],
    ['XH-2026-EDU-0012', ['xh', '2026', 'edu', '0012']],
    ['Fall alarms for Cities', ['fall', 'alarm', 'for', 'city']],
    ['ＡＩ　Ｍｏｄｅｌ', ['ai', 'model']],
    ['café', ['café']],
    ['ひらがな漢字', ['ひらがな', '汉字']],
    ['𠮷野家', ['𠮷野', '野家']],
    ['a', ['a']],
    ['', []],
    ['，。！？…—— \n\t', []],
    ['😀跌倒😀', ['跌倒']],
  ])('%s', (text, expected) => {
    expect(tokensOf(text)).toEqual(expected)
  })

  test('hold no space, no capital and nothing empty, whatever the text, so that they can be joined by spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const token of tokensOf(text)) {
          expect(token).not.toMatch(/[\sA-Z]/u)
          expect(token).not.toBe('')
        }
      }),
    )
  })

  test('are the same for full and half width, for capitals and small letters', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/gu, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000')
    fc.assert(
      fc.property(fc.array(fc.constantFrom('跌', '倒', 'A', 'b', 'Z', '9', ' ', '-', '，'), { maxLength: 20 }), (drawn) => {
        const text = drawn.join('')
        expect(tokensOf(wide(text))).toEqual(tokensOf(text))
        expect(tokensOf(text.toUpperCase())).toEqual(tokensOf(text.toLowerCase()))
      }),
    )
  })
})

describe('runs', () => {
  test('tell where they stand in the normalised text, which is as long as the text given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const plain = normalise(text)
        expect(plain).toHaveLength(text.length)
        let end = 0
        for (const { text: run, start } of runsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(end)
          expect(plain.slice(start, start + run.length)).toBe(run)
          end = start + run.length
        }
      }),
    )
  })

  test('leave out no Han character and no letter or digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const kept = runsOf(text)
          .map((run) => run.text)
          .join('')
        expect(kept.replace(/\p{M}/gu, '')).toBe(
          [...normalise(text)].filter((char) => /[\p{L}\p{N}\p{Script=Han}]/u.test(char)).join(''),
        )
      }),
    )
  })
})

describe('the plural', () => {
  test.each([
    ['cities', 'city'],
    ['robots', 'robot'],
    ['cases', 'case'],
    ['buses', 'buse'],
    ['glass', 'glass'],
    ['status', 'status'],
    ['series', 'sery'],
    ['movies', 'movy'],
    ['gas', 'gas'],
    ['shoes', 'shoes'],
    ['a1s2s', 'a1s2s'],
    ['pies', 'py'],
  ])('%s is folded to %s', (word, expected) => {
    expect(foldWord(word)).toBe(expected)
  })

  test('folds no word twice into something else again', () => {
    for (const word of ['city', 'robot', 'case', 'status', 'glass', 'alarm', 'model', 'agency']) expect(foldWord(word)).toBe(word)
  })
})

import { expect, test } from 'vitest'
import fc from 'fast-check'
import { duplicateSimilarityMin, mostSimilar, shinglesOf, similarity } from '../../src/scenes/scene-similar.ts'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import { goodContent } from './fixtures.ts'

const compare = (a: SceneContent, b: SceneContent) => similarity(shinglesOf(a), shinglesOf(b))

test('a copy with another title and place is a probable duplicate', () => {
  const copy = { ...goodContent, title: '高龄独居老人跌倒监测', summary: goodContent.summary!.replace('某街道', '另一街道') }
  expect(compare(goodContent, copy)).toBeGreaterThanOrEqual(duplicateSimilarityMin)
})

test('a copy that adds a paragraph is one too', () => {
  const longer = {
    ...goodContent,
    outOfScope: '不采集图像',
    desirable: [...goodContent.desirable!, '支持家属小程序查看 30 天记录', '支持 2 种方言播报'],
    problem: `${goodContent.problem}家属与护理站均希望夜间也能及时知情。`,
  }
  expect(compare(goodContent, longer)).toBeGreaterThanOrEqual(duplicateSimilarityMin)
})

test('two demands of one domain in their own words are not', () => {
  const other: SceneContent = {
    title: '养老院夜间离床提醒',
    summary: '养老院 120 张床位夜间离床无人知晓，需 1 分钟内提醒护工。',
    background: '养老院夜班每层一名护工，靠每两小时查房。老人起夜频繁，走失与坠床时有发生。',
    problem: '去年夜间坠床 12 起。',
    essential: ['离床 60 秒内提醒护工手环', '对接院内护理系统', '误报不超过 2 次/床/月'],
  }
  expect(compare(goodContent, other)).toBeLessThan(0.3)
})

test('a short scene is no duplicate for standing inside a long one', () => {
  expect(compare({ title: '独居老人居家跌倒监测' }, goodContent)).toBeLessThan(duplicateSimilarityMin)
})

test('the measure is symmetric, within 0–1, and 1 for the same', () => {
  const texts = fc.record({ title: fc.string({ maxLength: 40 }), problem: fc.string({ maxLength: 80 }) })
  fc.assert(fc.property(texts, texts, (a, b) => compare(a, b) === compare(b, a) && compare(a, b) >= 0 && compare(a, b) <= 1))
  expect(compare(goodContent, goodContent)).toBe(1)
})

test('the most similar come first, in the same order every time', () => {
  const others = [
    { id: 'b', content: goodContent },
    { id: 'a', content: goodContent },
    { id: 'c', content: { title: '完全无关' } },
  ]
  expect(mostSimilar(goodContent, others, 5).map((one) => one.id)).toEqual(['a', 'b'])
})

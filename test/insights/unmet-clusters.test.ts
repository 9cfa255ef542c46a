import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clusterLikenessMin, clusterUnmet, likeness } from '../../src/insights/unmet-clusters.ts'
import { unmetText } from '../../src/search/note-unmet-search.ts'
import { tokensOf } from '../../src/shared/text.ts'
import { testWordTable } from '../support/engines.ts'

const table = await testWordTable()
const asked = (text: string, times = 1) => ({
  key: text,
  times,
  tokens: tokensOf(text),
  vector: table.mean([table.sum(table.bag(text))]),
})

test('what means the same is one cluster, whatever words it is said in; the biggest comes first', () => {
  const texts = ['无人机巡检电力线路', '输电线路无人机巡检', '电力巡检无人机', '商场智能客服', '商场客服问答', '稻田病虫识别']
  const clusters = clusterUnmet(texts.map((text, index) => asked(text, index + 1)))
  expect(clusters.map(({ members }) => members.map(({ key }) => key).toSorted())).toEqual([
    ['电力巡检无人机', '输电线路无人机巡检', '无人机巡检电力线路'].toSorted(),
    ['商场智能客服', '商场客服问答'].toSorted(),
    ['稻田病虫识别'],
  ])
  expect(clusters.map(({ times }) => times)).toEqual([6, 9, 6])
})

test('texts whose words nobody knows meet by their tokens', () => {
  const unknown = (text: string) => ({ ...asked(text), vector: null })
  expect(
    clusterUnmet([unknown('zzyzx qwx12'), unknown('qwx12 zzyzx'), unknown('plugh')]).map(({ members }) => members.length),
  ).toEqual([2, 1])
})

const unit = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)))

test('everything is in one cluster only, and no two clusters left are alike enough to be one', () => {
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 20 }), (vectors) => {
      const items = vectors.map((vector, index) => ({ key: `k${index}`, times: 1, tokens: [], vector }))
      const clusters = clusterUnmet(items)
      expect(clusters.flatMap(({ members }) => members.map(({ key }) => key)).toSorted()).toEqual(
        items.map(({ key }) => key).toSorted(),
      )
      const sizes = clusters.map(({ members }) => members.length)
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      for (const [index, one] of clusters.entries()) {
        for (const other of clusters.slice(0, index)) {
          const all = one.members.flatMap((a) => other.members.map((b) => likeness(a, b)))
          expect(all.reduce((sum, value) => sum + value, 0) / all.length).toBeLessThan(clusterLikenessMin + 1e-6)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['  养老　机器人 ', '养老 机器人'],
  ['ＡＩ 客服', 'ai 客服'],
  ['联系电话 021-64371234', undefined],
  ['打 138 1234 5678', undefined],
  ['wang@example.cn', undefined],
  ['310104198001011234', undefined],
  ['   ', undefined],
  ['长'.repeat(200), '长'.repeat(60)],
])('of the search %j is kept: %j', (q, kept) => {
  expect(unmetText(q)).toBe(kept)
})

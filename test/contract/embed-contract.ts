import { describe, expect, test } from 'vitest'
import type { EmbedPort } from '../../src/ports.ts'

/** What every embedding of the product must do, wherever its vectors come from. */
export function embedContract(name: string, open: () => Promise<EmbedPort>): void {
  describe(`embed contract: ${name}`, () => {
    test('one unit vector a text, of the length it says', async () => {
      const embed = await open()
      const vectors = await embed.embed(['独居老人夜间跌倒', 'Fall alarms', '作文批改'], 'document')
      expect(vectors).toHaveLength(3)
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(embed.dimensions)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      }
    })

    test('in the order of the texts, and the same for the same text', async () => {
      const embed = await open()
      const texts = ['跌倒监测', '作文批改', '跌倒监测', '信号配时']
      const vectors = await embed.embed(texts, 'document')
      expect(vectors[2]).toEqual(vectors[0])
      expect(vectors[1]).not.toEqual(vectors[0])
      for (const [index, text] of texts.entries()) expect((await embed.embed([text], 'document'))[0]).toEqual(vectors[index])
    })

    test('no texts, no vectors; more than any batch in one call', async () => {
      const embed = await open()
      expect(await embed.embed([], 'query')).toEqual([])
      const texts = Array.from({ length: 150 }, (_, index) => `第${index}号场景的需求`)
      const vectors = await embed.embed(texts, 'query')
      expect(vectors).toHaveLength(150)
      expect((await embed.embed([texts[149]!], 'query'))[0]).toEqual(vectors[149])
    })

    test('says which model it is', async () => {
      expect((await open()).model).toMatch(/\S/u)
    })
  })
}

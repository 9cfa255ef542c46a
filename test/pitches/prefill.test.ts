import fc from 'fast-check'
import { expect, test } from 'vitest'
import { demandOfScene } from '../../src/matching/market.ts'
import { placeAll } from '../../src/matching/score-market.ts'
import { prefillOf } from '../../src/pitches/draft-pitch.ts'
import { PitchContent } from '../../src/pitches/pitch-content.ts'
import { isQuoted } from '../../src/pitches/pitch-evidence.ts'
import { findSupplies } from '../../src/pitches/explain-pair.ts'
import { likeFigure } from '../../src/pitches/like-figures.ts'
import { plainFields, prefill, stillPrefilled } from '../../src/pitches/prefill.ts'
import { hydrateCompanies } from '../../src/companies/hydrate-store.ts'
import type { HydratedCompany } from '../../src/companies/hydrate-store.ts'
import { dataLevels, deployments } from '../../src/shared/taxonomy.ts'
import { findScene } from '../../src/scenes/scene-store.ts'
import * as v from 'valibot'
import { marketWorld } from '../matching/market-world.ts'

/** Who would pitch: the first ten of every open scene of the example market. */
test('three fifths of a pitch come from the profile, at the median over who would pitch', { timeout: 120_000 }, async () => {
  const { ports, open, districtId } = await marketWorld()
  const shares: number[] = []
  const strict: number[] = []
  for (const { id } of open) {
    const scene = (await findScene(ports.db, id))!
    const { ranked } = await placeAll(ports, districtId, demandOfScene(scene), id)
    for (const { contender } of ranked.slice(0, 10)) {
      const companyId = contender.standing.id
      const { content, filled, share } = await prefillOf(ports, scene, companyId)
      shares.push(share)
      strict.push(filled.length / (plainFields.length + (content.answers ?? []).length + (content.kpis ?? []).length))
      expect(v.is(PitchContent, content)).toBe(true)
      const [supply] = await findSupplies(ports.db, [companyId], ports.clock())
      expect(invented(content, (await hydrateCompanies(ports.db, [companyId]))[0]!)).toEqual([])
      const quotes = (content.answers ?? []).flatMap(({ evidence }) => evidence ?? [])
      expect(quotes.filter((quote) => !isQuoted(supply!.cards, quote))).toEqual([])
    }
  }
  const [median, strictly] = [medianOf(shares), medianOf(strict)]
  console.log(
    `prefilled share over ${shares.length} pitches: median ${median.toFixed(3)}, promises counted ${strictly.toFixed(3)}`,
  )
  expect(median).toBeGreaterThanOrEqual(0.6)
})

const medianOf = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Parts of the free texts that stand neither in the profile nor among the names of its stored facts. */
function invented({ summary, approach, risks, needsFromUnit }: PitchContent, profile: HydratedCompany): string[] {
  const stored = JSON.stringify([profile.company.content, profile.cards.map(({ content }) => content)])
  const isStored = (part: string) => stored.includes(JSON.stringify(part).slice(1, -1))
  const facts: string[] = [...dataLevels, ...deployments].map(({ zh }) => zh)
  const isFact = (part: string) => part.split('、').every((one) => isStored(one) || facts.includes(one))
  const labelled = /^(?:不适用|数据|数据就绪|算力|部署方式)：/u
  const parts = [summary, approach, risks, needsFromUnit].flatMap((text) => text?.split('\n') ?? [])
  return parts.filter((part) => {
    const bare = part.replace(labelled, '').replace(/…$/u, '')
    return !isFact(bare) && !bare.split('；').every(isStored)
  })
}

test('an indicator is promised what a card measured of it, and nothing else', () => {
  const metrics = [
    { name: '误报率', value: 1.8, unit: '%' },
    { name: '6毫米以上结节检出率', value: 96, unit: '%' },
  ]
  const cases = [
    { client: '某仓', description: '一处', outcome: '人均拣件 95→310 件/小时，误拣率 0.31%→0.06%，等候时间 42→7 分钟' },
  ]
  const promised = (name: string, unit?: string) =>
    likeFigure({ name, ...(unit !== undefined && { unit }) }, [{ metrics, cases }])
  expect(promised('误报率', '%')).toBe(1.8)
  expect(promised('告警误报率', '%')).toBe(1.8)
  expect(promised('误报率', '次/月')).toBeUndefined()
  expect(promised('结节检出率', '%')).toBeUndefined()
  expect(promised('误拣率', '%')).toBe(0.06)
  expect(promised('人均拣件', '件/小时')).toBe(310)
  expect(promised('人均拣件', '件')).toBeUndefined()
  expect(promised('窗口等候时间', '分钟')).toBeUndefined()
  expect(promised('漏检率', '%')).toBeUndefined()
})

test('a profile of any length gives content within the limits', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 2000, unit: 'grapheme' }),
      fc.array(fc.string({ minLength: 1, maxLength: 100 })),
      (text, lines) => {
        const card = { id: '01900000-0000-7000-8000-000000000001', content: { description: text, solves: lines, notFor: text } }
        const { content, share } = prefill(
          { essential: ['一'] },
          { coverage: [] },
          {
            company: { summary: text, certifications: lines },
            cards: [card],
          },
        )
        expect([...(content.approach ?? '')].length).toBeLessThanOrEqual(800)
        expect([...(content.risks ?? '')].length).toBeLessThanOrEqual(300)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('a field that somebody rewrote no longer counts as the profile’s', () => {
  const before = { summary: '一', risks: '二', answers: [{ requirement: '甲', claim: 'met' as const }] }
  const after = { ...before, summary: '三' }
  expect(stillPrefilled(['summary', 'risks', 'answers.甲'], before, after)).toEqual(['risks', 'answers.甲'])
})

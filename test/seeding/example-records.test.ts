import { describe, expect, test } from 'vitest'
import { Uscc } from '../../src/accounts/uscc.ts'
import { cardFields, companyFields } from '../../src/companies/company-content.ts'
import { claimedValue } from '../../src/companies/claim.ts'
import { qualityOf } from '../../src/scenes/scene-quality.ts'
import { sceneStatuses } from '../../src/scenes/scene.ts'
import { historyOf } from '../../src/seeding/example-history.ts'
import { exampleRecords } from '../../src/seeding/example-records.ts'
import { exampleUscc } from '../../src/seeding/example-uscc.ts'
import { missingFields } from '../../src/shared/schema.ts'
import { domains } from '../../src/shared/taxonomy.ts'
import * as v from 'valibot'

const past = ['closed', 'unmatched']
const heldBack = ['suspended', 'cancelled']
const zone = 'Asia/Shanghai'
const hands = { editor: 'editor', approver: 'approver', officer: 'officer', compliance: 'compliance' }
const days = ['2026-03-02', '2026-09-28', '2027-02-01']
const { scenes, companies, organisations } = exampleRecords(days[0]!)
const cards = companies.flatMap((company) => company.cards)

test('there are enough examples of everything', () => {
  expect(scenes.length).toBeGreaterThanOrEqual(24)
  expect(companies.length).toBeGreaterThanOrEqual(60)
  expect(cards.length).toBeGreaterThanOrEqual(150)
  expect(new Set(scenes.map(({ content }) => content.domain)).size).toBeGreaterThanOrEqual(15)
  // A decision would need pitches, and the examples have none.
  const states = sceneStatuses.map(({ id }) => id).filter((id) => id !== 'decided')
  expect(new Set(scenes.map(({ state }) => state))).toEqual(new Set(states))
  expect(new Set(cards.flatMap(({ content }) => content.domains)).size).toBe(domains.length)
})

test('every key stands once, and every scene’s organisation is there', () => {
  for (const list of [scenes, [...organisations, ...companies], ...companies.map((company) => company.cards)]) {
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length)
  }
  const known = new Set(organisations.map(({ key }) => key))
  expect(scenes.filter(({ org }) => !known.has(org))).toEqual([])
})

test('titles and summaries are there in English too', () => {
  expect(scenes.filter(({ content }) => !content.titleEn || !content.summaryEn).map(({ key }) => key)).toEqual([])
  expect(companies.filter(({ content }) => !content.summaryEn).map(({ key }) => key)).toEqual([])
})

test('what is shown has every field that showing it needs, and claims are about something', () => {
  const incomplete = companies.filter(({ content }) => missingFields(companyFields, content, 'submit').length > 0)
  const listed = cards.filter(({ state }) => state === 'listed' || state === 'submitted')
  expect(
    [...incomplete, ...listed.filter(({ content }) => missingFields(cardFields, content, 'submit').length > 0)].map(
      ({ key }) => key,
    ),
  ).toEqual([])
  const empty = cards.flatMap(({ key, content, claims }) =>
    claims.filter(({ field }) => claimedValue(content, field) === undefined).map(({ field }) => `${key} ${field}`),
  )
  expect(empty).toEqual([])
})

describe.each(days)('loaded on %s', (today) => {
  const now = new Date(`${today}T01:00:00Z`)
  const published = exampleRecords(today).scenes.filter(({ state }) =>
    ['published', 'closed', 'unmatched', 'suspended', 'cancelled'].includes(state),
  )

  test.each(published.map((scene) => [scene.key, scene] as const))('%s could be published as it stands', (_key, scene) => {
    const { publishedAt } = historyOf(scene, hands, now, zone)
    const brands = companies.flatMap(({ content }) => [content.name!, ...(content.aliases ?? [])])
    const { score, findings } = qualityOf(scene.content, { now: publishedAt!, zone, step: 'publication', duplicates: [], brands })
    expect(findings.filter(({ severity }) => severity === 'BLOCKER')).toEqual([])
    expect(score).toBeGreaterThanOrEqual(70)
  })

  test('open scenes are open, closed ones past their deadline, and every history is in order', () => {
    for (const scene of exampleRecords(today).scenes) {
      const { createdAt, submittedAt, publishedAt, statusSince, deadlineAt, opensAt } = historyOf(scene, hands, now, zone)
      const moments = [createdAt, submittedAt, publishedAt, now].filter((moment) => moment !== null)
      expect([scene.key, ...moments]).toEqual([scene.key, ...moments.toSorted((a, b) => a.getTime() - b.getTime())])
      expect(statusSince.getTime()).toBeLessThanOrEqual(now.getTime())
      const isOver = deadlineAt !== null && deadlineAt <= now
      const isOpen = opensAt !== null && opensAt <= now && !isOver
      expect([scene.key, isOpen]).toEqual([scene.key, scene.state === 'published' || (isOpen && heldBack.includes(scene.state))])
      expect([scene.key, isOver]).toEqual([scene.key, past.includes(scene.state) || (isOver && heldBack.includes(scene.state))])
    }
  })
})

test('the fictional credit codes check', () => {
  for (const [kind, number] of [
    ['company', 1],
    ['department', 42],
    ['institution', 9999],
  ] as const) {
    const code = exampleUscc(kind, number)
    expect(v.parse(Uscc, code)).toBe(code)
    expect(code).toContain('EXMPL')
  }
})

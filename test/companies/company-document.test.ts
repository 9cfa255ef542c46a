import { expect, test } from 'vitest'
import cardsJson from '../../index-mappings/cards.json' with { type: 'json' }
import companiesJson from '../../index-mappings/companies.json' with { type: 'json' }
import {
  cardDocument,
  cardDocumentVersion,
  cardMapping,
  companyDocument,
  companyDocumentVersion,
  companyMapping,
} from '../../src/companies/company-document.ts'
import type { SearchDocument } from '../../src/ports.ts'
import { cardContent, companyContent } from './fixtures.ts'

const validUntil = new Date('2027-01-01T00:00:00Z')
const company = {
  id: 'c1',
  districtId: 'd1',
  orgId: 'o1',
  status: 'listed',
  validUntil,
  isExample: true,
  content: companyContent,
} as const
const card = {
  id: 'k1',
  status: 'listed',
  validUntil: new Date('2026-12-01T00:00:00Z'),
  content: cardContent,
} as const

test('the committed mappings are those of the field tables', () => {
  expect(cardsJson).toEqual(cardMapping())
  expect(companiesJson).toEqual(companyMapping())
})

test('a mapping takes the dimensions of the model, and says how vectors are kept', () => {
  const { vector, tokens } = cardMapping(384).mappings.properties
  expect(vector).toMatchObject({ dims: 384, index_options: { type: 'flat' } })
  expect(tokens).toEqual({ type: 'text', analyzer: 'whitespace' })
})

test('a card’s document carries its words, its company’s names, and the exact values of both', () => {
  const vector = new Float32Array(128)
  const document = cardDocument(card, company, 7, vector)
  expect(document).toMatchObject({ collection: 'card', id: 'k1', version: 7, group: 'c1', vector })
  expect(document.tokens.split(' ')).toEqual(expect.arrayContaining(['跌倒', '毫米', '某智', 'example']))
  expect(document.keywords).toMatchObject({
    domain: ['elderly', 'health'],
    ai_form: ['device'],
    stage: ['demo'],
    deployment: ['edge'],
    layer: ['downstream'],
    staff_band: ['to_49'],
    district: ['徐汇区'],
    city: ['上海市'],
    carrier: ['模速空间'],
    tracks: ['具身智能'],
    filings: ['等保三级'],
    status: ['listed'],
    district_id: ['d1'],
    org: ['o1'],
    coop_modes: ['free_pilot'],
  })
  expect(document.numbers).toEqual({
    min_budget_fen: 5_000_000,
    min_price_fen: 2_000_000,
    valid_until: Date.parse('2026-12-01T00:00:00Z'),
  })
})

test('a document’s version rises with every row that it shows, and when a card is taken off it', () => {
  const versions = { company: { version: 3 }, organisation: { version: 20 } }
  expect(cardDocumentVersion(7, versions)).toBe(30)
  const cardVersions = [
    { id: 'k1', version: 7 },
    { id: 'k2', version: 100 },
  ]
  expect(companyDocumentVersion({ ...versions, cardVersions })).toBe(130)
})

test('a company’s document unites what its cards offer', () => {
  const second = {
    ...card,
    id: 'k2',
    content: {
      ...cardContent,
      name: '护理排班',
      domains: ['elderly' as const],
      stage: 'market' as const,
      minPriceFen: 1_000_000,
    },
  }
  const document = companyDocument(company, [card, second], 3)
  expect(document).toMatchObject({ collection: 'company', id: 'c1', group: 'c1', version: 3 })
  expect(document.tokens).toContain('护理 理排 排班')
  expect(document.keywords).toMatchObject({ domain: ['elderly', 'health'], stage: ['demo', 'market'], status: ['listed'] })
  expect(document.numbers).toMatchObject({ min_price_fen: 1_000_000, min_budget_fen: 5_000_000 })
})

test('what only the parties may see is not among the words', () => {
  const secret = { ...company, content: { ...companyContent, contact: 'secret@example.org' } }
  const { tokens, keywords } = companyDocument(secret, [card], 3)
  expect(JSON.stringify({ tokens, keywords })).not.toMatch(/secret|91310104MA1FR00001/u)
})

test('every value of a document has its place in the strict mapping', () => {
  const fits = (document: SearchDocument, properties: Record<string, unknown>) =>
    Object.keys({ ...document.keywords, ...document.numbers }).filter((name) => !(name in properties))
  expect(fits(cardDocument(card, company, 7), cardMapping().mappings.properties)).toEqual([])
  expect(fits(companyDocument(company, [card], 3), companyMapping().mappings.properties)).toEqual([])
})

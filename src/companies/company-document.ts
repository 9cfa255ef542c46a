import type { SearchDocument } from '../ports.ts'
import { indexedKeywords, indexedNumbers, indexedText, indexMapping } from '../shared/index-mapping.ts'
import type { IndexMapping } from '../shared/index-mapping.ts'
import { spellingsOf, wholeSpellingsOf } from '../shared/pinyin.ts'
import type { Fields } from '../shared/schema.ts'
import { tokensOf } from '../shared/text.ts'
import type { CardRow } from './card-store.ts'
import { cardFields, companyFields } from './company-content.ts'
import type { CardContent } from './company-content.ts'
import type { CompanyRow } from './company-store.ts'
import type { VersionedCompany } from './hydrate-store.ts'

type IndexedCard = Pick<CardRow, 'id' | 'status' | 'validUntil' | 'content'>
type IndexedCompany = Pick<CompanyRow, 'id' | 'districtId' | 'orgId' | 'status' | 'validUntil' | 'isExample' | 'content'>

/** What the documents of a company and its cards get their versions from. */
type Versions = {
  company: Pick<VersionedCompany['company'], 'version'>
  organisation: Pick<VersionedCompany['organisation'], 'version'>
}

const { domains: cardDomains, ...otherCardFields } = cardFields

// Scenes and cards answer to one name in filters and facets, though a card may have several domains.
const cardIndexFields: Fields = { ...companyFields, ...otherCardFields, domain: cardDomains }

const extras = {
  status: 'keyword',
  district_id: 'keyword',
  org: 'keyword',
  company: 'keyword',
  is_example: 'boolean',
  valid_until: 'date',
} as const

export function companyMapping(dims?: number): IndexMapping {
  return indexMapping({ ...cardIndexFields, ...companyFields }, { ...extras, spellings: 'keyword' }, dims)
}

export function cardMapping(dims?: number): IndexMapping {
  return indexMapping(cardIndexFields, extras, dims)
}

/** The words of a card as the lexical side and the embedding read them: the card's own, and its company's names. */
export function cardText(card: Pick<CardRow, 'content'>, company: Pick<CompanyRow, 'content'>): string {
  const { name, nameEn, aliases = [] } = company.content
  return joined([indexedText(cardFields, card.content), name, nameEn, ...aliases])
}

/** The words of a whole profile: names, summary, and all its listed cards. */
export function companyText(company: Pick<CompanyRow, 'content'>, cards: readonly Pick<CardRow, 'content'>[]): string {
  return joined([indexedText(companyFields, company.content), ...cards.map((card) => indexedText(cardFields, card.content))])
}

/** Rises with every change of a row that a card's document shows. */
export function cardDocumentVersion(cardVersion: number, { company, organisation }: Versions): number {
  return cardVersion + company.version + organisation.version
}

/** Rises with every change of a row that a company's document shows, or of a card that it no longer shows. */
export function companyDocumentVersion({
  company,
  organisation,
  cardVersions,
}: Versions & Pick<VersionedCompany, 'cardVersions'>): number {
  return cardVersions.reduce((sum, card) => sum + card.version, company.version + organisation.version)
}

/** One document a card, with its company's fields; cards of one company are one group. */
export function cardDocument(card: IndexedCard, company: IndexedCompany, version: number, vector?: Float32Array): SearchDocument {
  const content = indexedCardContent(card.content, company)
  return {
    collection: 'card',
    id: card.id,
    version,
    group: company.id,
    tokens: tokensOf(cardText(card, company)).join(' '),
    keywords: { ...indexedKeywords(cardIndexFields, content), ...facts(card.status, company) },
    numbers: {
      ...indexedNumbers(cardIndexFields, content),
      valid_until: Math.min(card.validUntil.getTime(), company.validUntil.getTime()),
    },
    ...(vector === undefined ? {} : { vector }),
  }
}

/** One document a company: its whole profile. What any listed card offers, the company offers. */
export function companyDocument(
  company: IndexedCompany,
  cards: readonly IndexedCard[],
  version: number,
  vector?: Float32Array,
): SearchDocument {
  const own = indexedCardContent({}, company)
  const offers = cards.map((card) => indexedKeywords(cardIndexFields, indexedCardContent(card.content, company)))
  return {
    collection: 'company',
    id: company.id,
    version,
    group: company.id,
    tokens: tokensOf(companyText(company, cards)).join(' '),
    keywords: {
      ...united([indexedKeywords(cardIndexFields, own), ...offers]),
      ...facts(company.status, company),
      spellings: spellings(company, cards),
    },
    numbers: {
      ...indexedNumbers(companyFields, company.content),
      ...lowestPrice(cards),
      valid_until: company.validUntil.getTime(),
    },
    ...(vector === undefined ? {} : { vector }),
  }
}

/** A card's values over its company's: where both say something, as of deployment, the card knows better. */
function indexedCardContent({ domains, ...card }: CardContent, company: IndexedCompany): object {
  const { deployment, ...own } = company.content
  const offered = card.deployment?.length ? card.deployment : deployment
  return {
    ...own,
    ...card,
    ...(domains === undefined ? {} : { domain: domains }),
    ...(offered === undefined ? {} : { deployment: offered }),
  }
}

/** How the company's names, and its cards', are typed on a Latin keyboard; of cards the whole names only, for there are many. */
function spellings({ content }: IndexedCompany, cards: readonly IndexedCard[]): string[] {
  const names = [content.name ?? '', ...(content.aliases ?? [])].flatMap((name) => [...spellingsOf(name).keys()])
  return [...new Set([...names, ...cards.flatMap((card) => wholeSpellingsOf(card.content.name ?? ''))])]
}

function facts(status: string, company: IndexedCompany): Record<string, string[]> {
  return {
    status: [status],
    district_id: [company.districtId],
    org: [company.orgId],
    company: [company.id],
    is_example: [String(company.isExample)],
  }
}

function united(sources: Record<string, string[]>[]): Record<string, string[]> {
  const names = new Set(sources.flatMap((source) => Object.keys(source)))
  return Object.fromEntries([...names].map((name) => [name, [...new Set(sources.flatMap((source) => source[name] ?? []))]]))
}

function lowestPrice(cards: readonly IndexedCard[]): Record<string, number> {
  const prices = cards.flatMap((card) => card.content.minPriceFen ?? [])
  return prices.length === 0 ? {} : { min_price_fen: Math.min(...prices) }
}

function joined(texts: (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n')
}

import type { Collection, Filter, Hit } from '../ports.ts'
import { tokensOf } from '../shared/text.ts'
import { demandText } from './demand.ts'
import type { Demand } from './demand.ts'
import { askedParts, offeredParts, partsMax } from './recall-parts.ts'
import { queryVector } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'
import { supplyText } from './supply.ts'
import type { Supply } from './supply.ts'

/** Groups that the whole text brings to be scored. */
export const wholeMax = 150

/** Groups that each requirement brings beside them; the rest of the market is out of the running. */
export const partMax = 6

export const candidatesMax = wholeMax + partsMax * partMax

/** Profiles, or scenes, asked of each side: one hit each. */
export const hitsPerSide = 250

/** Cards asked for a whole scene, and for one of its requirements; several may be of one company. */
const cardsOfWhole = 100
const cardsOfPart = 30

/** Looked through for the few that are shown. */
const alikeMax = 60

/** Reciprocal rank fusion's usual constant; here it only decides who is looked at closely. */
const rankConstant = 60

/** One index serves many districts; each sees its own alone. */
export function inDistrict(districtId: string): Filter {
  return { field: 'district_id', anyOf: [districtId] }
}

/**
 * Companies for a demand. The whole of it meets whole profiles, for a profile is what it will be scored against, and
 * the nearest cards; then each requirement meets the cards alone, so that who answers only one of several unlike needs
 * is looked at as well. Where there is no vector of the text, words alone decide.
 */
export function recallCompanies(source: Source, demand: Demand, filters: Filter[], keep?: 'nowhere'): Promise<string[]> {
  const profiles: Asked = { collection: 'company', filters, size: hitsPerSide }
  const cards: Asked = { collection: 'card', filters, size: cardsOfWhole }
  return recalled(source, {
    text: demandText(demand),
    keep,
    byWords: [profiles],
    byMeaning: [profiles, cards],
    parts: askedParts(demand),
    ofPart: { ...cards, size: cardsOfPart },
  })
}

/** Scenes for a company: its whole profile, and each of its cards, for they may be unlike. */
export function recallScenes(source: Source, supply: Supply, filters: Filter[]): Promise<string[]> {
  const scenes: Asked = { collection: 'scene', filters, size: hitsPerSide }
  return recalled(source, {
    text: supplyText(supply),
    byWords: [scenes],
    byMeaning: [scenes],
    parts: offeredParts(supply),
    ofPart: { ...scenes, size: partMax },
  })
}

/** What reads like a text; without a vector where that would cost an endpoint's time, for nobody waits for this. */
export async function recallAlike(source: Source, collection: Collection, text: string, filters: Filter[]): Promise<string[]> {
  const asked: Asked = { collection, filters, size: alikeMax }
  const isAtHand = source.degraded.size === 0 && (await source.embed())?.isAtHand === true
  return recalled(source, { text, byWords: [asked], byMeaning: isAtHand ? [asked] : [], parts: [], ofPart: asked })
}

type Asked = { collection: Collection; filters: Filter[]; size: number }

type Recall = {
  text: string
  keep?: 'nowhere' | undefined
  byWords: readonly Asked[]
  byMeaning: readonly Asked[]
  parts: readonly string[]
  ofPart: Asked
}

async function recalled(source: Source, { text, keep, byWords, byMeaning, parts, ofPart }: Recall): Promise<string[]> {
  const { search } = source
  const forWords = (words: string, asked: Asked) => ({ ...asked, by: 'tokens' as const, tokens: tokensOf(words).join(' ') })
  const forMeaning = async (): Promise<Hit[][]> => {
    const vector = byMeaning.length === 0 ? undefined : await queryVector(source, text, keep)
    return vector === undefined ? [] : search.recallMany(byMeaning.map((asked) => ({ ...asked, by: 'vector', vector })))
  }
  // Words do not wait for the vector, which an endpoint may take its time to make.
  const [worded, meant] = await Promise.all([
    search.recallMany([...byWords.map((asked) => forWords(text, asked)), ...parts.map((part) => forWords(part, ofPart))]),
    forMeaning(),
  ])
  const whole = fused([...worded.slice(0, byWords.length), ...meant]).slice(0, wholeMax)
  const ofParts = worded.slice(byWords.length).flatMap((hits) => groupsOf(hits).slice(0, partMax))
  return [...new Set([...whole, ...ofParts])]
}

/** The groups of several lists of hits, most promising first. */
function fused(lists: readonly Hit[][]): string[] {
  const promise = new Map<string, number>()
  for (const list of lists) {
    groupsOf(list).forEach((group, place) => promise.set(group, (promise.get(group) ?? 0) + 1 / (rankConstant + place + 1)))
  }
  return [...promise].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([group]) => group)
}

function groupsOf(hits: readonly Hit[]): string[] {
  return [...new Set(hits.map(({ group }) => group))]
}

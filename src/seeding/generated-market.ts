import type { CardContent } from '../companies/company-content.ts'
import type { CardRow } from '../companies/card-store.ts'
import type { CompanyRow } from '../companies/company-store.ts'
import type { Organisation } from '../accounts/organisation.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { HydratedCompany } from '../companies/hydrate-store.ts'
import { systemActor } from '../accounts/actor.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { insertAllCards, insertCompanies, insertOrganisations } from './example-store.ts'

export type MarketSize = { companies: number; cards: number; seed: number }

/** Companies written at a time. */
const batch = 250

/** Fills a market of any size beside the example data, whose cards' sentences it recombines; the same seed gives the same market. */
export async function generateMarket(
  ports: Pick<Ports, 'db' | 'ids'>,
  districtId: string,
  { companies, cards, seed }: MarketSize,
  now: Date,
): Promise<void> {
  const examples = await exampleCompanies(ports.db)
  const random = mulberry32(seed)
  for (let start = 0; start < companies; start += batch) {
    const made = Array.from({ length: Math.min(batch, companies - start) }, (_, index) =>
      company({ ports, districtId, examples, random, now, number: start + index, cards }),
    )
    await transact(ports.db, systemActor(districtId), async (tx) => {
      await insertOrganisations(
        tx,
        made.map((one) => one.organisation),
      )
      await insertCompanies(
        tx,
        made.map((one) => one.company),
      )
      await insertAllCards(
        tx,
        made.flatMap((one) => one.cards),
      )
    })
  }
}

async function exampleCompanies(db: Ports['db']): Promise<HydratedCompany[]> {
  const ids = await db.selectFrom('company').select('id').where('status', '=', 'listed').orderBy('id').execute()
  return hydrateCompanies(
    db,
    ids.map(({ id }) => id),
  )
}

type Making = {
  ports: Pick<Ports, 'ids'>
  districtId: string
  examples: readonly HydratedCompany[]
  random: () => number
  now: Date
  number: number
  cards: number
}

function company({ ports, districtId, examples, random, now, number, cards }: Making) {
  const model = pick(examples, random)
  const [orgId, companyId] = [ports.ids(), ports.ids()]
  const name = `生成企业${number}`
  const stamps = {
    isExample: true,
    createdAt: now,
    updatedAt: now,
    statusReason: null,
    validUntil: new Date(now.getTime() + 365 * 86_400_000),
  }
  const organisation: Organisation = {
    id: orgId,
    districtId,
    kind: 'company',
    uscc: `GEN${String(number).padStart(15, '0')}`,
    legalName: name,
    nameEn: null,
    city: model.organisation.city,
    district: model.organisation.district,
    status: 'verified',
    verifiedAt: now,
    isExample: true,
    createdAt: now,
    version: 1,
  }
  const row: CompanyRow = {
    ...stamps,
    id: companyId,
    districtId,
    orgId,
    status: 'listed',
    version: 1,
    suspendedFrom: null,
    content: { ...model.company.content, name, aliases: [] },
  }
  const own = Array.from({ length: cards }, (): CardRow => ({
    ...stamps,
    id: ports.ids(),
    districtId,
    orgId,
    companyId,
    status: 'listed',
    version: 1,
    suspendedFrom: null,
    claims: [],
    writtenBy: 'generator',
    content: recombined(pickCard(examples, random), pickCard(examples, random), random),
  }))
  return { organisation, company: row, cards: own }
}

/** The first card with some of its sentences taken from the second. */
function recombined(card: CardContent, other: CardContent, random: () => number): CardContent {
  const mix = (own: readonly string[], foreign: readonly string[]) =>
    own.map((text, index) => (random() < 0.3 ? (foreign[index] ?? text) : text))
  const description = mix(sentencesOf(card.description), sentencesOf(other.description)).join('').slice(0, 800)
  return { ...card, description, solves: mix(card.solves ?? [], other.solves ?? []) }
}

function sentencesOf(text = ''): string[] {
  return text.match(/[^。；]+[。；]?/gu) ?? []
}

function pickCard(examples: readonly HydratedCompany[], random: () => number): CardContent {
  return pick(pick(examples, random).cards, random).content
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)]!
}

/** Mulberry32, a 32-bit generator; good enough to shuffle sentences, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

import { usccCheckCharacter } from '../accounts/uscc.ts'
import type { CardContent } from '../companies/company-content.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { HydratedCompany } from '../companies/hydrate-store.ts'
import { importCompanies } from '../companies/import-companies.ts'
import type { ImportRow } from '../companies/import-companies.ts'
import type { Profile } from '../companies/import-profile.ts'
import type { Ports } from '../ports.ts'
import { mulberry32 } from '../shared/random.ts'

export type MarketSize = { companies: number; cards: number; seed: number }

/** Fills a market of any size beside the example data, whose cards' sentences it recombines; the same seed gives the same market. */
export async function generateMarket(
  ports: Pick<Ports, 'db' | 'ids'>,
  districtId: string,
  size: MarketSize,
  now: Date,
): Promise<void> {
  const rows = generatedProfiles(await exampleCompanies(ports.db), size)
  const options = { districtId, status: 'listed', isExample: true } as const
  const { refused } = await importCompanies({ ...ports, clock: () => now }, rows, options)
  if (refused > 0) throw new Error(`${refused} generated companies were refused`)
}

/** As an import takes them. */
export function* generatedProfiles(
  examples: readonly HydratedCompany[],
  { companies, cards, seed }: MarketSize,
): Generator<ImportRow> {
  const random = mulberry32(seed)
  for (let number = 0; number < companies; number += 1) {
    yield { at: String(number), value: profile({ examples, random, number, cards }) }
  }
}

/** The listed companies that the generated ones are made of. */
export async function exampleCompanies(db: Ports['db']): Promise<HydratedCompany[]> {
  const ids = await db.selectFrom('company').select('id').where('status', '=', 'listed').orderBy('id').execute()
  return hydrateCompanies(
    db,
    ids.map(({ id }) => id),
  )
}

type Making = { examples: readonly HydratedCompany[]; random: () => number; number: number; cards: number }

function profile({ examples, random, number, cards }: Making): Profile {
  const model = pick(examples, random)
  const name = `生成企业${number}`
  return {
    organisation: {
      kind: 'company',
      uscc: generatedUscc(number),
      legalName: name,
      city: model.organisation.city,
      district: model.organisation.district,
    },
    company: { ...model.company.content, name, aliases: [] },
    cards: Array.from({ length: cards }, () => recombined(pickCard(examples, random), pickCard(examples, random), random)),
  }
}

/** A social credit code that checks and belongs to nobody: no register gives out GEN. */
function generatedUscc(number: number): string {
  const body = `91310104GEN${String(number).padStart(6, '0')}`
  return body + usccCheckCharacter(body)
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

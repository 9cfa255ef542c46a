import { actorId, systemActor } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordFirstEvents } from '../accounts/audit.ts'
import { refusesData } from '../db/constraint.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import type { FieldError } from '../shared/validated.ts'
import { validFrom } from './company.ts'
import { nameOfProfile, readProfile } from './import-profile.ts'
import type { ImportStatus, Profile } from './import-profile.ts'
import { insertNewCards, insertNewCompanies, insertNewOrganisations, noteNewRows } from './import-store.ts'
import type { BatchFacts, NewCard, NewCompany, NewOrganisation } from './import-store.ts'

/** `at` is where the row stands in its list, for people. */
export type ImportRow = { at: string; value: unknown }

export type RefusedRow = { at: string; name: string; errors: FieldError[] }

export type ImportOptions = {
  districtId: string
  /** Listed: whoever runs the import vouches for organisations, profiles and cards; drafts go the usual way. */
  status: ImportStatus
  isExample?: boolean
  /** Only looks whether the rows could be imported. */
  dryRun?: boolean
  onRefused?: (row: RefusedRow) => void
  /** After each batch, with the rows read so far. */
  onProgress?: (rows: number) => void
}

/** `known` are rows whose organisation was there before; it is left as it is, so that an import can be repeated. */
export type ImportSummary = { rows: number; companies: number; cards: number; known: number; refused: number }

type ImportPorts = Pick<Ports, 'db' | 'ids' | 'clock'>
type Rows = Iterable<ImportRow> | AsyncIterable<ImportRow>

/** Companies written in one transaction. */
const batchMax = 250

/** Read without a pause: some milliseconds. */
const rowsInOneGo = 8

/** Brings in whole profiles, batch by batch; a bad row is refused with its reasons and takes no other with it. */
export async function importCompanies(ports: ImportPorts, rows: Rows, options: ImportOptions): Promise<ImportSummary> {
  const run = new ImportRun(ports, options)
  let writing = Promise.resolve()
  for await (const batch of batches(rows)) {
    const good = await run.read(batch)
    await writing
    // The next batch is read while the database writes this one.
    writing = run.write(good, batch.length)
    writing.catch(() => {})
  }
  await writing
  return run.summary
}

type GoodRow = { at: string; profile: Profile }

class ImportRun {
  readonly summary: ImportSummary = { rows: 0, companies: 0, cards: 0, known: 0, refused: 0 }
  readonly #ports: ImportPorts
  readonly #options: ImportOptions
  readonly #actor: Actor
  /** Where each code stands in the list. */
  readonly #seen = new Map<string, string>()

  constructor(ports: ImportPorts, options: ImportOptions) {
    this.#ports = ports
    this.#options = options
    this.#actor = systemActor(options.districtId)
  }

  async read(batch: readonly ImportRow[]): Promise<GoodRow[]> {
    const good: GoodRow[] = []
    for (const [index, row] of batch.entries()) {
      // The database's answers come in between, else it would wait for us while we read.
      if (index % rowsInOneGo === 0) await new Promise((resolve) => setImmediate(resolve))
      good.push(...this.#readRow(row))
    }
    return good
  }

  #readRow({ at, value }: ImportRow): GoodRow[] {
    const { profile, errors } = readProfile(value, this.#options.status)
    if (errors !== undefined) return this.#refuse({ at, name: nameOfProfile(value), errors })
    const { uscc } = profile.organisation
    const before = this.#seen.get(uscc)
    if (before !== undefined) return this.#refuse(twice(at, value, before))
    this.#seen.set(uscc, at)
    return [{ at, profile }]
  }

  async write(good: readonly GoodRow[], read: number): Promise<void> {
    if (this.#options.dryRun !== true) await this.#writeRows(good)
    this.summary.rows += read
    this.#options.onProgress?.(this.summary.rows)
  }

  /** A row that the database refuses although the schemas let it pass is found by halving. */
  async #writeRows(good: readonly GoodRow[]): Promise<void> {
    if (good.length === 0) return
    try {
      const written = await transact(this.#ports.db, this.#actor, (tx) => this.#insert(tx, good))
      this.summary.companies += written.companies
      this.summary.cards += written.cards
      this.summary.known += good.length - written.companies
    } catch (error) {
      if (!refusesData(error)) throw error
      if (good.length === 1) {
        const [{ at, profile }] = good as [GoodRow]
        this.#refuse({ at, name: nameOfProfile(profile), errors: [{ field: '', message: (error as Error).message }] })
        return
      }
      const half = Math.ceil(good.length / 2)
      await this.#writeRows(good.slice(0, half))
      await this.#writeRows(good.slice(half))
    }
  }

  async #insert(tx: Tx, good: readonly GoodRow[]): Promise<{ companies: number; cards: number }> {
    const facts = this.#facts()
    const made = good.map(({ at, profile }) => ({ at, ...rowsOf(this.#ports, profile) }))
    const fresh = await insertNewOrganisations(
      tx,
      facts,
      made.map(({ organisation }) => organisation),
    )
    const own = made.filter(({ organisation }) => fresh.has(organisation.id))
    const companies = own.map(({ company }) => company)
    const cards = own.flatMap((row) => row.cards)
    if (companies.length === 0) return { companies: 0, cards: 0 }
    await insertNewCompanies(tx, facts, companies)
    await insertNewCards(tx, facts, cards)
    await this.#record(tx, facts, own)
    await noteNewRows(
      tx,
      facts,
      'company',
      companies.map(({ id }) => id),
    )
    await noteNewRows(
      tx,
      facts,
      'card',
      cards.map(({ id }) => id),
    )
    return { companies: companies.length, cards: cards.length }
  }

  #facts(): BatchFacts {
    const { districtId, status, isExample = false } = this.#options
    const now = this.#ports.clock()
    return { districtId, status, isExample, writtenBy: actorId(this.#actor), validUntil: validFrom(now), now }
  }

  #record(tx: Tx, { status, now }: BatchFacts, own: readonly (MadeRows & { at: string })[]): Promise<void> {
    const events = own.flatMap(({ at, organisation, company, cards }) => [
      {
        objectType: 'organisation' as const,
        objectId: organisation.id,
        action: 'organisation.import',
        to: status === 'listed' ? 'verified' : 'registered',
        detail: { at, uscc: organisation.uscc },
      },
      { objectType: 'company' as const, objectId: company.id, action: 'company.import', to: status, detail: { at } },
      ...cards.map(({ id }) => ({
        objectType: 'card' as const,
        objectId: id,
        action: 'card.import',
        to: status,
        detail: { at },
      })),
    ])
    return recordFirstEvents(tx, { ids: this.#ports.ids, clock: () => now }, this.#actor, events)
  }

  #refuse(row: RefusedRow): [] {
    this.summary.refused += 1
    this.#options.onRefused?.(row)
    return []
  }
}

function twice(at: string, value: unknown, before: string): RefusedRow {
  return { at, name: nameOfProfile(value), errors: [{ field: 'organisation.uscc', message: `stands at ${before} already` }] }
}

type MadeRows = { organisation: NewOrganisation; company: NewCompany; cards: NewCard[] }

function rowsOf({ ids }: Pick<Ports, 'ids'>, { organisation, company, cards }: Profile): MadeRows {
  const [orgId, companyId] = [ids(), ids()]
  return {
    organisation: { id: orgId, ...organisation, nameEn: organisation.nameEn ?? null },
    company: { id: companyId, orgId, content: company },
    cards: cards.map((content) => ({ id: ids(), orgId, companyId, content })),
  }
}

async function* batches(rows: Rows): AsyncGenerator<ImportRow[]> {
  let batch: ImportRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < batchMax) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

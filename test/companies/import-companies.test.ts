import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { verifyChain } from '../../src/accounts/audit.ts'
import { usccCheckCharacter } from '../../src/accounts/uscc.ts'
import { importCompanies } from '../../src/companies/import-companies.ts'
import type { ImportOptions, RefusedRow } from '../../src/companies/import-companies.ts'
import { world } from '../support/people.ts'
import type { World } from '../support/people.ts'
import { testDistrict } from '../support/world.ts'
import { cardContent, companyContent } from './fixtures.ts'

function uscc(number: number): string {
  const body = `91310104LMT${String(number).padStart(6, '0')}`
  return body + usccCheckCharacter(body)
}

function profile(number: number, change: { organisation?: object; company?: object; cards?: object[] } = {}) {
  const legalName = `名单企业${number}`
  return {
    organisation: { kind: 'company', uscc: uscc(number), legalName, city: '上海市', district: '徐汇区', ...change.organisation },
    company: { ...companyContent, name: legalName, ...change.company },
    cards: change.cards ?? [cardContent, { ...cardContent, name: '走失提醒' }],
  }
}

async function imported({ ports }: World, values: unknown[], options: Partial<ImportOptions> = {}) {
  const refused: RefusedRow[] = []
  const rows = values.map((value, index) => ({ at: `line ${index + 1}`, value }))
  const summary = await importCompanies(ports, rows, {
    districtId: testDistrict.id,
    status: 'listed',
    onRefused: (row) => void refused.push(row),
    ...options,
  })
  return { summary, refused }
}

test('what is imported as listed is shown, found and ranked like what came through the forms', async () => {
  const here = await world()
  const { summary } = await imported(here, [profile(1), profile(2)])
  expect(summary).toEqual({ rows: 2, companies: 2, cards: 4, known: 0, refused: 0 })
  await here.ports.relay()
  const found = await here.visitor.get('/api/v1/search/companies?q=%E5%90%8D%E5%8D%95%E4%BC%81%E4%B8%9A2')
  expect(found.body.items[0]).toMatchObject({ status: 'listed', org: { name: '名单企业2' } })
  const cards = await here.visitor.get(`/api/v1/companies/${found.body.items[0].id}/cards`)
  expect(cards.body.items.map((card: { status: string; content: { name: string } }) => [card.status, card.content.name])).toEqual(
    [
      ['listed', '跌倒监测'],
      ['listed', '走失提醒'],
    ],
  )
})

test('each row has its outbox row and the first event of its chain', async () => {
  const here = await world()
  await imported(here, [profile(1)])
  const { db } = here.ports
  const rows = await Promise.all([
    db.selectFrom('organisation').select('id').execute(),
    db.selectFrom('company').select(['id', 'version']).execute(),
    db.selectFrom('card').select(['id', 'version']).orderBy('id').execute(),
  ])
  const [[organisation], [company], cards] = rows
  const outbox = await db.selectFrom('outbox').select(['objectType', 'objectId', 'version', 'doneAt']).orderBy('id').execute()
  expect(outbox).toEqual([
    { objectType: 'company', objectId: company!.id, version: 1, doneAt: null },
    ...cards.map(({ id }) => ({ objectType: 'card', objectId: id, version: 1, doneAt: null })),
  ])
  const objects = [['organisation', organisation!.id], ['company', company!.id], ...cards.map(({ id }) => ['card', id])]
  for (const [type, id] of objects) expect(await verifyChain(db, type!, id!)).toEqual({ ok: true, events: 1 })
})

test('a bad row is refused by its name with every reason, and takes no other with it', async () => {
  const here = await world()
  const { summary, refused } = await imported(here, [
    profile(1),
    profile(2, { organisation: { uscc: '913101040000000000' }, company: { founded: 'long ago', colour: 'red' } }),
    profile(3, { company: { summary: null }, cards: [{ ...cardContent, oneLine: '长'.repeat(151) }] }),
    profile(4, { company: { summary: null }, cards: [cardContent, { name: '只有名称' }] }),
    undefined,
    profile(5),
  ])
  expect(summary).toEqual({ rows: 6, companies: 2, cards: 4, known: 0, refused: 4 })
  expect(refused.map(({ at, name }) => [at, name])).toEqual([
    ['line 2', '名单企业2 913101040000000000'],
    ['line 3', `名单企业3 ${uscc(3)}`],
    ['line 4', `名单企业4 ${uscc(4)}`],
    ['line 5', ''],
  ])
  expect(refused[0]!.errors.map(({ field }) => field)).toEqual(['organisation.uscc', 'company.founded', 'company.colour'])
  expect(refused[1]!.errors).toEqual([{ field: 'cards.0.one_line', message: 'has 151 characters, at most 150' }])
  expect(refused[2]!.errors).toContainEqual({ field: 'company.summary', message: 'is missing' })
  expect(refused[2]!.errors).toContainEqual({ field: 'cards.1.coop_modes', message: 'is missing' })
})

test('more than twenty cards are refused as the forms refuse them', async () => {
  const { refused } = await imported(await world(), [profile(1, { cards: Array.from({ length: 21 }, () => cardContent) })])
  expect(refused[0]!.errors).toEqual([{ field: 'cards', message: 'has 21 entries, at most 20' }])
})

test('one code twice in a list is refused the second time', async () => {
  const { summary, refused } = await imported(await world(), [profile(1), profile(1, { company: { name: '另一名称' } })])
  expect(summary).toMatchObject({ companies: 1, refused: 1 })
  expect(refused[0]).toMatchObject({
    at: 'line 2',
    errors: [{ field: 'organisation.uscc', message: 'stands at line 1 already' }],
  })
})

test('repeating an import adds nothing, and leaves an organisation that is known as it is', async () => {
  const here = await world()
  const { legalName } = await here.organisation({ uscc: uscc(2) })
  await imported(here, [profile(1)])
  const { summary } = await imported(here, [profile(1, { company: { summary: '改写' } }), profile(2), profile(3)])
  expect(summary).toEqual({ rows: 3, companies: 1, cards: 2, known: 2, refused: 0 })
  const { db } = here.ports
  expect(await db.selectFrom('organisation').select('legalName').orderBy('legalName').execute()).toEqual(
    ['名单企业1', '名单企业3', legalName].map((name) => ({ legalName: name })),
  )
  const summaries = await db.selectFrom('company').select('content').execute()
  expect(summaries.map(({ content }) => content.summary)).toEqual([companyContent.summary, companyContent.summary])
})

test('drafts may be unfinished, and wait for verification like everybody', async () => {
  const here = await world()
  const { summary } = await imported(here, [profile(1, { company: { summary: null }, cards: [{ name: '只有名称' }] })], {
    status: 'draft',
  })
  expect(summary).toMatchObject({ companies: 1, cards: 1, refused: 0 })
  const { db } = here.ports
  expect(await db.selectFrom('organisation').select(['status', 'verifiedAt']).execute()).toEqual([
    { status: 'registered', verifiedAt: null },
  ])
  expect(await db.selectFrom('company').select('status').execute()).toEqual([{ status: 'draft' }])
  expect(await db.selectFrom('card').select(['status', 'claims']).execute()).toEqual([{ status: 'draft', claims: [] }])
})

test('a dry run says the same of every row and writes none', async () => {
  const here = await world()
  const { summary } = await imported(here, [profile(1), profile(2, { company: { layer: 'nowhere' } })], { dryRun: true })
  expect(summary).toEqual({ rows: 2, companies: 0, cards: 0, known: 0, refused: 1 })
  expect(await here.ports.db.selectFrom('organisation').select('id').execute()).toEqual([])
})

test('a row that only the database refuses is found among its batch', async () => {
  const here = await world()
  const { db } = here.ports
  await sql`alter table company add constraint only_here check (content ->> 'name' <> '名单企业3')`.execute(db)
  try {
    const { summary, refused } = await imported(
      here,
      [1, 2, 3, 4, 5].map((number) => profile(number)),
    )
    expect(summary).toEqual({ rows: 5, companies: 4, cards: 8, known: 0, refused: 1 })
    expect(refused).toEqual([
      { at: 'line 3', name: `名单企业3 ${uscc(3)}`, errors: [{ field: '', message: expect.stringContaining('only_here') }] },
    ])
  } finally {
    await sql`alter table company drop constraint only_here`.execute(db)
  }
})

test('when the database fails, what was committed stays, and the next run brings the rest', async () => {
  const here = await world()
  const values = Array.from({ length: 600 }, (_, index) => profile(index, { cards: [] }))
  let batches = 0
  const failing = { ...here.ports, clock: () => ((batches += 1) === 2 ? fail() : here.ports.clock()) }
  const progress: number[] = []
  await expect(
    imported({ ...here, ports: Object.assign(failing) }, values, { onProgress: (rows) => void progress.push(rows) }),
  ).rejects.toThrow('gone')
  expect(progress).toEqual([250])
  expect((await imported(here, values)).summary).toEqual({ rows: 600, companies: 350, cards: 0, known: 250, refused: 0 })
})

function fail(): never {
  throw new Error('the server is gone')
}

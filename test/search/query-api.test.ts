import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import managed from '../../src/search/synonyms.json' with { type: 'json' }
import { wholeSpellingsOf } from '../../src/shared/pinyin.ts'
import table from '../../src/shared/traditional.json' with { type: 'json' }
import { everyPage, marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'

let market: MarketWorld
let named: { id: string; name: string; aliases: string[]; uscc: string }[]

beforeAll(async () => {
  market = await marketWorld()
  const rows = await market.ports.db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select(['company.id', 'content', 'uscc'])
    .where('company.status', '=', 'listed')
    .where('organisation.status', '=', 'verified')
    .orderBy('company.id')
    .execute()
  named = rows.map(({ id, content, uscc }) => ({ id, uscc, name: content.name!, aliases: content.aliases ?? [] }))
})

const search = async (what: 'scenes' | 'companies', query: Record<string, string>) => {
  const answer = await market.visitor.get(`/api/v1/search/${what}?${new URLSearchParams(query)}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}
const idsOf = async (what: 'scenes' | 'companies', q: string) =>
  (await everyPage(market.visitor, `/api/v1/search/${what}?q=${encodeURIComponent(q)}`, 100)).items.map(({ id }) => id as string)

/** One way of writing each character that has a traditional form; the first of several. */
const traditional = new Map<string, string>()
for (const [index, character] of Array.from(table.simplified).entries()) {
  if (!traditional.has(character)) traditional.set(character, table.traditional[index]!)
}
const written = (text: string, ways: readonly number[]) =>
  Array.from(text, (character, index) => {
    const way = ways[index % ways.length]! % 3
    if (way === 1) return traditional.get(character) ?? character
    const code = character.charCodeAt(0)
    return way === 2 && code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : character
  }).join('')

describe('ways of writing one thing', () => {
  test('full width, traditional characters and every name of a set find the same, in the same order', async () => {
    const sets = [...managed, ...named.filter(({ aliases }) => aliases.length > 0).map(({ name, aliases }) => [name, ...aliases])]
    const pair = fc.constantFrom(...sets).chain((set) => fc.tuple(fc.constantFrom(...set), fc.constantFrom(...set)))
    const ways = fc.array(fc.nat(2), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(pair, ways, fc.constantFrom('scenes', 'companies'), async ([one, other], how, what) => {
        expect({ one, ids: await idsOf(what, written(one, how)) }).toEqual({ one, ids: await idsOf(what, other) })
      }),
      { numRuns: 60 },
    )
  })

  test('a name typed in pinyin finds what the name finds, and says so', async () => {
    const chinese = named.filter(({ name }) => /^\p{Script=Han}{3,}$/u.test(name))
    expect(chinese.length).toBeGreaterThan(5)
    for (const { name } of chinese) {
      const [full] = wholeSpellingsOf(name)
      const { understood } = await search('companies', { q: full! })
      expect(understood).toMatchObject([{ field: 'name', text: full, values: [name], label: `拼音：${name}` }])
      expect({ name, ids: await idsOf('companies', full!) }).toEqual({ name, ids: await idsOf('companies', name) })
    }
  })

  test('initials and beginnings find the company, and managed names are spelled too', async () => {
    const mosi = named.find(({ aliases }) => aliases.includes('简护'))!
    expect((await idsOf('companies', 'jian hu'))[0]).toBe(mosi.id)
    const [, initials] = wholeSpellingsOf(mosi.name)
    expect((await idsOf('companies', initials!.toUpperCase()))[0]).toBe(mosi.id)
    for (const what of ['scenes', 'companies'] as const) expect(await idsOf(what, 'damoxing')).toEqual(await idsOf(what, 'LLM'))
  })

  test('a card is found by its name in pinyin', async () => {
    const { body } = await market.visitor.get(`/api/v1/companies/${named[0]!.id}/cards?limit=1`)
    const name = body.items[0].content.name as string
    const [full] = wholeSpellingsOf(name)
    expect(await idsOf('companies', full!)).toEqual(await idsOf('companies', name))
  })
})

describe('codes', () => {
  test('the number of a scene finds it alone, whatever its state, as far as it is public', async () => {
    const scenes = await market.ports.db.selectFrom('scene').select(['id', 'ref', 'status']).execute()
    for (const status of ['published', 'closed']) {
      const { id, ref } = scenes.find((scene) => scene.status === status && scene.ref !== null)!
      for (const q of [ref!, ref!.toLowerCase(), ` ${ref} `]) {
        const page = await search('scenes', { q })
        expect(page.items.map((scene: any) => scene.id)).toEqual([id])
        expect(page).toMatchObject({ total: 1, next_cursor: null, understood: [{ field: 'ref', values: [ref] }] })
      }
    }
    const hidden = scenes.find(({ status, ref }) => status === 'submitted' && ref !== null)
    if (hidden !== undefined)
      expect((await search('scenes', { q: hidden.ref! })).items.map((scene: any) => scene.id)).not.toContain(hidden.id)
    expect((await search('scenes', { q: 'XH-1999-EDU-0001' })).understood).toEqual([])
  })

  test('a social credit code finds the company alone', async () => {
    for (const { id, uscc } of named.slice(0, 3)) {
      const page = await search('companies', { q: uscc.toLowerCase() })
      expect(page.items.map((company: any) => company.id)).toEqual([id])
      expect(page.understood).toMatchObject([{ field: 'uscc', values: [uscc] }])
    }
  })

  test('and the scenes of an organisation', async () => {
    const { orgId } = market.open[0]!
    const { uscc } = await market.ports.db
      .selectFrom('organisation')
      .select('uscc')
      .where('id', '=', orgId)
      .executeTakeFirstOrThrow()
    const expected = market.open.filter((scene) => scene.orgId === orgId).map(({ id }) => id)
    expect((await idsOf('scenes', uscc)).toSorted()).toEqual(expected.toSorted())
  })
})

describe('conditions in a query', () => {
  const q = '50万以内的法律场景'

  test('are those of the filters, and shown', async () => {
    const page = await search('scenes', { q, limit: '100' })
    expect(page.understood).toEqual([
      { field: 'budget_max_fen', text: '50万以内', values: [], max: 50_000_000, label: '预算上限：≤ 50 万元' },
      { field: 'domain', text: '法律', values: ['legal'], label: '领域：法律' },
    ])
    const expected = market.open.filter(
      ({ content }) => content.domain === 'legal' && (content.budgetMaxFen ?? Infinity) <= 50_000_000,
    )
    expect(expected.length).toBeGreaterThan(0)
    expect(page.items.map((scene: any) => scene.id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
  })

  test('are told in English as well', async () => {
    const { understood } = await search('scenes', { q: 'elderly care under ¥500k', lang: 'en' })
    expect(understood.map(({ label }: any) => label)).toEqual(['Budget to: ≤ ¥500,000', 'Domain: Elderly care'])
  })

  test('give way to what was chosen, and to the reader who takes them back', async () => {
    const chosen = await search('scenes', { q: '养老', domain: 'health', limit: '100' })
    expect(chosen.items.every((scene: any) => scene.content.domain === 'health')).toBe(true)
    const taken = await search('scenes', { q, literal: 'budget_max_fen', limit: '100' })
    expect(taken.understood.map(({ field }: any) => field)).toEqual(['domain'])
    expect((await search('scenes', { q, parse: 'off' })).understood).toEqual([])
  })

  test('that leave nothing are named, with what there would be without them', async () => {
    const page = await search('scenes', { q: '养老 模速空间（漕开发） 50万以内 已截止' })
    expect(page.total).toBe(0)
    expect(page.relaxations.every(({ total }: any) => total > 0)).toBe(true)
    expect(page.nearest.length).toBeGreaterThan(0)
  })

  test('counted facets tell the truth beside them', async () => {
    const start = { q: '养老 监测' }
    const { facets } = await search('scenes', start)
    for (const name of ['domain', 'deployment', 'budget_band'])
      for (const { value, count } of facets[name])
        expect({ value, total: (await search('scenes', { ...start, [name]: value })).total }).toEqual({ value, total: count })
  })

  test('are refused only where the request itself is wrong', async () => {
    expect((await market.visitor.get('/api/v1/search/scenes?parse=on')).status).toBe(422)
  })
})

describe('the page', () => {
  const page = (path: string) => market.visitor.get(path.includes('lang=') ? path : `${path}&lang=zh`)

  test('shows what was understood, each with a link that makes words of it again', async () => {
    const { text } = await page(`/scenes?q=${encodeURIComponent('50万以内的养老场景')}`)
    expect(text).toContain('预算上限：≤ 50 万元')
    expect(text).toContain('领域：养老')
    const link = /href="([^"]*literal=domain[^"]*)"/u.exec(text)![1]!.replaceAll('&amp;', '&')
    const without = await page(link)
    expect(without.text).not.toContain('领域：养老 <')
    expect(without.text).toContain('预算上限：≤ 50 万元')
    expect(without.text).toContain('<input type="hidden" name="literal" value="domain"')
  })

  test('searches for the words alone where the reader wants that, and back', async () => {
    const { text } = await page(`/scenes?q=${encodeURIComponent('养老')}`)
    const link = /href="([^"]*parse=off[^"]*)"/u.exec(text)![1]!.replaceAll('&amp;', '&')
    const plain = await page(link)
    expect(plain.text).not.toContain('领域：养老')
    expect(plain.text).toContain('识别搜索内容中的条件')
  })
})

import { expect, test } from 'vitest'
import { cardFields, companyFields } from '../../src/companies/company-content.ts'
import { sceneFields } from '../../src/scenes/scene-content.ts'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import { contentToForm } from '../../src/web/form-content.ts'
import { cardContent, companyContent } from '../companies/fixtures.ts'
import { goodContent } from '../scenes/fixtures.ts'
import type { Answer, Client } from '../support/client.ts'
import { world as emptyWorld } from '../support/people.ts'

test('a scene is written, signed off, returned, answered and published by forms alone', async () => {
  const { publisher, officer, visitor } = await world()
  const scene = await writes(publisher)
  expect((await publisher.page(scene)).text).toContain('草稿已建立')
  await does(publisher, `${scene}/submission`, scene)
  expect((await visitor.page(scene)).status).toBe(404)

  expect((await officer.page('/review')).text).toContain(goodContent.title)
  await does(officer, `${scene}/return`, scene, {
    'field.0': 'problem',
    'text.0': '请写明数据来源',
    'field.1': 'kpis',
    'text.1': '',
  })
  const returned = await publisher.page(scene)
  expect(returned.text).toContain('请写明数据来源')
  expect(await publisher.submit(`${scene}/submission`, {})).toMatchObject({ status: 409 })

  const [answerAt] = /\/scenes\/[0-9a-f-]+\/answers\/[0-9a-f-]+/u.exec(returned.text)!
  expect(await publisher.submit(answerAt, { answer: '' })).toMatchObject({ status: 422 })
  await does(publisher, answerAt, `${scene}#comments`, { answer: '来自街道值班记录' })
  await does(publisher, `${scene}/submission`, scene)
  await does(officer, `${scene}/publication`, scene)
  const open = await visitor.page(scene)
  expect(open.text).toContain('开放中')
  expect(open.text).toContain('10–30 万元')
  expect(open.text).not.toContain('质量分')
})

test('a new scene sent twice is one scene; sent again with other words it is another', async () => {
  const { publisher } = await world()
  const newId = /name="newId" value="([^"]+)"/u.exec((await publisher.page('/scenes/new')).text)![1]!
  const send = async (fields: Record<string, string | string[]>) =>
    (await publisher.submit('/scenes/new', { ...typed(goodContent), ...fields })).headers.get('location')
  const made = await send({ newId })
  expect(made).toBe(`/scenes/${newId}`)
  expect(await send({ newId })).toBe(made)
  const other = await send({ newId, outOfScope: '退回去改过再存的' })
  expect(other).toMatch(/^\/scenes\/[0-9a-f-]{36}$/u)
  expect(other).not.toBe(made)
  expect((await publisher.page(made!)).text).not.toContain('退回去改过再存的')
  expect(await send({ newId: 'not an id' })).toMatch(/^\/scenes\/[0-9a-f-]{36}$/u)
})

test('what is typed is never lost: too long, another row, changed meanwhile', async () => {
  const { publisher } = await world()
  const long = '长'.repeat(40_000)
  const refused = await publisher.submit('/scenes/new', { ...typed(goodContent), background: long })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('<a href="#background">现状：现有 40000 字，至多 400 字</a>')
  expect(refused.text).toContain(long)
  expect(refused.text).toContain(goodContent.title)

  const withRow = await publisher.submit('/scenes/new', { ...typed(goodContent), add: 'kpis' })
  expect(withRow.status).toBe(200)
  expect(withRow.text).toContain('name="kpis.3.name"')
  expect(withRow.text).toContain('value="跌倒发现时间"')

  const scene = await writes(publisher)
  await does(publisher, `${scene}/edit`, scene, { ...typed(goodContent), version: '1', outOfScope: '先保存的' })
  const saved = await publisher.submit(`${scene}/autosave`, { ...typed(goodContent), version: '2', outOfScope: '自动保存的' })
  expect(saved.body).toEqual({ version: 3, message: '已自动保存' })
  const late = await publisher.submit(`${scene}/edit`, { ...typed(goodContent), version: '1', outOfScope: '后保存的' })
  expect(late.status).toBe(412)
  expect(late.text).toContain('其他人已修改过')
  expect(late.text).toContain('后保存的')
  expect(late.text).toContain('name="version" value="3"')
})

test('the findings panel follows a form that is not saved', async () => {
  const { publisher } = await world()
  const good = await publisher.submit('/scenes/quality-preview', typed(goodContent))
  const poor = await publisher.submit('/scenes/quality-preview', { title: '升级', kpis: '' })
  expect(scoreIn(good)).toBeGreaterThan(90)
  expect(scoreIn(poor)).toBeLessThan(20)
  expect(poor.text).toContain('<a href="#essential">')
  expect(poor.text).not.toContain('<html')
})

test('a refusal shows the form again with what was typed', async () => {
  const { publisher, officer } = await world()
  const scene = await publishes(publisher, officer)
  const cancelled = await publisher.submit(`${scene}/cancellation`, { code: 'other', text: '太短' })
  expect(cancelled.status).toBe(422)
  expect(cancelled.text).toContain('须写明理由')
  expect(cancelled.text).toContain('太短')
  const draft = await writes(publisher, { title: '只有一个名称的草稿' })
  const refused = await publisher.submit(`${draft}/submission`, {})
  expect(refused.status).toBe(422)
  expect(refused.text).toContain(`href="${draft}/edit#problem"`)
})

test('a reviewer may set a finding aside with a reason, on the form of the publication', async () => {
  const { publisher, officer, visitor } = await world()
  const scene = await writes(publisher, { ...goodContent, problem: '独居老人夜间跌倒后很晚才被发现，延误救治' })
  await does(publisher, `${scene}/submission`, scene)
  const form = await officer.page(`${scene}/publication`)
  const [name] = /(?<=name=")override\.[^"]+/u.exec(form.text)!
  await does(officer, `${scene}/publication`, scene, { [name]: '统计尚未完成，已在现状中说明' })
  expect((await visitor.page(scene)).status).toBe(200)
})

test('a verification that is refused keeps what was chosen', async () => {
  const { supplier, matchmaker } = await world()
  const company = await listsCompany(supplier, matchmaker)
  const [card] = /\/cards\/[0-9a-f-]{36}/u.exec((await matchmaker.page(company)).text)!
  const refused = await matchmaker.submit(`${card}/verifications`, { field: 'cases.0', level: 'document', until: '2020-01-01' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('value="2020-01-01"')
  expect(refused.text).toMatch(/<option value="document" selected/u)
})

test('a foreign or malformed draft is no page, and a visitor is asked to sign in', async () => {
  const { publisher, stranger, visitor } = await world()
  const scene = await writes(publisher)
  expect(await stranger.page(scene)).toMatchObject({ status: 404 })
  expect(await stranger.page(`${scene}/edit`)).toMatchObject({ status: 404 })
  expect(await visitor.page('/scenes/not-an-id')).toMatchObject({ status: 404 })
  const asked = await visitor.page('/scenes/new')
  expect([asked.status, asked.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fscenes%2Fnew'])
})

test('the ranking of a scene is for those who may know, with reasons, gates and the matrix', async () => {
  const { publisher, officer, supplier, matchmaker, visitor } = await world()
  const company = await listsCompany(supplier, matchmaker)
  const scene = await publishes(publisher, officer)
  const ranked = await publisher.page(scene)
  expect(ranked.text).toContain('匹配的企业')
  expect(ranked.text).toContain(`href="${company}"`)
  expect(ranked.text).toContain('逐条要求')
  expect((await visitor.page(scene)).text).not.toContain(company)

  const markAt = `${scene}/marks/${company.split('/').at(-1)}`
  const refused = await publisher.submit(markAt, { kind: 'dismissed', reason: '' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('须写明理由')
  expect(await publisher.submit(markAt, { kind: 'dismissed', reason: '已有同类设备' })).toMatchObject({ status: 303 })
  expect((await publisher.page(scene)).text).toContain('已标为不考虑')
})

test('a company sees its opportunities and why, and nothing of another', async () => {
  const { publisher, officer, supplier, matchmaker, stranger } = await world()
  const company = await listsCompany(supplier, matchmaker)
  const scene = await publishes(publisher, officer)
  const own = await supplier.page(company)
  expect(own.text).toContain('适合我们的场景')
  expect(own.text).toContain(`href="${scene}"`)
  const why = await supplier.page(`${company}/why/${scene.split('/').at(-1)}`)
  expect(why.status).toBe(200)
  expect(why.text).toContain('条件核对')
  expect((await stranger.page(company)).text).not.toContain('适合我们的场景')
  expect((await stranger.page(`${company}/why/${scene.split('/').at(-1)}`)).status).toBeGreaterThanOrEqual(403)
})

test('a card is drafted, submitted, listed and verified by forms alone', async () => {
  const { supplier, matchmaker, visitor } = await world()
  const company = await listsCompany(supplier, matchmaker)
  const [card] = /\/cards\/[0-9a-f-]{36}/u.exec((await matchmaker.page(company)).text)!
  await does(matchmaker, `${card}/verifications`, card, { field: 'cases.0', level: 'verified', until: '2026-12-31' })
  const shown = await visitor.page(card)
  expect(shown.text).toContain('已核验')
  expect(shown.text).toContain('有效期至 2026-12-31')
  const refused = await matchmaker.submit(`${card}/return`, { reason: '缺少案例' })
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('缺少案例')
})

test('a search narrows by facets with counts, and helps where nothing is found', async () => {
  const { publisher, officer, visitor } = await world()
  await publishes(publisher, officer)
  const found = await visitor.page('/scenes?q=%E8%B7%8C%E5%80%92&domain=elderly')
  expect(found.text).toContain('共 1 个结果')
  expect(found.text).toMatch(/value="elderly" checked[^>]*\/?>\s*养老 <span class="number">1</u)
  expect(found.text).toContain('aria-label="移除：养老"')
  const nothing = await visitor.page('/scenes?q=%E8%B7%8C%E5%80%92&domain=finance')
  expect(nothing.text).toContain('去掉“领域”后有 1 个结果')
  expect((await visitor.page('/scenes?cursor=zzz')).status).toBe(303)
})

test('a demand that is only pasted is matched and kept nowhere', async () => {
  const { ports, publisher, supplier, matchmaker } = await world()
  const company = await listsCompany(supplier, matchmaker)
  const tried = await publisher.submit('/match/preview', { problem: '独居老人夜间跌倒后无人发现', essential: '识别跌倒' })
  expect(tried.text).toContain(`href="${company}"`)
  expect(await ports.db.selectFrom('scene').select('id').execute()).toEqual([])
  expect(await publisher.submit('/match/preview', { problem: '' })).toMatchObject({ status: 422 })
})

test('pages are whole in both languages and obey their own content security policy', async () => {
  const { publisher, visitor } = await world()
  for (const [who, path] of [
    [visitor, '/'],
    [visitor, '/scenes'],
    [visitor, '/companies'],
    [publisher, '/scenes/new'],
  ] as const) {
    const page = await who.page(`${path}?lang=en`)
    expect(page.text).toContain('<html lang="en">')
    expect(page.text.replace(/<a [^>]*lang="zh-CN"[^>]*>中文<\/a>/u, ''), path).not.toMatch(
      /<(?:h1|h2|label|legend|button|summary)[^>]*>[^<]*\p{Script=Han}/u,
    )
    expect(page.text, path).not.toMatch(/ style=|<style|<script(?! src=)| on\w+=/u)
  }
  const [stylePath] = /\/assets\/style-[0-9a-f]{8}\.css/u.exec((await visitor.page('/')).text)!
  const style = await visitor.get(stylePath)
  expect(style.headers.get('cache-control')).toContain('immutable')
  expect(style.headers.getSetCookie()).toEqual([])
})

/** A district with everybody that the pages are for. */
async function world() {
  const { ports, organisation, person, visitor } = await emptyWorld()
  const [department, company, office, other] = [
    await organisation({ kind: 'department' }),
    await organisation({ kind: 'company' }),
    await organisation({ kind: 'district_office' }),
    await organisation(),
  ]
  return {
    ports,
    visitor,
    publisher: await person(['publisher_editor', 'publisher_approver'], department),
    supplier: await person(['company_editor'], company),
    officer: await person(['district_officer'], office),
    matchmaker: await person(['matchmaker'], office),
    stranger: await person(['publisher_editor', 'company_editor'], other),
  }
}

function typed(content: object, fields: Parameters<typeof contentToForm>[0] = sceneFields): Record<string, string[]> {
  return Object.fromEntries(contentToForm(fields, content))
}

/** The address of the new draft. */
async function writes(publisher: Client, content: SceneContent = goodContent): Promise<string> {
  const made = await publisher.submit('/scenes/new', typed(content))
  expect(made.status).toBe(303)
  return made.headers.get('location')!
}

async function does(who: Client, path: string, leadsTo: string, fields: Record<string, string | string[]> = {}): Promise<void> {
  const done = await who.submit(path, fields)
  expect([done.status, done.headers.get('location')], done.status === 303 ? '' : done.text).toEqual([303, leadsTo])
}

async function publishes(publisher: Client, officer: Client): Promise<string> {
  const scene = await writes(publisher)
  await does(publisher, `${scene}/submission`, scene)
  await does(officer, `${scene}/publication`, scene)
  return scene
}

/** A listed company with one listed card. */
async function listsCompany(supplier: Client, matchmaker: Client): Promise<string> {
  const made = await supplier.submit('/company/edit', typed(companyContent, companyFields))
  const company = made.headers.get('location')!
  await does(supplier, `${company}/listing`, company)
  const drafted = await supplier.submit(`${company}/cards/new`, typed(cardContent, cardFields))
  const card = drafted.headers.get('location')!
  await does(supplier, `${card}/submission`, card)
  await does(matchmaker, `${card}/acceptance`, card)
  return company
}

function scoreIn(page: Answer): number {
  return Number(/quality-score">(\d+)/u.exec(page.text)![1])
}

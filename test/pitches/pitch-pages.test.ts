import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { pitchWorld, rankedFor } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'

let world: PitchWorld
let sceneId: string
let companyId: string
let lead: Client
let approver: Client

beforeAll(async () => {
  world = await pitchWorld()
  ;({ sceneId, companyId } = await rankedFor(world, 0, 1))
  lead = await world.signatoryOf(companyId)
  approver = await world.approverOf(sceneId)
}, 120_000)

/** The fields of the page's form as a browser would send them. */
function filledIn(html: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {}
  const form = html.slice(html.indexOf('<form method="post" class="prose"'))
  for (const [, attributes] of form.matchAll(/<input ([^>]*)>/gu)) {
    const name = /name="([^"]*)"/u.exec(attributes!)?.[1]
    const isOff = /type="checkbox"/u.test(attributes!) && !/checked/u.test(attributes!)
    const value = unescaped(/ value="([^"]*)"/u.exec(attributes!)?.[1] ?? '')
    if (name === 'cardIds' && !isOff) fields[name] = [...(fields[name] ?? []), value]
    else if (name !== undefined && !isOff && name !== 'csrf') fields[name] = value
  }
  for (const [, name, text] of form.matchAll(/<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)<\/textarea>/gu))
    fields[name!] = unescaped(text!)
  for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gsu))
    fields[name!] = /<option value="([^"]*)" selected/u.exec(options!)?.[1] ?? ''
  return fields
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

describe('inviting on pages', () => {
  test('each company of the ranking has a link to the form, for who may invite', async () => {
    const link = `/scenes/${sceneId}/invitations/new?company=${companyId}`
    expect((await approver.page(`/scenes/${sceneId}`)).text).toContain(link)
    expect((await world.officer.page(`/scenes/${sceneId}`)).text).not.toContain('/invitations/new')
    const form = await approver.page(link)
    expect(form.text).toContain('该企业现列排名第 2 位')
    expect(form.text).not.toContain('name="reason"')
  })

  test('below the twelfth place the form asks why, and a refusal keeps what was typed', async () => {
    const far = (await rankedFor(world, 0, 20)).companyId
    const link = `/scenes/${sceneId}/invitations/new`
    expect((await approver.page(`${link}?company=${far}`)).text).toContain('name="reason"')
    const refused = await approver.submit(link, { company: far, message: '欢迎来谈' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('欢迎来谈')
    expect((await approver.submit(link, { company: far, reason: '曾服务同类单位', message: '欢迎来谈' })).status).toBe(303)
    expect((await approver.page(`/scenes/${sceneId}/pitches`)).text).toContain('曾服务同类单位')
  })

  test('the company reads and answers it under its own link', async () => {
    await approver.submit(`/scenes/${sceneId}/invitations/new`, { company: companyId, message: '请看必要要求' })
    const page = await lead.page('/my/pitches')
    expect(page.text).toContain('请看必要要求')
    expect(page.text).toContain('我的邀请与申报')
    const id = /pitch-invitations\/([\w-]+)\/acceptance/u.exec(page.text)![1]!
    const refused = await lead.submit(`/pitch-invitations/${id}/refusal`, {})
    expect(refused.status).toBe(422)
    expect((await lead.submit(`/pitch-invitations/${id}/acceptance`, {})).headers.get('location')).toBe('/my/pitches')
    expect((await lead.page('/my/pitches')).text).toContain('已接受')
    expect((await lead.page('/my/invitations')).status).toBe(200)
    expect((await lead.page('/my/pitches?lang=en')).text).toContain('My invitations and pitches')
    await lead.page('/my/pitches?lang=zh')
  })
})

describe('pitching on pages', () => {
  let at: string

  test('begins from the scene with a form that is filled in and marked so', async () => {
    expect((await lead.page(`/scenes/${sceneId}`)).text).toContain(`/scenes/${sceneId}/pitches/new`)
    expect((await lead.page(`/scenes/${sceneId}/pitches/new`)).text).toContain('建立草稿')
    const begun = await lead.submit(`/scenes/${sceneId}/pitches/new`, {})
    at = begun.headers.get('location')!.replace(/\/edit$/u, '')
    const form = await lead.page(`${at}/edit`)
    expect(form.text).toContain('来自档案')
    const pitch = (await lead.get(`/api/v1${at}`)).body
    const fields = filledIn(form.text)
    for (const [index, answer] of pitch.content.answers.entries())
      expect(fields[`answers.${index}.quote`]).toBe(answer.evidence?.quote ?? '')
  })

  test('sent as it stands, the form changes nothing', async () => {
    const before = (await lead.get(`/api/v1${at}`)).body
    const saved = await lead.submit(`${at}/edit`, filledIn((await lead.page(`${at}/edit`)).text))
    expect(saved.status, saved.text).toBe(303)
    const after = (await lead.get(`/api/v1${at}`)).body
    expect(after.content).toEqual(before.content)
    expect(after.prefilled).toEqual(before.prefilled)
  })

  test('a quote that no card holds is refused beside its box, and all that was typed stays', async () => {
    const fields = { ...filledIn((await lead.page(`${at}/edit`)).text), 'answers.0.quote': '没有这句话', risks: '极端天气未测' }
    const refused = await lead.submit(`${at}/edit`, fields)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('id="answers.0.quote-error"')
    expect(refused.text).toContain('没有这句话')
    expect(refused.text).toContain('极端天气未测')
  })

  test('what somebody else saved meanwhile is not overwritten unseen', async () => {
    const fields = filledIn((await lead.page(`${at}/edit`)).text)
    await lead.patch(`/api/v1${at}`, { team: '三人小组' })
    const refused = await lead.submit(`${at}/edit`, { ...fields, team: '五人小组' })
    expect(refused.status).toBe(412)
    expect(refused.text).toContain('五人小组')
    expect((await lead.submit(`${at}/edit`, { ...filledIn(refused.text) })).status).toBe(303)
    expect((await lead.get(`/api/v1${at}`)).body.content.team).toBe('五人小组')
  })

  test('is handed in, and a refusal lists what is missing', async () => {
    const refused = await lead.submit(`${at}/submission`, {})
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('必要要求尚未应答')
    const fields = filledIn((await lead.page(`${at}/edit`)).text)
    for (const name of Object.keys(fields)) {
      if (name.endsWith('.claim') && fields[name] === '') fields[name] = 'partly'
      if (/^answers\.\d+\.text$/u.test(name)) fields[name] = '按方案分期实现'
    }
    expect((await lead.submit(`${at}/edit`, fields)).status).toBe(303)
    expect((await lead.submit(`${at}/submission`, {})).status).toBe(303)
    const page = await lead.page(at)
    expect(page.text).toContain('已提交')
    expect(page.text).toContain('撤回申报')
    expect((await approver.page(`/scenes/${sceneId}/pitches`)).text).toContain('已提交 1 份申报')
  })

  test('somebody who does not sign is told who does', async () => {
    const editor = await world.somebody(['company_editor'], world.companies.find(({ id }) => id === companyId)!.orgId)
    await lead.submit(`${at}/withdrawal`, {})
    expect((await editor.page(at)).text).toContain('提交须由企业签署人办理')
    const refused = await editor.submit(`${at}/submission`, {})
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('请转交')
    await lead.submit(`${at}/submission`, {})
  })

  test('is read and judged by the office since the deadline', async () => {
    world.ports.clock.set(await world.deadlineOf(sceneId))
    expect((await world.officer.page(at)).text).toContain('判定不符合资格')
    const empty = await world.officer.submit(`${at}/ineligibility`, { gateId: 'stage' })
    expect(empty.status).toBe(422)
    expect((await world.officer.submit(`${at}/ineligibility`, { gateId: 'stage', reason: '仅有样机' })).status).toBe(303)
    const forLead = await lead.page(at)
    expect(forLead.text).toContain('仅有样机')
    expect((await lead.submit(`${at}/appeal`, { reason: '已有两处上线' })).status).toBe(303)
    expect((await world.auditor.submit(`${at}/readmission`, { reason: '属实' })).status).toBe(303)
    const forUnit = await approver.page(at)
    expect(forUnit.text).toContain('P-')
    expect(forUnit.text).not.toContain(world.companies.find(({ id }) => id === companyId)!.name)
  })
})

import { expect, test } from 'vitest'
import { sceneFields } from '../../src/scenes/scene-content.ts'
import { contentToForm } from '../../src/web/form-content.ts'
import { goodContent } from '../scenes/fixtures.ts'
import type { Client } from '../support/client.ts'
import { world as emptyWorld } from '../support/people.ts'

test('an auditor reads who did what to a scene, and that the chain is whole; nobody else does', async () => {
  const { publisher, auditor, visitor } = await world()
  const scene = await writes(publisher)
  await publisher.submit(`${scene}/submission`, {})
  const at = `/audit/scene/${scene.split('/').at(-1)}`
  const trail = await auditor.page(at)
  expect(trail.text).toContain('共 2 条，核对无误')
  expect(trail.text).toMatch(/2\. 提交.*草稿 → 待审核/su)
  expect((await auditor.page(scene)).text).toContain(`href="${at}"`)
  expect((await publisher.page(at)).status).toBe(404)
  expect((await visitor.page(at)).status).toBe(303)
  expect((await auditor.page('/audit/scene/01a201e0-0000-7000-8000-000000000000')).status).toBe(404)
})

test('the versions of a scene show what differs between two of them', async () => {
  const { publisher, visitor } = await world()
  const scene = await writes(publisher)
  expect((await publisher.page(`${scene}/versions`)).text).toContain('只保存过一版')
  await publisher.submit(`${scene}/edit`, { ...typed(), version: '1', outOfScope: '不采集图像' })
  const page = await publisher.page(`${scene}/versions`)
  expect(page.text).toContain('第 1 版到第 2 版')
  expect(page.text).toMatch(/<td data-label="现">不采集图像<\/td>/u)
  expect((await publisher.page(`${scene}/versions?from=2&to=2`)).text).not.toContain('<td data-label="现">')
  expect((await visitor.page(`${scene}/versions`)).status).toBe(303)
})

test('a refused page says what to do and leads back to where the reader came from', async () => {
  const { publisher } = await world()
  const refused = await publisher.page('/review')
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('换用有权限的账号')
  expect(refused.text).toContain('href="/problems/actor.forbidden"')
  expect(refused.text).toContain('<nav aria-label="主导航">')
})

async function world() {
  const { organisation, person, visitor } = await emptyWorld()
  const [department, office] = [await organisation({ kind: 'department' }), await organisation({ kind: 'district_office' })]
  return {
    visitor,
    publisher: await person(['publisher_editor', 'publisher_approver'], department),
    auditor: await person(['auditor'], office),
  }
}

function typed(): Record<string, string[]> {
  return Object.fromEntries(contentToForm(sceneFields, goodContent))
}

async function writes(publisher: Client): Promise<string> {
  return (await publisher.submit('/scenes/new', typed())).headers.get('location')!
}

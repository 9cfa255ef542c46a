import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { sceneDocument, sceneMapping } from '../../src/scenes/scene-document.ts'
import { SceneContent, sceneFields, ScenePatch } from '../../src/scenes/scene-content.ts'
import type { SceneField } from '../../src/scenes/scene-content.ts'
import type { StoredScene } from '../../src/scenes/scene-store.ts'
import { sceneApi } from '../../src/scenes/scene-api.ts'
import { visible } from '../../src/shared/schema.ts'
import type { Field } from '../../src/shared/schema.ts'
import { snakeKey, toWire } from '../../src/shared/wire.ts'
import { openApi } from '../../src/web/openapi.ts'
import { aScene, goodContent } from './fixtures.ts'

const fields = Object.entries(sceneFields) as [SceneField, Field][]
const orgs = {
  orgName: '某街道办事处',
  orgNameEn: null,
  orgCity: '上海',
  orgDistrict: '徐汇区',
  orgStatus: 'verified',
  orgUscc: '91310104MA1FR00001',
  orgVersion: 4,
}
const stored: StoredScene = {
  ...aScene({
    status: 'published',
    ref: 'XH-2026-ELD-0001',
    opensAt: new Date(1),
    deadlineAt: new Date(2),
    publishedAt: new Date(3),
  }),
  ...orgs,
}

describe('one schema drives form, validation, index, display and reference', () => {
  const mapping = sceneMapping().mappings.properties
  const document = openApi(sceneApi, 'http://localhost', '1')
  const schemaOf = (path: string, method: string, status?: string): any => {
    const operation = document.paths[path]![method]!
    const content = status === undefined ? operation.requestBody!.content : operation.responses[status]!.content!
    return content['application/json']!.schema
  }
  const posted = schemaOf('/scenes', 'post').properties
  const shown = schemaOf('/scenes/{id}', 'get', '200').properties.content.properties

  test('no field stands in one of them alone', () => {
    const names = fields.map(([name]) => name)
    expect(Object.keys(SceneContent.entries)).toEqual(names)
    expect(Object.keys(ScenePatch.entries)).toEqual(names)
    expect(Object.keys(posted)).toEqual(names.map(snakeKey))
    expect(Object.keys(shown)).toEqual(names.map(snakeKey))
  })

  test.each(fields)('%s', (name, field) => {
    expect([field.zh, field.en, field.group].every((label) => label.length > 1)).toBe(true)
    expect(shown[snakeKey(name)]).toBeDefined()
    const stands = field.index !== undefined && field.index !== 'text'
    expect(mapping[snakeKey(name)]?.type).toBe(stands ? field.index : undefined)
    expect(visible(sceneFields, goodContent, 'pub')).not.toHaveProperty(field.access === 'pub' ? 'nothing' : name)
  })

  test('a text over its limit is refused with its field and count, in code points', () => {
    const refused = v.safeParse(ScenePatch, { title: '𠮷'.repeat(41) })
    expect(refused.issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([
      ['title', 'has 41 characters, at most 40'],
    ])
    expect(v.safeParse(ScenePatch, { title: '𠮷'.repeat(40) }).success).toBe(true)
  })
})

test('the committed mapping is the one the fields make', () => {
  const committed = JSON.parse(readFileSync(new URL('../../index-mappings/scenes.json', import.meta.url), 'utf8'))
  expect(committed).toEqual(JSON.parse(JSON.stringify(sceneMapping())))
  expect(sceneMapping(384).mappings.properties.vector).toMatchObject({ dims: 384, index_options: { type: 'flat' } })
})

test('a document holds nothing the strict mapping does not know', () => {
  const document = sceneDocument(stored, new Float32Array([1]))
  const known = Object.keys(sceneMapping().mappings.properties)
  expect(known).toEqual(expect.arrayContaining([...Object.keys(document.keywords), ...Object.keys(document.numbers)]))
  expect(document).toMatchObject({
    collection: 'scene',
    version: 7,
    group: stored.id,
    numbers: { opens_at: 1, deadline: 2, published_at: 3, budget_max_fen: 30_000_000 },
    keywords: {
      status: ['published'],
      domain: ['elderly'],
      budget_band: ['to_50'],
      district: ['徐汇区'],
      org: [stored.orgId],
      compliance_needs: ['等保二级'],
    },
  })
  expect(document.tokens.split(' ')).toEqual(expect.arrayContaining(['跌倒', '毫米', 'fall', '0001']))
  expect(toWire(document.keywords)).toEqual(document.keywords)
})

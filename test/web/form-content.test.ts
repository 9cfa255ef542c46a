import fc from 'fast-check'
import type * as v from 'valibot'
import { expect, test } from 'vitest'
import { cardFields, CardPatch, companyFields, CompanyPatch } from '../../src/companies/company-content.ts'
import { sceneFields, ScenePatch } from '../../src/scenes/scene-content.ts'
import { patched } from '../../src/shared/schema.ts'
import type { Fields } from '../../src/shared/schema.ts'
import { contentToForm, formToContent } from '../../src/web/form-content.ts'
import type { Typed } from '../../src/web/form-content.ts'
import { shapeOf } from '../../src/web/form-shape.ts'
import type { Shape } from '../../src/web/form-shape.ts'

test('every field of every table has a shape that its limits can be read from', () => {
  for (const fields of [sceneFields, companyFields, cardFields] as Fields[]) {
    for (const [name, field] of Object.entries(fields)) expect(unbounded(shapeOf(field.schema)), name).toEqual([])
  }
})

test('content comes back from its own form unchanged', () => {
  for (const [fields, patchSchema] of tables) {
    fc.assert(
      fc.property(contentOf(fields), (content) => {
        const { patch, errors } = formToContent(fields, patchSchema, dataOf(contentToForm(fields, content)), 'zh')
        expect(errors).toEqual([])
        expect(patched({}, patch as Record<string, unknown>)).toEqual(content)
      }),
      { numRuns: 60 },
    )
  }
})

test('money is typed in 万元 and kept in 分', () => {
  const { patch } = readScene({ budgetMinFen: '12.5', budgetMaxFen: '1,200' })
  expect(patch).toMatchObject({ budgetMinFen: 12_500_000, budgetMaxFen: 1_200_000_000 })
  expect(readScene({ budgetMaxFen: '约 50' }).errors).toEqual([{ name: 'budgetMaxFen', text: '预算上限：请填数字' }])
})

test('a textarea is one entry a line, blank lines left out', () => {
  expect(readScene({ essential: ' 识别乱停放 \r\n\r\n五分钟内派单\r\n' }).patch.essential).toEqual(['识别乱停放', '五分钟内派单'])
})

test('blank rows are taken out, and the others keep their order and their errors', () => {
  const { patch, errors, typed } = readScene({
    'kpis.0.name': '',
    'kpis.1.name': '误报率',
    'kpis.1.target': '40',
    'kpis.3.target': 'x',
    'kpis.3.name': '时长',
  })
  expect(typed.get('kpis.0.name')).toEqual(['误报率'])
  expect(patch.kpis).toHaveLength(2)
  expect(errors).toEqual([{ name: 'kpis.1.target', text: '成效指标 2：请填数字' }])
})

test('what was left empty is cleared', () => {
  expect(readScene({ title: '', 'afterSuccess.route': '' }).patch).toMatchObject({
    title: null,
    kpis: null,
    afterSuccess: null,
    coopModes: null,
  })
})

test('forty thousand characters give the error of their field, in both languages', () => {
  const long = '长'.repeat(40_000)
  expect(readScene({ background: long }).errors).toEqual([{ name: 'background', text: '现状：现有 40000 字，至多 400 字' }])
  expect(readScene({ background: long }, 'en').errors).toEqual([
    { name: 'background', text: 'Background: has 40000 characters, at most 400' },
  ])
  expect(readScene({ essential: long }).errors).toEqual([{ name: 'essential', text: '必要要求 1：现有 40000 字，至多 120 字' }])
  expect(readScene({ background: long }).typed.get('background')).toEqual([long])
})

test('each kind of mistake is said in words', () => {
  const { errors } = readScene({
    deadline: '下周五',
    pilotWeeks: '2.5',
    shortlistN: '99',
    domain: '养老',
    'afterSuccess.authority': '区长',
    techKeywords: 'a\nb\nc\nd\ne\nf',
  })
  expect(Object.fromEntries(errors.map(({ name, text }) => [name, text]))).toEqual({
    deadline: '申请截止：请写成 2026-09-30 这样的日期',
    pilotWeeks: '试点周数：请填整数',
    shortlistN: '入围数：须在 2 到 8 之间',
    domain: '领域：请从选项中选择',
    'afterSuccess.route': '成功之后：请填写',
    techKeywords: '技术关键词：现有 6 项，至多 5 项',
  })
})

const tables: [Fields, v.GenericSchema][] = [
  [sceneFields, ScenePatch],
  [companyFields, CompanyPatch],
  [cardFields, CardPatch],
]

function readScene(typed: Record<string, string>, lang: 'zh' | 'en' = 'zh') {
  return formToContent(
    sceneFields,
    ScenePatch,
    dataOf(new Map(Object.entries(typed).map(([name, value]) => [name, [value]]))),
    lang,
  )
}

function dataOf(typed: Typed): FormData {
  const data = new FormData()
  for (const [name, values] of typed) for (const value of values) data.append(name, value)
  return data
}

/** Any content the tables allow, some fields missing. */
function contentOf(fields: Fields): fc.Arbitrary<object> {
  const entries = Object.entries(fields).map(([name, field]) => [name, valueOf(shapeOf(field.schema), name)])
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] })
}

function valueOf(shape: Shape, name: string): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return name === 'sourceUrl' ? fc.constant('https://example.org/a') : words(Math.min(shape.max, 30))
    case 'number':
      return fc.integer({ min: shape.min ?? -1000, max: shape.max ?? 1000 })
    case 'money':
      return fc.integer({ min: 0, max: 1e13 })
    case 'date':
      return fc
        .date({ min: new Date('2000-01-01'), max: new Date('2900-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    case 'boolean':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...shape.options)
    case 'choices':
      return fc.uniqueArray(fc.constantFrom(...shape.options), { minLength: 1, maxLength: shape.max })
    case 'lines':
      return fc.array(words(Math.min(shape.each, 20)), { minLength: 1, maxLength: shape.max })
    case 'rows':
      return fc.array(groupOf(shape.columns), { minLength: 1, maxLength: Math.min(3, shape.max) })
    default:
      return groupOf(shape.columns)
  }
}

/** The first column is the one that is needed, here or there with the next. */
function groupOf(columns: Record<string, Shape>): fc.Arbitrary<object> {
  const entries = Object.entries(columns).map(([name, shape]) => [name, valueOf(shape, name)])
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>)
}

function words(max: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: fc.constantFrom('数', '据', 'a', '7', ' ', '，', '😀', '.'), minLength: 1, maxLength: max })
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

function unbounded(shape: Shape): string[] {
  if (shape.kind === 'rows' || shape.kind === 'group') {
    const own = shape.kind === 'rows' && !Number.isFinite(shape.max) ? ['rows'] : []
    return [
      ...own,
      ...Object.entries(shape.columns).flatMap(([name, column]) => unbounded(column).map((inner) => `${name}.${inner}`)),
    ]
  }
  if (shape.kind === 'lines') return Number.isFinite(shape.max) && Number.isFinite(shape.each) ? [] : ['lines']
  return (shape.kind === 'text' || shape.kind === 'choices') && !Number.isFinite(shape.max) ? [shape.kind] : []
}

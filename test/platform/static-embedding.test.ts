import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import wabtInit from 'wabt'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { staticEmbedding } from '../../src/platform/embed-static.ts'
import { loadWordTable } from '../../src/platform/static-embedding/load.ts'
import { emptyWordTable } from '../../src/platform/static-embedding/table.ts'
import type { WordTable } from '../../src/shared/word-table.ts'
import { testWordTable } from '../support/engines.ts'

const bundled = new URL('../../src/platform/static-embedding/', import.meta.url)
const files = ['words.tsv', 'table.bin', 'meet.wasm', 'making.json']

describe('the files of the table', () => {
  test('the kernel is what its source assembles to', async () => {
    const wabt = await wabtInit()
    const parsed = wabt.parseWat('meet.wat', await readFile(new URL('meet.wat', bundled), 'utf8'), {
      simd: true,
      bulk_memory: true,
    })
    expect(Buffer.from(parsed.toBinary({}).buffer).equals(await readFile(new URL('meet.wasm', bundled)))).toBe(true)
  })

  test('fit one another: as many rows, weights and words as the making says', async () => {
    const making = JSON.parse(await readFile(new URL('making.json', bundled), 'utf8'))
    const rows = (await readFile(new URL('words.tsv', bundled), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t'))
    const table = await readFile(new URL('table.bin', bundled))
    expect(making).toMatchObject({
      model: expect.any(String),
      made_on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
      dimensions: 128,
    })
    expect(rows).toHaveLength(making.words)
    expect(table).toHaveLength(making.words * (making.dimensions + 4))
    expect(new Set(rows.map(([word]) => word)).size).toBe(making.words)
    for (const [word, share, ...rest] of rows)
      if (word === '' || !(Number(share) > 0 && Number(share) < 1) || rest.length > 0) expect.fail(`${word} ${share}`)
  })

  test.each(['words.tsv', 'table.bin'])('a damaged %s is refused, with what to do about it', async (name) => {
    const folder = await copy()
    const bytes = await readFile(join(folder, name))
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    await writeFile(join(folder, name), bytes)
    await expect(load(folder)).rejects.toThrow(
      `static-embedding/${name} is damaged: its SHA-256 is not the one in making.json; restore the file or run npm run distill`,
    )
  })

  test.each(['words.tsv', 'table.bin'])('a %s cut short is refused', async (name) => {
    const folder = await copy()
    await writeFile(join(folder, name), (await readFile(join(folder, name))).subarray(0, -10))
    await expect(load(folder)).rejects.toThrow(/is damaged/u)
  })

  test('a missing file is named', async () => {
    const folder = await copy()
    await rm(join(folder, 'table.bin'))
    await expect(load(folder)).rejects.toThrow(/table\.bin/u)
  })

  async function copy(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'duijie-table-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    for (const name of files) await copyFile(new URL(name, bundled), join(folder, name))
    return folder
  }

  const load = (folder: string) => loadWordTable(pathToFileURL(`${folder}/`))
})

test('without the table a word still meets itself, and nothing else', async () => {
  const table = emptyWordTable(new WebAssembly.Module(new Uint8Array(await readFile(new URL('meet.wasm', bundled)))))
  const [query, ids] = [table.bag('跌倒 radar').ids, table.bag('radar 税务').ids]
  const { near, nearest, width } = table.meet(query, ids, [ids.map((_, index) => index)])
  const radar = [...query].indexOf([...ids].find((id) => query.includes(id))!)
  expect([...nearest].map((value, q) => (q === radar ? value === 1 : value === 0))).toEqual(new Array(width).fill(true))
  expect(near.filter((value) => value !== 0)).toHaveLength(1)
  expect(table.mean([table.sum(table.bag('radar'))])).toBeNull()
})

describe('the bundled table', () => {
  let table: WordTable

  beforeAll(async () => {
    table = await testWordTable()
  })

  const near = (one: string, other: string) => {
    const [query, ids] = [table.bag(one).ids, table.bag(other).ids]
    return table.meet(query, ids, [ids.map((_, index) => index)]).near[0]!
  }

  test.each([
    ['跌倒', '摔倒', '税务'],
    ['医生', '大夫', '焊接'],
    ['hospital', '医院', '水稻'],
    ['robot', '机器人', '合同'],
    ['老师', '教师', '路口'],
  ])('%s is nearer to %s than to %s', (word, kin, stranger) => {
    for (const one of [word, kin, stranger])
      expect({ one, words: table.words(one).length, isKnown: table.words(one)[0]! < table.size }).toEqual({
        one,
        words: 1,
        isKnown: true,
      })
    expect(near(word, kin)).toBeGreaterThan(near(word, stranger))
    expect(near(kin, word)).toBe(near(word, kin))
  })

  test('texts that mean the same lie nearer than texts that do not', async () => {
    const embed = staticEmbedding(table)
    const [asked, kin, stranger] = await embed.embed(
      ['夜间老人摔倒无人发现', '独居长者跌倒监测告警', '小微企业担保尽调材料核对'],
      'query',
    )
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0)
    expect(dot(asked!, kin!)).toBeGreaterThan(dot(asked!, stranger!))
  })

  test('a text without a word of the table has no direction, and is no fault', async () => {
    const embed = staticEmbedding(table)
    const vectors = await embed.embed(['', '！？', 'qzxvwk'], 'document')
    for (const vector of vectors) expect(vector).toEqual(new Float32Array(table.dimensions))
    expect(table.mean([table.sum(table.bag('qzxvwk'))])).toBeNull()
  })
})

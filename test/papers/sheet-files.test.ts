import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsMax, readWorkbook, rowsMax } from '../../src/papers/sheet-read.ts'
import { columnName, writeWorkbook } from '../../src/papers/sheet-write.ts'
import { unpackedBytesMax, unzip, zip } from '../../src/papers/sheet-zip.ts'
import { partsOf, withSheetText } from './sheet-files.ts'

const hostile = [
  '=1+1',
  '=HYPERLINK("http://x","y")',
  "+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  "'=1",
  'a\r\nb',
  ' 两边有空格 ',
  '_x0041_',
  '__x0041_',
  '<b>&amp;"\'',
  '\u0001',
  '👍',
  '\ud800',
  '\uffff',
  '12',
  '1e5',
  'TRUE',
  '2026-01-01',
  'A1',
]
const one = (rows: string[][], name = '表') => writeWorkbook([{ name, columns: [{ width: 10 }], head: ['名称'], rows }])
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'read',
    (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error),
  )

test('hostile text is written as text, and comes back as it was', async () => {
  const file = await one(hostile.map((text) => [text]))
  const [sheet] = await readWorkbook(file)
  expect(sheet!.rows.slice(1).map(([text]) => text)).toEqual(hostile)
  const parts = new Map((await partsOf(file)).map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]))
  const xml = parts.get('xl/worksheets/sheet1.xml')!
  expect(xml).not.toMatch(/<f[ >/]/u)
  // Every cell is a string, of a style that marks it as text, also when somebody edits it.
  for (const [cell] of xml.matchAll(/<c [^>]*>/gu)) expect(cell).toMatch(/ s="[12]" t="inlineStr">$/u)
  for (const style of [1, 2])
    expect(
      [
        ...parts
          .get('xl/styles.xml')!
          .split('<cellXfs')[1]!
          .matchAll(/<xf [^>]*>/gu),
      ][style]![0],
    ).toMatch(/numFmtId="49".*quotePrefix="1"/u)
})

test('any text survives, in any number of sheets', async () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      const sheets = [1, 2].map((number) => ({
        name: `表${number}`,
        columns: [{ width: 5 }],
        head: ['a'],
        rows: texts.map((value) => [value]),
      }))
      const read = await readWorkbook(await writeWorkbook(sheets))
      expect(read.map(({ rows }) => rows.slice(1).map(([value]) => value))).toEqual([texts, texts])
    }),
    { numRuns: 60 },
  )
})

test('the same sheets make the same bytes; a name that no sheet may have is mended', async () => {
  expect(await one([['a']])).toEqual(await one([['a']]))
  const [sheet] = await readWorkbook(await one([['a']], `甲/乙:[丙]${'丁'.repeat(40)}`))
  expect(sheet!.name).toMatch(/^甲 乙  丙 丁+$/u)
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
})

test('what is no workbook is refused', async () => {
  const notes = new TextEncoder().encode('PK, but no archive')
  expect(await code(readWorkbook(notes))).toBe('sheet.not_readable')
  expect(await code(readWorkbook(new Uint8Array(0)))).toBe('sheet.not_readable')
  expect(await code(readWorkbook(await zip([{ name: 'a.xml', bytes: notes }])))).toBe('sheet.not_readable')
  expect(await code(readWorkbook((await one([['a']])).slice(0, -10)))).toBe('sheet.not_readable')
})

test('a damaged file is read as it was or refused, and nothing else happens', async () => {
  const file = await one([['a'], ['b']])
  const asItIs = await readWorkbook(file)
  const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const broken = file.slice()
      for (const [at, byte] of changes) broken[at] = byte
      const read = await readWorkbook(broken).catch(
        (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error),
      )
      if (typeof read === 'string') expect(['sheet.not_readable', 'request.too_large']).toContain(read)
      else expect(read).toEqual(asItIs)
    }),
    { numRuns: 400 },
  )
})

test('an archive that would unpack to more than fits is given up on the way', async () => {
  const bomb = await zip([{ name: 'xl/worksheets/sheet1.xml', bytes: new Uint8Array(unpackedBytesMax + 1) }])
  expect(bomb.length).toBeLessThan(20_000)
  expect(await code(unzip(bomb, () => true))).toBe('request.too_large')
  // Whatever size it gives itself.
  const lying = bomb.slice()
  new DataView(lying.buffer).setUint32(22, 10, true)
  expect(await code(unzip(lying, () => true))).toBe('request.too_large')
  const many = await zip(Array.from({ length: 300 }, (_, index) => ({ name: `${index}.xml`, bytes: new Uint8Array(1) })))
  expect(await code(unzip(many, () => true))).toBe('request.too_large')
})

test('tags that are never closed are refused at once', async () => {
  const open = new TextEncoder().encode('<c '.repeat(2_000_000))
  expect(await code(readWorkbook(await zip([{ name: 'xl/worksheets/sheet1.xml', bytes: open }])))).toBe('sheet.not_readable')
})

test('one cell in the last row of all is not laid out', async () => {
  const file = await one([['a']])
  const far = (cell: string) => withSheetText(file, (xml) => xml.replace('</sheetData>', `${cell}</sheetData>`))
  expect(await code(readWorkbook(await far('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')))).toBe('request.too_large')
  expect(await code(readWorkbook(await far('<row r="2"><c r="XFD2"><v>1</v></c></row>')))).toBe('request.too_large')
  expect(await code(readWorkbook(await far('<row r="2"><x:c r="XFD2"><v>1</v></x:c></row>')))).toBe('request.too_large')
  expect(await code(readWorkbook(await far('<row r="2"><c r="&#88;FD1048576"><v>1</v></c></row>')))).toBe('sheet.not_readable')
  expect(await code(readWorkbook(await far(`<row r="2"><c a='"' b=">" r="XFD1048576"><v>1</v></c></row>`)))).toBe(
    'sheet.not_readable',
  )
  expect(await code(readWorkbook(await one(Array.from({ length: rowsMax }, () => ['a']))))).toBe('request.too_large')
  expect(await code(readWorkbook(await one([Array.from({ length: columnsMax + 1 }, () => 'a')])))).toBe('request.too_large')
})

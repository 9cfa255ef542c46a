import { zip } from './sheet-zip.ts'
import type { ZipEntry } from './sheet-zip.ts'

/** Text is always written as text: nothing in a workbook of ours is ever a formula. */
export type Cell = string | number | null

export type Worksheet = {
  name: string
  columns: readonly { width: number }[]
  head: readonly string[]
  rows: readonly (readonly Cell[])[]
}

const namespace = 'http://schemas.openxmlformats.org'
const relations = `${namespace}/officeDocument/2006/relationships`
const main = `${namespace}/spreadsheetml/2006/main`
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

/** An .xlsx file; the same sheets make the same bytes. */
export function writeWorkbook(sheets: readonly Worksheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const files: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets.length),
    '_rels/.rels': relationships([{ id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' }]),
    'xl/workbook.xml': workbook(sheets),
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, index) => ({ id: `rId${index + 1}`, type: 'worksheet', target: `worksheets/sheet${index + 1}.xml` })),
      { id: `rId${sheets.length + 1}`, type: 'styles', target: 'styles.xml' },
    ]),
    'xl/styles.xml': styles,
  }
  for (const [index, sheet] of sheets.entries()) files[`xl/worksheets/sheet${index + 1}.xml`] = worksheet(sheet)
  const encoder = new TextEncoder()
  return zip(Object.entries(files).map(([name, text]): ZipEntry => ({ name, bytes: encoder.encode(declaration + text) })))
}

function contentTypes(count: number): string {
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const part = (path: string, type: string) => `<Override PartName="/xl/${path}.xml" ContentType="${kind}.${type}+xml"/>`
  const sheets = Array.from({ length: count }, (_, index) => part(`worksheets/sheet${index + 1}`, 'worksheet')).join('')
  return `<Types xmlns="${namespace}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}${sheets}</Types>`
}

function relationships(links: readonly { id: string; type: string; target: string }[]): string {
  const each = links.map(({ id, type, target }) => `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`)
  return `<Relationships xmlns="${namespace}/package/2006/relationships">${each.join('')}</Relationships>`
}

function workbook(sheets: readonly Worksheet[]): string {
  const each = sheets.map(
    ({ name }, index) => `<sheet name="${escaped(sheetName(name))}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  return `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each.join('')}</sheets></workbook>`
}

/** At most 31 characters, and none that a reference to a sheet is made of. */
function sheetName(name: string): string {
  return name.replace(/[[\]/\\:*?']/gu, ' ').slice(0, 31)
}

/** 1: text, so that a cell stays text when somebody edits it, with the mark that it is one; 2: head. */
const styles = `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

function worksheet({ columns, head, rows }: Worksheet): string {
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  const body = [row(head, 1, 2), ...rows.map((cells, index) => row(cells, index + 2, 1))]
  return `<worksheet xmlns="${main}">${view}<cols>${widths.join('')}</cols><sheetData>${body.join('')}</sheetData></worksheet>`
}

function row(cells: readonly Cell[], number: number, style: number): string {
  return `<row r="${number}">${cells.map((value, index) => cell(value, `${columnName(index)}${number}`, style)).join('')}</row>`
}

function cell(value: Cell, at: string, style: number): string {
  if (value === null || value === '') return `<c r="${at}" s="${style}"/>`
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

/** A, B, … Z, AA, AB, … */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/** As the format wants it: what XML has no character for, or would change, stands as `_xHHHH_`, and so does what looks like that. */
function escaped(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9a-f]{4}_)/giu, '_x005F_')
    .replaceAll(/[\u{0}-\u{8}\u{b}-\u{1f}\u{fffe}\u{ffff}\ud800-\udfff]/gu, (character) => `_x${hex(character)}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
}

import readWorkbookFile from 'read-excel-file/universal'
import { refuse, RefusedError, unwrap } from '../shared/refusal.ts'
import { unzip, zip } from './sheet-zip.ts'

export type ReadCell = string | number | boolean | Date | null
export type ReadSheet = { name: string; rows: ReadCell[][] }

export const rowsMax = 5_000
export const columnsMax = 200

/** The sheets of an .xlsx file, as they were typed in; the file is opened no further than its limits. */
export async function readWorkbook(file: Uint8Array<ArrayBuffer>): Promise<ReadSheet[]> {
  const parts = await unzip(file, (name) => /\.(?:xml|rels)$/u.test(name))
  for (const { bytes } of parts) checkAddresses(new TextDecoder().decode(bytes))
  // Unpacked here, where bytes are counted and no thread is needed; the reader is handed what it has nothing left to do for.
  const plain = await zip(parts, false)
  return readSheets(plain)
}

/** One cell said to stand in the last row of all would make the reader lay out every row before it. */
function checkAddresses(xml: string): void {
  let rows = 0
  // A tag that is not closed before the next one ends the reading: looking on for its end would take the square of the text.
  for (const [, name, attributes = '', end] of xml.matchAll(/<(?:[\w.-]+:)?(c|row)((?:[\s/][^<>]*)?)([<>]|$)/gu)) {
    if (end !== '>') notReadable()
    if (name === 'row') rows += 1
    // What the format never writes, such as an address in character references, could say something else to the reader.
    if (!/^(?:\s+[\w:.-]+\s*=\s*(?:"[^"'<>&]*"|'[^"'<>&]*'))*\s*\/?$/u.test(attributes)) notReadable()
    const [, column = 'A', row = '1'] = /(?<![\w:.-])r\s*=\s*["']([A-Z]*)(\d*)["']/u.exec(attributes) ?? []
    if (rows > rowsMax || Number(row) > rowsMax || columnNumber(column) > columnsMax)
      throw new RefusedError({ code: 'request.too_large', limit: rowsMax })
  }
}

function columnNumber(name: string): number {
  return [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

async function readSheets(plain: Uint8Array<ArrayBuffer>): Promise<ReadSheet[]> {
  try {
    const read = await readWorkbookFile(plain.buffer, { trim: false })
    return read.map(({ sheet, data }) => ({ name: sheet, rows: data as unknown as ReadCell[][] }))
  } catch {
    return notReadable()
  }
}

function notReadable(): never {
  return unwrap<never>(refuse('sheet.not_readable'))
}

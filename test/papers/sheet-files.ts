import { readWorkbook } from '../../src/papers/sheet-read.ts'
import type { ReadCell } from '../../src/papers/sheet-read.ts'
import { writeWorkbook } from '../../src/papers/sheet-write.ts'
import { unzip, zip } from '../../src/papers/sheet-zip.ts'
import type { ZipEntry } from '../../src/papers/sheet-zip.ts'
import type { Answer, Client } from '../support/client.ts'

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A table as it was downloaded, to be filled in and sent back. */
export class Table {
  readonly name: string
  readonly rows: ReadCell[][]

  constructor(name: string, rows: ReadCell[][]) {
    this.name = name
    this.rows = rows
  }

  column(head: string): number {
    const at = this.rows[0]!.indexOf(head)
    if (at < 0) throw new Error(`there is no column ${head} in ${this.rows[0]!.join(', ')}`)
    return at
  }

  get(row: number, head: string): ReadCell {
    return this.rows[row]![this.column(head)] ?? null
  }

  set(row: number, values: Record<string, ReadCell>): this {
    for (const [head, value] of Object.entries(values)) this.rows[row]![this.column(head)] = value
    return this
  }

  file(): Promise<Uint8Array<ArrayBuffer>> {
    const width = this.rows[0]!.length
    const columns = Array.from({ length: width }, () => ({ width: 10 }))
    const cells = this.rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? null))
    return writeWorkbook([{ name: this.name, columns, head: cells[0] as string[], rows: cells.slice(1) as string[][] }])
  }
}

export async function download(
  client: Client,
  path: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; tables: Table[]; headers: Headers }> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await client.app.request(path, { headers: { cookie } })
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const sheets = await readWorkbook(bytes)
  return { bytes, headers: response.headers, tables: sheets.map(({ name, rows }) => new Table(name, rows)) }
}

export async function upload(
  client: Client,
  path: string,
  file: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await client.app.request(path, {
    method: 'POST',
    headers: { cookie, 'content-type': sheetType, ...headers },
    body: file,
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) }
}

export function partsOf(file: Uint8Array<ArrayBuffer>): Promise<ZipEntry[]> {
  return unzip(file, () => true)
}

/** The same file with the text of its first sheet changed. */
export async function withSheetText(
  file: Uint8Array<ArrayBuffer>,
  change: (xml: string) => string,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await partsOf(file)
  return zip(
    parts.map(({ name, bytes }) =>
      name.endsWith('sheet1.xml')
        ? { name, bytes: new TextEncoder().encode(change(new TextDecoder().decode(bytes))) }
        : { name, bytes },
    ),
  )
}

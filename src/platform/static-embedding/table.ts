import { WordTable } from '../../shared/word-table.ts'

/** The files that make the table, read from wherever they lie. */
export type TableFiles = {
  words: Uint8Array<ArrayBuffer>
  table: Uint8Array<ArrayBuffer>
  making: string
  kernel: WebAssembly.Module
}

/** Files that do not match their own making are refused, and the error says how to mend it. */
export async function wordTableOf({ words, table, making, kernel }: TableFiles): Promise<WordTable> {
  const { dimensions, words_sha256, table_sha256 } = JSON.parse(making) as Making
  await expectHash('words.tsv', words, words_sha256)
  await expectHash('table.bin', table, table_sha256)
  const rows = new TextDecoder()
    .decode(words)
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'))
  return new WordTable({
    words: rows.map(([word]) => word!),
    frequencies: Float32Array.from(rows, ([, share]) => Number(share)),
    table,
    dimensions,
    kernel,
  })
}

/** A table that holds no word: every word still meets itself. */
export function emptyWordTable(kernel: WebAssembly.Module): WordTable {
  return new WordTable({ words: [], frequencies: new Float32Array(), table: new Uint8Array(), dimensions: 128, kernel })
}

type Making = { dimensions: number; words_sha256: string; table_sha256: string }

async function expectHash(name: string, bytes: Uint8Array<ArrayBuffer>, expected: string): Promise<void> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  if (Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') === expected) return
  throw new Error(
    `static-embedding/${name} is damaged: its SHA-256 is not the one in making.json; restore the file or run npm run distill`,
  )
}

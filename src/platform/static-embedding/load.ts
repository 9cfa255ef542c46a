import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { WordTable } from '../../shared/word-table.ts'

const folder = new URL('./', import.meta.url)

/** The bundled table; one that does not match its own making is refused, and the error says how to mend it. */
export async function loadWordTable(from: URL = folder): Promise<WordTable> {
  const [words, table, kernel, making] = await Promise.all([
    readFile(new URL('words.tsv', from)),
    readFile(new URL('table.bin', from)),
    readFile(new URL('meet.wasm', from)),
    readFile(new URL('making.json', from), 'utf8').then((text) => JSON.parse(text) as Making),
  ])
  expectHash('words.tsv', words, making.words_sha256)
  expectHash('table.bin', table, making.table_sha256)
  const rows = words
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'))
  return new WordTable({
    words: rows.map(([word]) => word!),
    frequencies: Float32Array.from(rows, ([, share]) => Number(share)),
    table: new Uint8Array(table),
    dimensions: making.dimensions,
    kernel: new WebAssembly.Module(new Uint8Array(kernel)),
  })
}

type Making = { dimensions: number; words_sha256: string; table_sha256: string }

function expectHash(name: string, bytes: Uint8Array, expected: string): void {
  if (createHash('sha256').update(bytes).digest('hex') === expected) return
  throw new Error(
    `static-embedding/${name} is damaged: its SHA-256 is not the one in making.json; restore the file or run npm run distill`,
  )
}

import { readFile } from 'node:fs/promises'
import type { WordTable } from '../../shared/word-table.ts'
import { wordTableOf } from './table.ts'

const folder = new URL('./', import.meta.url)

/** The bundled table, from its files. */
export async function loadWordTable(from: URL = folder): Promise<WordTable> {
  const [words, table, kernel, making] = await Promise.all([
    readFile(new URL('words.tsv', from)),
    readFile(new URL('table.bin', from)),
    readFile(new URL('meet.wasm', from)),
    readFile(new URL('making.json', from), 'utf8'),
  ])
  return wordTableOf({
    words: new Uint8Array(words),
    table: new Uint8Array(table),
    making,
    kernel: new WebAssembly.Module(new Uint8Array(kernel)),
  })
}

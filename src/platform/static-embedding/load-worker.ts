import type { WordTable } from '../../shared/word-table.ts'
import kernel from './meet.wasm'
import { emptyWordTable, wordTableOf } from './table.ts'

/** What serves the files of this folder on Workers; its addresses need a host, which nobody looks at. */
export type AssetFiles = { fetch(address: string): Promise<Response> }

/** The bundled table from the deployment's assets; undefined where it was deployed without. */
export async function loadWordTableAsset(assets: AssetFiles | undefined): Promise<WordTable | undefined> {
  if (assets === undefined) return undefined
  const [words, table, making] = await Promise.all(
    ['words.tsv', 'table.bin', 'making.json'].map((name) => assets.fetch(`https://assets.local/${name}`)),
  )
  const answers = [words!, table!, making!]
  if (answers.some((answer) => answer.status === 404)) return undefined
  for (const answer of answers) {
    if (!answer.ok) throw new Error(`the asset ${answer.url} answered ${answer.status}`)
  }
  return wordTableOf({
    words: new Uint8Array(await words!.arrayBuffer()),
    table: new Uint8Array(await table!.arrayBuffer()),
    making: await making!.text(),
    kernel,
  })
}

export function wordTableWithoutWords(): WordTable {
  return emptyWordTable(kernel)
}

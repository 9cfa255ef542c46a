import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demandText } from '../matching/demand.ts'
import { Shelf } from '../platform/search-shelf.ts'
import { tokensOf } from '../shared/text.ts'
import { anchor, beside, median, timed } from './anchor.ts'
import { benchTexts } from './bench-texts.ts'

const documentsCount = 12_000
const queriesMax = 200
const passes = 5
const top = 20

/** BM25 of the in-process index beside PyPI's bm25s and npm's Orama, all three on the same tokens. */
export async function benchLexical(): Promise<Record<string, number>> {
  const texts = await benchTexts(documentsCount, 1)
  const documents = texts.documents.map(spaced)
  const kinds = { scene: texts.scenes.map(demandText), question: texts.questions.slice(0, queriesMax) }
  const shelf = shelfOf(documents)
  const orama = await openOrama(documents)
  const figures: Record<string, number> = { documents: documents.length }
  for (const [kind, asked] of Object.entries(kinds)) {
    const queries = Array.from({ length: passes }, () => asked.map(spaced)).flat()
    const search = (query: string) => shelf.byTokens(query, [], top)
    queries.forEach(search)
    const ms = median(timed(queries, search))
    const { ms: anchored, numba_ms: numba } = (await bm25s(documents, queries)) ?? {}
    Object.assign(figures, beside(`${kind}_ms`, ms, anchored))
    if (typeof numba === 'number') Object.assign(figures, { [`numba_${kind}_ms`]: numba, [`ratio_numba_${kind}_ms`]: ms / numba })
    if (orama === undefined) continue
    queries.forEach(orama)
    const theirs = median(timed(queries, orama))
    Object.assign(figures, { [`orama_${kind}_ms`]: theirs, [`ratio_orama_${kind}_ms`]: ms / theirs })
  }
  return figures
}

function spaced(text: string): string {
  return tokensOf(text).join(' ')
}

function shelfOf(documents: readonly string[]): Shelf {
  const shelf = new Shelf(1)
  documents.forEach((tokens, index) => {
    const id = String(index)
    shelf.put({ collection: 'card', id, version: 1, group: id, tokens, keywords: {}, numbers: {} })
  })
  return shelf
}

/** `ms` is bm25s as it comes; it is quicker where numba is installed beside it. */
type Bm25s = { ms: number; numba_ms: number | null }

async function bm25s(documents: readonly string[], queries: readonly string[]): Promise<Bm25s | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-lexical-'))
  try {
    const files = [join(folder, 'documents'), join(folder, 'queries')]
    await Promise.all([writeFile(files[0]!, documents.join('\n')), writeFile(files[1]!, queries.join('\n'))])
    return await anchor<Bm25s>('lexical.py', [...files, String(top)])
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Orama = {
  create(options: unknown): unknown
  insertMultiple(database: unknown, documents: unknown[], batch: number): unknown
  search(database: unknown, query: unknown): unknown
}

/** Not a dependency: it is measured where NODE_PATH leads to it. */
async function openOrama(documents: readonly string[]): Promise<((query: string) => unknown) | undefined> {
  const library = requireOrama()
  if (library === undefined) return undefined
  const cut = (text: string) => [...new Set(text.split(' '))]
  const tokenizer = { language: 'chinese', normalizationCache: new Map(), tokenize: cut }
  const database = library.create({ schema: { text: 'string' }, components: { tokenizer } })
  await library.insertMultiple(
    database,
    documents.map((text) => ({ text })),
    1_000,
  )
  return (term) => library.search(database, { term, properties: ['text'], limit: top })
}

function requireOrama(): Orama | undefined {
  try {
    return createRequire(import.meta.url)('@orama/orama') as Orama
  } catch {
    console.log('anchor @orama/orama not run: it is not installed, nor does NODE_PATH lead to it')
    return undefined
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyseDemand, analyseSupply, bagsOf } from '../matching/analysis.ts'
import { demandText } from '../matching/demand.ts'
import type { Demand } from '../matching/demand.ts'
import { fitOf } from '../matching/fit.ts'
import { Meeting } from '../matching/meeting.ts'
import type { Supply } from '../matching/supply.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { loadScanKernel } from '../platform/load-scan-kernel.ts'
import { Shelf } from '../platform/search-shelf.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { Hit } from '../ports.ts'
import { tokensOf } from '../shared/text.ts'
import type { WordTable } from '../shared/word-table.ts'
import { anchor, beside, median } from './anchor.ts'
import type { BenchSize } from './bench.ts'
import { benchTexts } from './bench-texts.ts'

const scenesCount = 1_000
const top = 50
const rounds = 5

/** Every scene with every card, stage by stage; the dense one beside a single matrix product of that size. */
export async function benchRerank({ companies }: BenchSize): Promise<Record<string, number>> {
  const [table, kernel, texts] = await Promise.all([loadWordTable(), loadScanKernel(), benchTexts(companies + scenesCount, 1)])
  const cards = texts.documents.slice(0, companies)
  const demands = texts.documents.slice(companies).map(demandOf)
  const embed = staticEmbedding(table)
  const rows = await embed.embed(cards, 'document')
  const queries = await embed.embed(demands.map(demandText), 'query')
  const shelf = filled(cards, rows, kernel)
  const [dense, hits] = stage(() => queries.map((query) => shelf.byVector(query, [], top)))
  const [lexical] = stage(() => demands.map((demand) => shelf.byTokens(tokensOf(demandText(demand)).join(' '), [], top)), 1)
  const [fit] = stage(() => meet(table, demands, cards, hits), 1)
  return {
    scenes: scenesCount,
    cards: companies,
    ...beside('dense_ms', dense, await product(rows, queries)),
    lexical_ms: lexical,
    fit_of_top_50_ms: fit,
    all_stages_ms: dense + lexical + fit,
  }
}

/** The median of the rounds, and what the last one came to. */
function stage<T>(run: () => T, times = rounds): [ms: number, value: T] {
  const taken: number[] = []
  let value = run()
  for (let round = 0; round < times; round += 1) {
    const startedAt = performance.now()
    value = run()
    taken.push(performance.now() - startedAt)
  }
  return [median(taken), value]
}

function demandOf(text: string, index: number): Demand {
  const [title = '', ...requirements] = text.split('\n')
  return {
    id: String(index),
    title,
    context: [],
    requirements: requirements.map((requirement) => ({ text: requirement, must: true })),
    terms: { filings: [], localOnly: false },
  }
}

function filled(cards: readonly string[], vectors: readonly Float32Array[], kernel: WebAssembly.Module): Shelf {
  const shelf = new Shelf(vectors[0]!.length, kernel)
  cards.forEach((text, index) => {
    const id = String(index)
    const tokens = tokensOf(text).join(' ')
    shelf.put({ collection: 'card', id, version: 1, group: id, tokens, keywords: {}, numbers: {}, vector: vectors[index]! })
  })
  return shelf
}

/** The fit of each scene with its best fifty; each card is cut up once. */
function meet(table: WordTable, demands: readonly Demand[], cards: readonly string[], hits: readonly Hit[][]): number {
  const analyses = cards.map((text, index) => analyseSupply(table, supplyOf(text, index)))
  let pairs = 0
  demands.forEach((demand, index) => {
    const analysed = analyseDemand(table, demand)
    const supplies = hits[index]!.map(({ id }) => analyses[Number(id)]!)
    const meeting = new Meeting(table, analysed.whole.bag, supplies.flatMap(bagsOf))
    for (const supply of supplies) {
      fitOf(meeting, analysed, supply)
      pairs += 1
    }
  })
  return pairs
}

function supplyOf(text: string, index: number): Supply {
  const id = String(index)
  const fields = text.split('\n').map((sentence, place) => ({ field: `solves.${place}`, text: sentence }))
  return { id, name: id, fields: [], cards: [{ id, name: id, fields, deployment: [] }], terms: { deployment: [], filings: [] } }
}

async function product(rows: readonly Float32Array[], queries: readonly Float32Array[]): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-rerank-'))
  try {
    const files = [join(folder, 'rows'), join(folder, 'queries')]
    await Promise.all([
      writeFile(files[0]!, Buffer.concat(rows.map(bytes))),
      writeFile(files[1]!, Buffer.concat(queries.map(bytes))),
    ])
    return (await anchor('product.py', [...files, String(rows[0]!.length)]))?.ms
  } finally {
    await rm(folder, { recursive: true })
  }
}

function bytes({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

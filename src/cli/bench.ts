import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { benchImport } from './bench-import.ts'
import { benchLexical } from './bench-lexical.ts'
import { benchMatches, fillMarket } from './bench-matches.ts'
import { benchParity } from './bench-parity.ts'
import { benchRecall } from './bench-recall.ts'
import { benchRerank } from './bench-rerank.ts'
import { benchScan } from './bench-scan.ts'
import { benchVisible } from './bench-visible.ts'
import { benchWorker } from './bench-worker.ts'

export type BenchSize = { companies: number; cards: number; folder?: string }

type Bench = (size: BenchSize, environment: NodeJS.ProcessEnv) => Promise<Record<string, number>>

const benches: Record<string, Bench> = {
  matches: benchMatches,
  parity: benchParity,
  import: benchImport,
  visible: benchVisible,
  worker: benchWorker,
  scan: benchScan,
  lexical: benchLexical,
  recall: benchRecall,
  rerank: benchRerank,
  fill: fillMarket,
}

/** Measures one part at a size, beside an anchor in the same run: ours, the anchor, the ratio. */
export async function runBench(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      companies: { type: 'string', default: '10000' },
      cards: { type: 'string', default: '5' },
      folder: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const bench = benches[positionals[0] ?? '']
  const size = {
    companies: Number(values.companies),
    cards: Number(values.cards),
    ...(values.folder !== undefined && { folder: values.folder }),
  }
  if (bench === undefined || !Number.isInteger(size.companies) || !Number.isInteger(size.cards)) {
    throw new Error(`npm run bench -- <${Object.keys(benches).join('|')}> [--companies N] [--cards N] [--json FILE]`)
  }
  const figures = await bench(size, environment)
  for (const [name, value] of Object.entries(figures)) console.log(`${name} ${Number(value.toFixed(3))}`)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)
}

import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { benchGrowth } from './bench-growth.ts'
import { benchImport } from './bench-import.ts'
import { benchLexical } from './bench-lexical.ts'
import { benchMatches, fillMarket } from './bench-matches.ts'
import { benchParity } from './bench-parity.ts'
import { benchPlan } from './bench-plan.ts'
import { benchRecall } from './bench-recall.ts'
import { benchRerank } from './bench-rerank.ts'
import { benchScan } from './bench-scan.ts'
import { benchSessions } from './bench-sessions.ts'
import { benchVisible } from './bench-visible.ts'
import { benchWorker } from './bench-worker.ts'

export type BenchSize = { companies: number; cards: number; sequences?: number; folder?: string }

type Bench = (size: BenchSize, environment: NodeJS.ProcessEnv) => Promise<Record<string, number>>

const benches: Record<string, Bench> = {
  matches: benchMatches,
  growth: benchGrowth,
  parity: benchParity,
  import: benchImport,
  visible: benchVisible,
  worker: benchWorker,
  scan: benchScan,
  lexical: benchLexical,
  recall: benchRecall,
  rerank: benchRerank,
  plan: benchPlan,
  sessions: benchSessions,
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
      sequences: { type: 'string', default: '1000' },
      folder: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const bench = benches[positionals[0] ?? '']
  const size = {
    companies: Number(values.companies),
    cards: Number(values.cards),
    sequences: Number(values.sequences),
    ...(values.folder !== undefined && { folder: values.folder }),
  }
  if (bench === undefined || !Object.values(size).every((value) => value === size.folder || Number.isInteger(value))) {
    throw new Error(
      `npm run bench -- <${Object.keys(benches).join('|')}> [--companies N] [--cards N] [--sequences N] [--json FILE]`,
    )
  }
  const figures = await bench(size, environment)
  for (const [name, value] of Object.entries(figures)) console.log(`${name} ${Number(value.toFixed(3))}`)
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)
}

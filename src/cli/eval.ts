import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readDataset } from '../evaluation/dataset.ts'
import { evaluate } from '../evaluation/evaluate.ts'
import type { EvaluationOptions } from '../evaluation/evaluate.ts'
import { report, runLines } from '../evaluation/report.ts'
import { signals } from '../evaluation/scorers.ts'
import { gradesByQuery } from '../evaluation/sides.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { createEmbeddedSearch } from '../platform/search-embedded.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import { openEncoder } from './open-encoder.ts'

const usage = `npm run eval -- --dataset DIR [--direction scene|company] [--pool judged|all] [--signal ${signals.join('|')}] [--gates flag|drop] [--run FILE]`

/** Ranks a graded set and prints one `name value` line a measure; --run keeps every scored pair. */
export async function runEval(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { dataset: folder, run, ...options } = readOptions(args)
  const dataset = await readDataset(folder)
  const table = await loadWordTable()
  const encoder = await openEncoder(environment)
  const embed = encoder ?? staticEmbedding(table)
  const results = await evaluate(dataset, options, { search: createEmbeddedSearch(), embed, table, encoder })
  if (run !== undefined) await writeFile(run, runLines(results, `duijie-${options.signal}`))
  const measures = report(results, gradesByQuery(dataset, options.direction), options.pool)
  console.log(`embedding ${embed.model}`)
  for (const [name, value] of Object.entries(measures))
    console.log(`${name} ${value === null ? 'n/a' : Number(value.toFixed(4))}`)
}

function readOptions(args: string[]): EvaluationOptions & { dataset: string; run: string | undefined } {
  const { values } = parseArgs({
    args,
    options: {
      dataset: { type: 'string' },
      direction: { type: 'string', default: 'scene' },
      pool: { type: 'string', default: 'judged' },
      signal: { type: 'string', default: 'full' },
      gates: { type: 'string', default: 'flag' },
      run: { type: 'string' },
    },
  })
  if (values.dataset === undefined) throw new Error(`--dataset is needed\n${usage}`)
  return {
    dataset: values.dataset,
    run: values.run,
    direction: oneOf('direction', values.direction, ['scene', 'company']),
    pool: oneOf('pool', values.pool, ['judged', 'all']),
    signal: oneOf('signal', values.signal, signals),
    gates: oneOf('gates', values.gates, ['flag', 'drop']),
  }
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  if (!(allowed as readonly string[]).includes(value))
    throw new Error(`--${name} ${value} is not one of ${allowed.join(', ')}\n${usage}`)
  return value as T
}

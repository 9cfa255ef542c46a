import { parseArgs } from 'node:util'
import { reconcile } from '../indexing/reconcile.ts'
import type { Difference, Reconciled } from '../indexing/reconcile.ts'
import { reindex } from '../indexing/reindex.ts'
import { indexInProcess, openIndex } from './open-index.ts'

const usage = `npm run reconcile -- [--dry-run]
Compares Postgres with the index by id and version, and repairs the index; exits 1 when it found any difference.
--dry-run: only compares.`

/** Differences named one by one. */
const namedMax = 20

export async function runReconcile(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const isDry = readArguments(args)
  const opened = await openIndex(environment)
  if (opened === undefined) return console.log(`${indexInProcess} There is nothing to compare.`)
  const { ports, close } = opened
  try {
    const rebuild = async () => {
      if ((await reindex(ports, { missing: 'wait' })) === 'busy') throw new Error('another process is filling a new index')
    }
    const reconciled = await reconcile(ports, { isDry, rebuild })
    for (const line of report(reconciled, isDry)) console.log(line)
    if (reconciled.found.length > 0) process.exitCode = 1
  } finally {
    await close()
  }
}

function readArguments(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { 'dry-run': { type: 'boolean', default: false } } }).values['dry-run']
  } catch {
    throw new Error(usage)
  }
}

const kinds: Record<Difference['kind'], string> = { missing: 'missing', stale: 'stale', tooNew: 'too new', surplus: 'surplus' }

function* report({ compared, found, waiting, isRebuilt, left }: Reconciled, isDry: boolean): Generator<string> {
  for (const { kind, collection, id, held, due } of found.slice(0, namedMax))
    yield `${kinds[kind]} ${collection} ${id}: version ${held ?? 'none'} in the index, ${due ?? 'none'} in Postgres`
  if (found.length > namedMax) yield `and ${found.length - namedMax} more`
  yield `compared ${compared}`
  for (const [kind, name] of Object.entries(kinds)) yield `${name} ${found.filter((one) => one.kind === kind).length}`
  yield `waiting for the relay ${waiting}`
  if (isDry || found.length === 0) return
  yield `repaired ${found.length - left.length}${isRebuilt ? ', by a new index' : ''}`
  if (left.length > 0) yield `still different ${left.length}`
}

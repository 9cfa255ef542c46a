import { parseArgs } from 'node:util'
import type { Progress } from '../indexing/progress.ts'
import { reindex } from '../indexing/reindex.ts'
import { drain } from '../indexing/relay.ts'
import { indexInProcess, openIndex } from './open-index.ts'
import { showProgress } from './progress.ts'

/** Fills a new index from Postgres beside the one that serves, and switches; Ctrl-C stops it, and it goes on from there. */
export async function runReindex(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  parseArgs({ args, options: {} })
  const opened = await openIndex(environment)
  if (opened === undefined) return console.log(`${indexInProcess} There is nothing to reindex: restart it.`)
  const { ports, close } = opened
  const bar = startedBar()
  try {
    const result = await reindex(ports, { missing: 'wait', signal: stopOnInterrupt(), onProgress: bar.at })
    bar.end()
    if (result === 'busy') throw new Error('another process is filling a new index, and is alive')
    await drain(ports)
    const { serving } = await ports.search.sets()
    console.log(`the index ${serving?.name ?? ''} serves, with vectors of ${serving?.space.model ?? 'nobody'}`)
  } catch (error) {
    bar.end()
    throw error
  } finally {
    await close()
  }
}

/** Within this time a second signal is the same key pressed once: the terminal and npm both pass it on. */
const samePressMs = 1_000

/** The first Ctrl-C stops after the batch at hand, another one at once. */
function stopOnInterrupt(): AbortSignal {
  const stop = new AbortController()
  let pressedAt: number | undefined
  process.on('SIGINT', () => {
    pressedAt ??= performance.now()
    if (performance.now() - pressedAt > samePressMs) process.exit(130)
    stop.abort(new Error('stopped; the next npm run reindex goes on from here'))
  })
  return stop.signal
}

/** It begins where the fill begins, which may be where another left it. */
function startedBar(): { at: (progress: Progress) => void; end: () => void } {
  let bar: ReturnType<typeof showProgress> | undefined
  return {
    at: ({ done, total }) => {
      bar ??= showProgress('index', total, process.stderr, () => performance.now(), done)
      bar.at(done)
    },
    end: () => {
      bar?.end()
      bar = undefined
    },
  }
}

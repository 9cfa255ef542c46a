import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { planThreads } from '../planning/plan-threads.ts'
import { planTimetable } from '../planning/plan-timetable.ts'
import { readProblem } from '../planning/timetable-problem.ts'
import type { Plan, TimetableProblem } from '../planning/timetable-problem.ts'

const usage = 'npm run plan -- FILE [--seconds S] [--seed N] [--out FILE]'
const secondsMax = 3_600
const faultsShown = 20

/** Plans a problem file and prints `name value` lines; --out keeps the plan, with the reasons of what is not in it. */
export async function runPlan(args: string[]): Promise<void> {
  const start = performance.now()
  const { file, seconds, seed, out } = readOptions(args)
  const problem = await readProblemFile(file)
  const threads = planThreads()
  const { assignments, unplaced, breaks, gap, bound } = await planTimetable(problem, {
    seconds: Math.max(0, seconds - (performance.now() - start) / 1_000),
    seed,
    now: () => performance.now(),
    ...(threads === undefined ? {} : { threads }),
  })
  const plan: Plan = { assignments, unplaced, breaks, gap }
  if (out !== undefined) await writeFile(out, `${JSON.stringify(plan, undefined, 1)}\n`)
  const lines = { breaks, gap, unplaced: unplaced.length, bound, seconds: ((performance.now() - start) / 1_000).toFixed(2) }
  for (const [name, value] of Object.entries(lines)) console.log(`${name} ${value}`)
  for (const { meeting, reason, relaxation } of unplaced)
    console.error(`${meeting}: ${reason}${relaxation === undefined ? '' : `; would help: ${relaxation}`}`)
}

function readOptions(args: string[]): { file: string; seconds: number; seed: number; out: string | undefined } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error(`one FILE is needed\n${usage}`)
  const seconds = Number(values.seconds)
  const seed = Number(values.seed)
  if (!(seconds > 0 && seconds <= secondsMax))
    throw new Error(`--seconds ${values.seconds} is not between 0 and ${secondsMax}\n${usage}`)
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`--seed ${values.seed} is not a whole number\n${usage}`)
  return { file, seconds, seed, out: values.out }
}

async function readProblemFile(file: string): Promise<TimetableProblem> {
  const text = await readFile(file, 'utf8')
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  const read = readProblem(input)
  if (read.ok) return read.problem
  const more = read.faults.length - faultsShown
  throw new Error(
    [`${file} is not a session problem:`, ...read.faults.slice(0, faultsShown), ...(more > 0 ? [`and ${more} more`] : [])].join(
      '\n  ',
    ),
  )
}

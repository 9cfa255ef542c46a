import { runBench } from './cli/bench.ts'
import { runDistill } from './cli/distill.ts'
import { runEval } from './cli/eval.ts'
import { runRoutes } from './cli/routes.ts'

const commands: Record<string, (args: string[], environment: NodeJS.ProcessEnv) => Promise<void>> = {
  eval: runEval,
  distill: runDistill,
  bench: runBench,
  routes: runRoutes,
}

const [name, ...args] = process.argv.slice(2)
const command = commands[name ?? '']
if (command === undefined) {
  console.error(`unknown command ${name ?? ''}; there are: ${Object.keys(commands).join(', ')}`)
  process.exit(2)
}
try {
  await command(args, process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

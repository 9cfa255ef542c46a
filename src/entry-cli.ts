export type Command = (args: string[], environment: NodeJS.ProcessEnv) => Promise<void>

/** Each is loaded only when it is asked for: the others' libraries would cost it time and memory. */
const commands: Record<string, () => Promise<Command>> = {
  eval: async () => (await import('./cli/eval.ts')).runEval,
  distill: async () => (await import('./cli/distill.ts')).runDistill,
  bench: async () => (await import('./cli/bench.ts')).runBench,
  routes: async () => (await import('./cli/routes.ts')).runRoutes,
}

const [name, ...args] = process.argv.slice(2)
const load = commands[name ?? '']
if (load === undefined) {
  console.error(`unknown command ${name ?? ''}; there are: ${Object.keys(commands).join(', ')}`)
  process.exit(2)
}
try {
  const command = await load()
  await command(args, process.env)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

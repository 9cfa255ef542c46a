export type Command = (args: string[], environment: NodeJS.ProcessEnv) => Promise<void>

/** Each is loaded only when it is asked for: the others' libraries would cost it time and memory. */
const commands: Record<string, () => Promise<Command>> = {
  learn: async () => (await import('./cli/learn.ts')).runLearn,
  eval: async () => (await import('./cli/eval.ts')).runEval,
  'eval-all': async () => (await import('./cli/eval-all.ts')).runEvalAll,
  distill: async () => (await import('./cli/distill.ts')).runDistill,
  import: async () => (await import('./cli/import.ts')).runImport,
  bench: async () => (await import('./cli/bench.ts')).runBench,
  reindex: async () => (await import('./cli/reindex.ts')).runReindex,
  reconcile: async () => (await import('./cli/reconcile.ts')).runReconcile,
  migrate: async () => (await import('./cli/migrate.ts')).runMigrate,
  routes: async () => (await import('./cli/routes.ts')).runRoutes,
  plan: async () => (await import('./cli/plan.ts')).runPlan,
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

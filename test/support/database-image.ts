import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../src/db/migrate.ts'
import { overPglite, pgliteOptions } from '../../src/platform/db-pglite.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseImage: string | undefined
  }
}

/** Global set-up: one migrated database for all workers to load. */
export default async function databaseImage(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-test-'))
  const pglite = await PGlite.create(pgliteOptions)
  const { db, close } = overPglite(pglite)
  await migrate(db)
  const image = join(folder, 'database.tar')
  await writeFile(image, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await close()
  project.provide('databaseImage', image)
  return () => rm(folder, { recursive: true, force: true })
}

import { defineConfig } from 'vitest/config'
import { testsReaching } from './support/test-imports.ts'

/** Real servers together: they start with the project, and not for anything else. */
const services = 'test/services/**/*.test.{ts,tsx}'

/** Need a real Postgres, and would prove nothing on the embedded one. */
const serverOnly = [
  'test/platform/db-pg.test.ts',
  'test/db/migrate-together.test.ts',
  'test/companies/import-speed.test.ts',
  'test/cli/import.test.ts',
  'test/entry-node.test.ts',
]

/** Whatever comes to emptyDatabase(), by whichever way; a browser tells nothing new about the database. */
const onDatabase = testsReaching('test/support/database.ts').filter((file) => !file.startsWith('test/browser/'))

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // One worker keeps its database from file to file; nothing here mocks a module.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true },
    reporters: ['default', 'test/support/plain-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'pglite',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [services, ...serverOnly],
          globalSetup: ['test/support/database-image.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [...onDatabase, ...serverOnly],
          exclude: [services],
          globalSetup: ['test/support/postgres-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'services',
          include: [services],
          globalSetup: ['test/support/postgres-server.ts', 'test/support/elasticsearch-server.ts'],
        },
      },
    ],
  },
})

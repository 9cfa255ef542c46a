import { inject } from 'vitest'
import { emptyDatabase } from '../support/database.ts'
import { concurrencyContract, databaseContract } from './database-contract.ts'

// The project chooses the adapter.
databaseContract(emptyDatabase)

// The embedded database has one connection, so nothing there runs beside anything.
if (inject('postgresServer') !== undefined) concurrencyContract(emptyDatabase)

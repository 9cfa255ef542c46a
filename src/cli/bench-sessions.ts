import { migrate } from '../db/migrate.ts'
import { ensureDistrict } from '../db/district.ts'
import { openPglite } from '../platform/db-pglite.ts'
import { loadScanKernel } from '../platform/load-scan-kernel.ts'
import { createEmbeddedSearch } from '../platform/search-embedded.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import { portsOver } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'
import { showProgress } from './progress.ts'
import { newTally, runSequence } from './session-sequences.ts'
import { setStage } from './session-stage.ts'

/** The trail grows with every step, and with it each of the next: now and then it begins anew. */
const sequencesPerStage = 500
const faultsShown = 20
const sequencesDefault = 1_000

/** Random sequences of what people do to two sessions, each compared with a model: how many, and how often they differed. */
export async function benchSessions({ sequences = sequencesDefault }: BenchSize): Promise<Record<string, number>> {
  const tally = newTally()
  const progress = showProgress('sequences', sequences)
  const startedAt = performance.now()
  for (let first = 1; first <= sequences; first += sequencesPerStage) {
    const { db, close } = await openPglite()
    await migrate(db)
    const search = createEmbeddedSearch(await loadScanKernel())
    const ports = portsOver(db, await loadWordTable(), search)
    await search.serve(await search.begin(ports.embed))
    const stage = await setStage(ports, (await ensureDistrict(db, ports.ids(), 'BENCH')).id)
    for (let seed = first; seed < Math.min(first + sequencesPerStage, sequences + 1); seed += 1) {
      await runSequence(ports, stage, seed, tally)
      progress.at(seed)
    }
    await close()
  }
  progress.end()
  for (const fault of tally.faults.slice(0, faultsShown)) console.error(fault)
  const { faults, doubleBookings, lostConfirmations, refused, ...counts } = tally
  return {
    ...counts,
    refused,
    double_bookings: doubleBookings,
    lost_confirmations: lostConfirmations,
    differences: faults.length,
    seconds: (performance.now() - startedAt) / 1_000,
  }
}

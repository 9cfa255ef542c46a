import { tickCompanies } from './companies/tick-companies.ts'
import { pruneEmbeddings } from './db/embedding-store.ts'
import { prune } from './db/outbox.ts'
import { impressionsKeptDays, pruneImpressions } from './matching/training-store.ts'
import type { Ports } from './ports.ts'
import { tickPitches } from './pitches/tick-pitches.ts'
import { tickScenes } from './scenes/tick-scenes.ts'
import { tickPlans } from './plans/tick-plans.ts'
import { tickSessions } from './sessions/tick-sessions.ts'

/** A month: what nobody asked since is embedded again when somebody does. */
const queriesKeptMs = 30 * 24 * 3_600_000

/** How long one can see when the index followed a change. */
const changesKeptMs = 7 * 86_400_000

/** Rows forgotten in one tick. */
const prunedMax = 20_000

/** Writes down what time has done: deadlines that passed, cards that ran out. Safe to repeat. */
export async function tick(ports: Ports, now: Date): Promise<void> {
  await tickScenes(ports, now)
  await tickCompanies(ports, now)
  await tickPitches(ports, now)
  await tickPlans(ports, now)
  await tickSessions(ports, now)
  await pruneEmbeddings(ports.db, new Date(now.getTime() - queriesKeptMs))
  await pruneImpressions(ports.db, new Date(now.getTime() - impressionsKeptDays * 86_400_000))
  await prune(ports.db, new Date(now.getTime() - changesKeptMs), prunedMax)
  await ports.relay()
}

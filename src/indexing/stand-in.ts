import type { Collection, Ports, SearchPort } from '../ports.ts'
import { readState } from './index-documents.ts'
import { newestCompanies, newestScenes } from './stand-in-store.ts'

/** How long one stand-in answers before Postgres is read again. */
const keptMs = 30_000
/** What is read of a district: enough for all of most, and a few seconds of work at the most. */
const companiesMax = 1_000
const scenesMax = 500
/** Rows read at a time; between two readings others have their turn. */
const readMax = 25

/** What is looked for: cards are read along with their companies. */
export type StandInOf = { districtId: string; collection: Collection }

export type StandIn = { search: SearchPort; generation: string }

type Kept = { filling: Promise<StandIn>; until: number }

/** Beside the profiles cut up, which are this process's own as well. */
const kept = new WeakMap<Ports['matcher'], Map<string, Kept>>()

/**
 * An index in this process, for the time in which the real one does not answer: the newest of a district, without
 * vectors, read from Postgres. All who ask meanwhile share one, and keep the one before while one of them reads anew.
 */
export async function standInFor(ports: Ports, { districtId, collection }: StandInOf): Promise<StandIn> {
  const family = collection === 'scene' ? 'scene' : 'company'
  const ofProcess = kept.get(ports.matcher) ?? new Map<string, Kept>()
  kept.set(ports.matcher, ofProcess)
  const key = `${family} ${districtId}`
  const known = ofProcess.get(key)
  const now = () => ports.clock().getTime()
  if (known !== undefined && now() < known.until) return known.filling
  const made = { filling: filled(ports, districtId, family), until: now() + keptMs }
  if (known === undefined) ofProcess.set(key, made)
  else known.until = made.until
  try {
    const standIn = await made.filling
    ofProcess.set(key, { filling: made.filling, until: now() + keptMs })
    return standIn
  } catch (error) {
    ofProcess.delete(key)
    throw error
  }
}

async function filled(ports: Ports, districtId: string, family: 'scene' | 'company'): Promise<StandIn> {
  const rows =
    family === 'scene'
      ? await newestScenes(ports.db, districtId, scenesMax)
      : await newestCompanies(ports.db, districtId, companiesMax)
  const search = ports.standIn()
  const set = await search.begin(ports.embed)
  const seen: string[] = []
  for (let start = 0; start < rows.length; start += readMax) {
    const { documents } = await readState(ports.db, rows.slice(start, start + readMax))
    const whole = documents.map(({ withVector }) => withVector())
    await search.put(set, whole)
    seen.push(...whole.map(({ id, version }) => `${id}:${version}`))
  }
  await search.serve(set)
  return { search, generation: await digest(seen) }
}

/** The same as long as nothing changes, so that a cursor outlives the stand-in that it came from. */
async function digest(seen: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(seen.toSorted().join(' '))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

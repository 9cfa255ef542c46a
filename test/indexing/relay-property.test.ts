import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ensureIndex } from '../../src/indexing/ensure-index.ts'
import { reindex } from '../../src/indexing/reindex.ts'
import { drain, leaseMs, relayOnce } from '../../src/indexing/relay.ts'
import type { IndexSet, Ports, Removal, SearchDocument, SearchPort, Space } from '../../src/ports.ts'
import { UnavailableError } from '../../src/shared/fault.ts'
import { testSearch } from '../support/engines.ts'
import { held, indexWorld, wanted } from './index-world.ts'
import type { IndexWorld } from './index-world.ts'

/** The engine, where every call is begun and answered in whatever order fast-check chooses, and some fail. */
function scrambled(inner: SearchPort, scheduler: fc.Scheduler, fails: () => boolean): SearchPort {
  const through =
    <A extends unknown[], R>(name: string, run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await scheduler.schedule(Promise.resolve(), `${name} begins`)
      if (fails()) throw new UnavailableError('index', `${name} fails`)
      const result = await run(...args)
      await scheduler.schedule(Promise.resolve(), `${name} answers`)
      if (fails()) throw new UnavailableError('index', `${name} fails after it was done`)
      return result
    }
  return {
    ...inner,
    sets: through('sets', () => inner.sets()),
    begin: through('begin', (space: Space) => inner.begin(space)),
    serve: through('serve', (set: IndexSet) => inner.serve(set)),
    put: through('put', (set: IndexSet, documents: readonly SearchDocument[]) => inner.put(set, documents)),
    remove: through('remove', (set: IndexSet, removals: readonly Removal[]) => inner.remove(set, removals)),
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(), status: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('organisation' as const), status: fc.constantFrom('verified', 'suspended') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add' as const), collection: fc.constantFrom('scene', 'card') }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lapse' as const }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const statuses = {
  scene: ['published', 'closed', 'draft', 'unmatched'],
  company: ['listed', 'listed', 'hidden', 'draft'],
  card: ['listed', 'listed', 'hidden', 'returned'],
} as const

async function market(ports: Partial<Ports>) {
  const world = await indexWorld(ports)
  const orgId = await world.addOrganisation()
  const company = await world.addCompany(orgId)
  const rows = [
    ['company', company],
    ['scene', await world.addScene(orgId)],
    ['scene', await world.addScene(orgId, 'draft')],
    ['card', await world.addCard(company)],
    ['card', await world.addCard(company, 'draft')],
  ] as (readonly ['scene' | 'company' | 'card', string])[]
  const take = async (one: Step): Promise<void> => {
    if (one.kind === 'lapse') return world.ports.clock.advance(leaseMs)
    if (one.kind === 'organisation') return world.changeOrganisation(orgId, one.status)
    if (one.kind === 'add') {
      rows.push(one.collection === 'scene' ? ['scene', await world.addScene(orgId)] : ['card', await world.addCard(company)])
      return
    }
    const [collection, id] = rows[one.which % rows.length]!
    await world.change(collection, id, statuses[collection][one.status])
  }
  return { world, take }
}

/** What a relay would come to at last: nothing is down any more, and every lease has ended. */
async function settle({ ports }: IndexWorld, search: SearchPort): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    ports.clock.advance(leaseMs)
    await drain({ ...ports, search })
  }
}

const runs = 25

test('whatever the order of changes, relays and a refill, and whatever fails, the index says what Postgres says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 3, maxLength: 10 }),
      fc.infiniteStream(fc.nat(30)),
      async (scheduler, steps, luck) => {
        const inner = await testSearch()
        let isCalm = false
        const search = scrambled(inner, scheduler, () => !isCalm && luck.next().value === 0)
        const { world, take } = await market({ search })
        const { ports } = world
        const wait = async () => {
          await scheduler.schedule(Promise.resolve(), 'waits')
        }
        const relaying = async () => {
          for (let round = 0; round < 4; round += 1) {
            await relayOnce(ports)
            await wait()
          }
        }
        const changing = async () => {
          for (const one of steps) {
            await take(one)
            await scheduler.schedule(Promise.resolve(), one.kind)
          }
        }
        const refilling = reindex(ports, { missing: 'wait', wait }).catch((error: unknown) => {
          if (!(error instanceof UnavailableError)) throw error
        })
        await scheduler.waitFor(Promise.all([changing(), relaying(), relaying(), refilling]))
        isCalm = true
        await settle(world, inner)
        expect(await held({ db: ports.db, search: inner })).toEqual(await wanted(ports))
        const { building } = await inner.sets()
        if (building === undefined) return
        // A refill whose beginning failed is made up for by the next one.
        ports.clock.advance(leaseMs * 2)
        await (
          await ensureIndex({ ...ports, search: inner }, 'server')
        ).settled
        expect(await held({ db: ports.db, search: inner })).toEqual(await wanted(ports))
      },
    ),
    { numRuns: runs },
  )
}, 120_000)

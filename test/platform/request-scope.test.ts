import type { PostgresPool, PostgresPoolClient } from 'kysely'
import { expect, test } from 'vitest'
import { RequestScope } from '../../src/platform/request-scope.ts'

type Pool = PostgresPool & { number: number; isEnded: boolean }

test('each request has the pool that was opened for it, however they mingle', async () => {
  const { scope, pools } = scopes()
  const [first, second] = [gate(), gate()]
  const asked = async (wait: Promise<void>) => {
    const before = await numberOf(scope)
    await wait
    return [before, await numberOf(scope)]
  }
  const answers = [scope.run(ignore, () => asked(first.opened)), scope.run(ignore, () => asked(second.opened))]
  second.open()
  first.open()
  expect(await Promise.all(answers)).toEqual([
    [0, 0],
    [1, 1],
  ])
  expect(pools).toHaveLength(2)
})

test('the connections stay until all is done that was left for later, and what that left', async () => {
  const { scope, pools } = scopes()
  const [work, more] = [gate(), gate()]
  let closing: Promise<unknown> | undefined
  const answer = await scope.run(
    (kept) => (closing = kept),
    async () => {
      scope.later(
        work.opened.then(async () => {
          scope.later(more.opened)
          throw new Error('what is left for later fails by itself')
        }),
      )
      return 'answered'
    },
  )
  expect(answer).toBe('answered')
  work.open()
  await Promise.resolve()
  expect(pools[0]!.isEnded).toBe(false)
  more.open()
  await closing
  expect(pools[0]!.isEnded).toBe(true)
})

test('a request that fails says so, and its connections are closed', async () => {
  const { scope, pools } = scopes()
  let closing: Promise<unknown> | undefined
  const failing = scope.run(
    (kept) => (closing = kept),
    () => Promise.reject(new Error('no')),
  )
  await expect(failing).rejects.toThrow('no')
  await closing
  expect(pools[0]!.isEnded).toBe(true)
})

test('outside a request there is no database', () => {
  const { scope } = scopes()
  expect(() => scope.pool.connect()).toThrow('There is no database outside a request')
})

function scopes() {
  const pools: Pool[] = []
  const open = (): PostgresPool => {
    const pool: Pool = {
      number: pools.length,
      isEnded: false,
      options: {},
      connect: async () => ({ number: pool.number }) as unknown as PostgresPoolClient,
      end: async () => void (pool.isEnded = true),
    }
    pools.push(pool)
    return pool
  }
  return { scope: new RequestScope(open), pools }
}

async function numberOf(scope: RequestScope): Promise<number> {
  return ((await scope.pool.connect()) as unknown as Pool).number
}

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

function ignore(): void {}

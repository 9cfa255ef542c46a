import { Hono } from 'hono'
import * as v from 'valibot'
import { answer, ifMatch, jsonBody, withEtag } from '../../src/web/http.ts'
import type { Env } from '../../src/web/http.ts'
import { Client } from './client.ts'
import { world } from './people.ts'
import type { World } from './people.ts'

/** The real app with a few routes that only show what the middleware does with any route. */
export async function probedWorld(): Promise<
  World & { client: Client; state: { runs: number; relays: number; version: number } }
> {
  const state = { runs: 0, relays: 0, version: 1 }
  const here = await world({ relay: async () => void (state.relays += 1) })
  const probe = new Hono<Env>()
  probe.get('/thing', (c) => {
    withEtag(c, state.version)
    return answer(c, { shownTo: c.get('actor').kind })
  })
  probe.patch('/thing', jsonBody(v.strictObject({ name: v.string() })), (c) => answer(c, { version: ifMatch(c) }))
  probe.post('/thing', jsonBody(v.strictObject({ name: v.string() })), (c) => {
    state.runs += 1
    c.header('location', '/api/v1/probe/thing')
    return answer(c, { run: state.runs }, 201)
  })
  probe.post('/fault', () => {
    state.runs += 1
    throw new Error('the database said: password=secret')
  })
  here.app.route('/api/v1/probe', probe)
  return { ...here, client: new Client(here.app), state }
}

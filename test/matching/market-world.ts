import type { Hono } from 'hono'
import { createApp } from '../../src/app.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import type { Env } from '../../src/web/http.ts'
import { Client } from '../support/client.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

export type MarketWorld = {
  ports: TestPorts
  app: Hono<Env>
  districtId: string
  visitor: Client
  /** The demonstration's people, by what their keys are called. */
  matchmaker: Client
  publisher: Client
  company: Client
  sceneId: (title: string) => Promise<string>
}

/** The real app on the example data, indexed; made once a file, since loading it takes a while. */
export async function marketWorld(): Promise<MarketWorld> {
  const ports = await testPorts()
  const loaded = await loadExampleData(ports, { now: ports.clock() })
  await ports.relay()
  const app = createApp(ports, { baseUrl: 'http://localhost' })
  const keyed = (name: string) => new Client(app, { 'x-api-key': `duijie-demo-${name}` })
  return {
    ports,
    app,
    districtId: loaded!.districtId,
    visitor: new Client(app),
    matchmaker: keyed('matchmaker'),
    publisher: keyed('publisher'),
    company: keyed('company'),
    sceneId: async () => '',
  }
}

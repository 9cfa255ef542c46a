import type { Hono } from 'hono'
import { createApp } from '../../src/app.ts'
import { demoAccounts, demoPassword } from '../../src/seeding/example-people.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import type { Env } from '../../src/web/http.ts'
import { Client } from '../support/client.ts'
import type { Answer } from '../support/client.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

type SceneRow = { id: string; orgId: string; status: string; content: SceneContent }
type CompanyRow = { id: string; orgId: string; name: string }

export type MarketWorld = {
  ports: TestPorts
  app: Hono<Env>
  districtId: string
  scenes: SceneRow[]
  /** Scenes open for application. */
  open: SceneRow[]
  companies: CompanyRow[]
  visitor: Client
  /** The demonstration's people, by what their keys are called. */
  matchmaker: Client
  publisher: Client
  company: Client
  /** What those of the publisher's and the company's keys act for. */
  ownOrgId: string
  ownCompanyId: string
  /** Any other of them, by mailbox. */
  signedIn: (mailbox: string) => Promise<Client>
}

/** The real app on the example data, indexed; made once a file, since loading takes a while. */
export async function marketWorld(): Promise<MarketWorld> {
  const ports = await testPorts()
  const loaded = await loadExampleData(ports, { now: ports.clock() })
  await ports.relay()
  const app = createApp(ports, { baseUrl: 'http://localhost', district: 'XH' })
  const keyed = (name: string) => new Client(app, { 'x-api-key': `duijie-demo-${name}` })
  const scenes = await ports.db.selectFrom('scene').select(['id', 'orgId', 'status', 'content']).orderBy('id').execute()
  const companies = await ports.db.selectFrom('company').select(['id', 'orgId', 'content']).orderBy('id').execute()
  const orgOf = async (client: Client) => (await client.get('/api/v1/me')).body.organisation.id as string
  const [publisherOrg, companyOrg] = [await orgOf(keyed('publisher')), await orgOf(keyed('company'))]
  return {
    ports,
    app,
    ownOrgId: publisherOrg,
    ownCompanyId: companies.find(({ orgId }) => orgId === companyOrg)!.id,
    districtId: loaded!.districtId,
    scenes,
    open: scenes.filter(({ status }) => status === 'published'),
    companies: companies.map(({ id, orgId, content }) => ({ id, orgId, name: content.name! })),
    visitor: new Client(app),
    matchmaker: keyed('matchmaker'),
    publisher: keyed('publisher'),
    company: keyed('company'),
    signedIn: async (mailbox) => {
      const account = demoAccounts.find(({ email }) => email === `demo-${mailbox}@example.org`)!
      const login = await ports.auth.signIn(new Headers(), account.email, demoPassword)
      return new Client(app, {}, login!.cookies)
    },
  }
}

/** All items of a list, page by page, and how many pages there were. */
export async function everyPage(client: Client, path: string, limit: number): Promise<{ items: any[]; pages: Answer[] }> {
  const pages: Answer[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const mark: string = path.includes('?') ? '&' : '?'
    const page: Answer = await client.get(`${path}${mark}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
    if (page.status !== 200) throw new Error(`${path}: ${page.status} ${page.text}`)
    pages.push(page)
    cursor = page.body.next_cursor
  }
  return { items: pages.flatMap(({ body }) => body.items), pages }
}

import type { SceneContent } from '../../src/scenes/scene-content.ts'
import { addDays, dateIn } from '../../src/shared/time.ts'
import { toWire } from '../../src/shared/wire.ts'
import { demoPassword } from '../../src/seeding/example-people.ts'
import { goodContent } from '../scenes/fixtures.ts'
import type { Answer, Client } from '../support/client.ts'

/** One running product, and who sits before it. */
export type Visit = {
  as: Record<'visitor' | 'approver' | 'officer' | 'company', Client>
  /** Learnt from earlier answers. */
  known: Record<string, string>
}

/** `until`: the request is made again until its answer says so, or the time for it is over. */
export type Step = {
  name: string
  status: number
  run: (visit: Visit) => Promise<Answer>
  until?: (answer: Answer, visit: Visit) => boolean
}

const scene = ({ known }: Visit, rest = '') => `/api/v1/scenes/${known['scene']}${rest}`
const foreign = '01900000-0000-7000-8000-00000000ffff'
const keyed = { 'idempotency-key': 'the same draft' }

/** What a day at the district brings, in order. */
export const steps: Step[] = [
  { name: 'health', status: 200, run: ({ as }) => as.visitor.get('/healthz') },
  { name: 'the home page in Chinese', status: 200, run: keepAssets },
  {
    name: 'the home page in English',
    status: 200,
    run: ({ as }) => as.visitor.get('/', { accept: 'text/html', 'accept-language': 'en' }),
  },
  { name: 'the style sheet', status: 200, run: ({ as, known }) => as.visitor.get(known['style']!) },
  { name: 'the script', status: 200, run: ({ as, known }) => as.visitor.get(known['script']!) },
  { name: 'the description of the interface', status: 200, run: ({ as }) => as.visitor.get('/openapi.json') },
  {
    name: 'a wrong password',
    status: 401,
    run: ({ as }) => as.approver.post('/api/v1/login', login('approver', 'not-the-password')),
  },
  {
    name: 'signing in by the form',
    status: 303,
    run: ({ as }) => as.approver.submit('/sign-in', { ...login('approver'), next: '/' }),
  },
  { name: 'signing in by the interface', status: 201, run: ({ as }) => as.officer.post('/api/v1/login', login('officer')) },
  { name: 'somebody else signing in', status: 201, run: ({ as }) => as.company.post('/api/v1/login', login('company')) },
  { name: 'who that is', status: 200, run: keepCompany },
  { name: 'a draft', status: 201, run: keepScene },
  {
    name: 'the same draft again',
    status: 201,
    run: ({ as }) => as.approver.post('/api/v1/scenes', { title: goodContent.title }, keyed),
  },
  {
    name: 'the same key for another draft',
    status: 422,
    run: ({ as }) => as.approver.post('/api/v1/scenes', { title: '另一个' }, keyed),
  },
  { name: 'filling it in', status: 200, run: (visit) => visit.as.approver.patch(scene(visit), toWire(content())) },
  {
    name: 'a change to a version that is gone',
    status: 412,
    run: (visit) => visit.as.approver.patch(scene(visit), { title: '旧的' }, 1),
  },
  { name: 'a body that is no JSON', status: 400, run: ({ as }) => as.approver.send('POST', '/api/v1/scenes', json, '{"title":') },
  {
    name: 'a body that is too large',
    status: 413,
    run: ({ as }) => as.approver.post('/api/v1/scenes', { title: '长'.repeat(400_000) }),
  },
  { name: 'a scene that is nobody’s', status: 404, run: ({ as }) => as.approver.get(`/api/v1/scenes/${foreign}`) },
  { name: 'the draft, to somebody else', status: 404, run: (visit) => visit.as.company.get(scene(visit)) },
  { name: 'signing it off', status: 201, run: (visit) => visit.as.approver.post(scene(visit, '/submission')) },
  { name: 'publishing it', status: 201, run: (visit) => visit.as.officer.post(scene(visit, '/publication')) },
  { name: 'its ranking', status: 200, run: (visit) => visit.as.approver.get(scene(visit, '/matches?limit=10')) },
  {
    name: 'finding it',
    status: 200,
    run: find,
    // Counted with the rest, too: the index may show it between the counting and the listing.
    until: ({ body }, { known }) =>
      body.items.length === body.total && body.items.some(({ id }: { id: string }) => id === known['scene']),
  },
  { name: 'the opportunities of a company', status: 200, run: opportunities },
  { name: 'its page with the ranking', status: 200, run: ({ as, known }) => as.approver.page(`/scenes/${known['scene']}`) },
  {
    name: 'searching companies with facets',
    status: 200,
    run: ({ as }) => as.visitor.get('/api/v1/search/companies?q=%E5%85%BB%E8%80%81'),
  },
  { name: 'signing out', status: 204, run: ({ as }) => as.approver.delete('/api/v1/login') },
  { name: 'being nobody after it', status: 401, run: (visit) => visit.as.approver.get(scene(visit, '/matches')) },
]

const json = { 'content-type': 'application/json' }

function login(mailbox: string, password: string = demoPassword) {
  return { email: `demo-${mailbox}@example.org`, password }
}

async function keepAssets({ as, known }: Visit): Promise<Answer> {
  const page = await as.visitor.page('/')
  known['style'] = /\/assets\/style-[0-9a-f]+\.css/u.exec(page.text)?.[0] ?? ''
  known['script'] = /\/assets\/script-[0-9a-f]+\.js/u.exec(page.text)?.[0] ?? ''
  return page
}

async function keepCompany({ as, known }: Visit): Promise<Answer> {
  const me = await as.company.get('/api/v1/me')
  const found = await as.company.get('/api/v1/companies?own=true')
  known['company'] = found.body?.items?.[0]?.id
  return me
}

async function keepScene({ as, known }: Visit): Promise<Answer> {
  const draft = await as.approver.post('/api/v1/scenes', { title: goodContent.title }, keyed)
  known['scene'] = draft.body?.id
  return draft
}

function find({ as }: Visit): Promise<Answer> {
  return as.visitor.get('/api/v1/search/scenes?q=%E7%8B%AC%E5%B1%85%E8%80%81%E4%BA%BA%E8%B7%8C%E5%80%92&domain=elderly')
}

function opportunities({ as, known }: Visit): Promise<Answer> {
  return as.company.get(`/api/v1/companies/${known['company']}/opportunities?limit=10`)
}

/** Open from today. */
function content(): SceneContent {
  const today = dateIn('Asia/Shanghai', new Date())
  const dates = { questionsClose: 20, deadline: 40, decisionAt: 55, startBy: 76 }
  return {
    ...goodContent,
    ...Object.fromEntries(Object.entries(dates).map(([name, days]) => [name, addDays(today, days)])),
    opensAt: today,
    afterSuccess: { ...goodContent.afterSuccess, decisionDate: addDays(today, 270) },
  } as SceneContent
}

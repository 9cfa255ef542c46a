import { Hono } from 'hono'
import type { Actor } from '../../src/accounts/actor.ts'
import { companyApi } from '../../src/companies/company-api.ts'
import type { CardContent, CompanyContent } from '../../src/companies/company-content.ts'
import { onError } from '../../src/web/errors.tsx'
import { toWire } from '../../src/shared/wire.ts'
import type { Env } from '../../src/web/http.ts'
import { actorWith, insertDistrict, insertOrganisation, testDistrict, testPorts } from '../support/world.ts'

export const companyContent: CompanyContent = {
  lang: 'zh',
  name: '徐汇某智能',
  nameEn: 'Example AI',
  aliases: ['某智'],
  summary: '为社区与学校提供识别服务的示例企业。',
  staffBand: 'to_49',
  city: '上海市',
  district: '徐汇区',
  layer: 'downstream',
  tracks: ['具身智能'],
  carrier: '模速空间',
  filings: [{ kind: '等保三级', number: 'DB-1', date: '2025-01-01', validUntil: '2027-01-01' }],
  controllers: [{ uscc: '91310104MA1FR00001', sharePercent: 60 }],
  minBudgetFen: 5_000_000,
  contact: 'bd@example.org',
}

export const cardContent: CardContent = {
  lang: 'zh',
  name: '跌倒监测',
  oneLine: '为社区养老院监测跌倒，实测 5 秒内告警。',
  description: '以毫米波雷达识别跌倒并告警。',
  solves: ['夜间无人发现老人跌倒'],
  domains: ['elderly', 'health'],
  aiForm: 'device',
  techKeywords: ['毫米波'],
  stage: 'demo',
  cases: [{ client: '示例养老院', description: '部署 30 个房间', outcome: '发现时间由 40 分钟降到 1 分钟' }],
  deployment: ['edge'],
  minPriceFen: 2_000_000,
  coopModes: ['free_pilot'],
  metrics: [{ name: '召回率', value: 0.97 }],
}

/** A verified company with an editor, a stranger, and the district's people; requests go to the companies' own routes. */
export async function companyWorld() {
  const ports = await testPorts()
  await insertDistrict(ports.db)
  const [own, other, fresh, office] = [
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db, { status: 'registered' }),
    await insertOrganisation(ports.db, { kind: 'district_office' }),
  ]
  const actors = {
    editor: actorWith(['company_editor'], own),
    stranger: actorWith(['company_editor'], other),
    newcomer: actorWith(['company_editor'], fresh),
    matchmaker: actorWith(['matchmaker'], office),
    officer: actorWith(['district_officer'], office),
    everybody: {
      kind: 'public',
      personId: null,
      name: null,
      orgId: null,
      orgVerified: false,
      districtId: testDistrict.id,
      roles: [],
    } as Actor,
  }
  const ask = asking(ports)
  const listsCompany = async (actor = actors.editor) => {
    const made = await ask(actor, 'POST', '/companies', wire(companyContent))
    await ask(actor, 'POST', `/companies/${made.body.id}/listing`)
    return made.body.id
  }
  const draftsCard = async (companyId: string) =>
    (await ask(actors.editor, 'POST', `/companies/${companyId}/cards`, wire(cardContent))).body.id
  const listsCard = async (companyId: string) => {
    const id = await draftsCard(companyId)
    await ask(actors.editor, 'POST', `/cards/${id}/submission`)
    await ask(actors.matchmaker, 'POST', `/cards/${id}/listing`)
    return id
  }
  return { ports, ask, ...actors, organisations: { own, other, fresh, office }, listsCompany, draftsCard, listsCard }
}

type Ports = Awaited<ReturnType<typeof testPorts>>
/** Everything that some answer of these routes has; a test asks for what its own has. */
type Body = {
  id: string
  code: string
  content: Record<string, unknown>
  claims: { field: string; level: string }[]
  items: { id: string }[]
  total: number
  next_cursor: string | null
  errors: { field: string; message: string }[]
  missing: string[]
}
type Answer = { status: number; etag: string | null; body: Body }

function asking(ports: Ports) {
  return async (
    actor: Actor,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const app = new Hono<Env>()
    app.use((c, next) => {
      c.set('ports', ports)
      c.set('actor', actor)
      c.set('lang', 'zh')
      c.set('district', testDistrict)
      return next()
    })
    app.route('/api/v1', companyApi)
    app.onError(onError)
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...init,
    })
    return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as Body }
  }
}

/** As it stands on the wire. */
export const wire = toWire

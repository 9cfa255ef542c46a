import { Hono } from 'hono'
import type { Actor } from '../../src/accounts/actor.ts'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { insertPerson } from '../../src/accounts/person-store.ts'
import { sceneApi } from '../../src/scenes/scene-api.ts'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import type { Scene } from '../../src/scenes/scene.ts'
import { toWire } from '../../src/shared/wire.ts'
import { onError } from '../../src/web/errors.tsx'
import type { Env } from '../../src/web/http.ts'
import { actorWith, insertDistrict, insertOrganisation, testDistrict, testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

/** A scene that leaves nothing to wish for on 2 March 2026. */
export const goodContent: SceneContent = {
  sceneType: 'quick_pilot',
  scaleClass: 'focused',
  lang: 'zh',
  title: '独居老人居家跌倒监测与及时响应',
  titleEn: 'Fall alarms for elderly living alone',
  summary: '某街道 320 名独居老人夜间跌倒后平均 6 小时才被发现，需在 5 分钟内告警到护理员。',
  domain: 'elderly',
  techKeywords: ['毫米波雷达'],
  marketKeywords: ['居家养老'],
  aiForm: 'device',
  background:
    '街道辖区内有独居老人三百余名，护理站每日早晚各巡访一次，夜间无人值守。现有一键呼叫器需要老人主动按压，跌倒后往往够不到；部分老人不愿在卧室安装摄像头，家属也普遍担心隐私。护理站现有四名护理员轮班，电话巡访由志愿者承担，缺少夜间发现手段。',
  problem: '2025 年共发生夜间跌倒 47 起，平均 6 小时后才被发现，其中 9 起因延误住院。',
  endUsers: '街道护理站护理员和独居老人家属',
  beneficiariesN: 320,
  essential: [
    '识别卧室与卫生间内的跌倒，召回率不低于 95%',
    '跌倒后 60 秒内推送告警到护理站值班终端',
    '对接区养老服务管理平台，每日同步告警记录',
  ],
  desirable: ['支持离线运行 8 小时'],
  outOfScope: '不采集图像和声音',
  kpis: [
    {
      name: '跌倒发现时间',
      baseline: 360,
      target: 5,
      unit: '分钟',
      method: '告警日志与护理站签收时间之差的中位数',
      owner: '街道护理站',
    },
    { name: '误报次数', baseline: 10, target: 1, unit: '次/户/月', method: '护理站核实后标记', owner: '街道护理站' },
  ],
  dataLevel: 'described',
  dataAssets: [
    {
      name: '2025 年跌倒记录',
      class: 'internal',
      volume: '47 条',
      format: 'xlsx',
      personal: true,
      legalBasis: '服务协议约定',
      place: '街道护理站',
    },
  ],
  deployment: 'edge',
  complianceNeeds: ['等保二级'],
  riskLevel: 2,
  budgetMinFen: 10_000_000,
  budgetMaxFen: 30_000_000,
  moneySource: 'department_budget',
  supportOffered: ['site', 'staff'],
  coopModes: ['paid_pilot'],
  minStage: 'demo',
  eligibility: ['依法注册的有限责任公司'],
  invitePolicy: 'open',
  shortlistN: 4,
  awardN: 1,
  criteria: [
    { criterion: 'fit', weight: 40 },
    { criterion: 'effect', weight: 40 },
    { criterion: 'price', weight: 20 },
  ],
  ipTerms: 'supplier',
  afterSuccess: {
    route: 'procurement',
    budgetLine: '2026 年养老服务项目',
    authority: '街道办事处主任办公会',
    decisionDate: '2026-11-30',
  },
  sites: [{ name: '某街道护理站' }],
  pilotWeeks: 12,
  opensAt: '2026-03-02',
  questionsClose: '2026-03-20',
  deadline: '2026-03-31',
  decisionAt: '2026-04-15',
  startBy: '2026-05-06',
  contact: 'scenes@example.org',
}

export function without<K extends keyof SceneContent>(...fields: K[]): SceneContent {
  const kept = Object.entries(goodContent).filter(([name]) => !fields.some((field) => field === name))
  return Object.fromEntries(kept)
}

export const now = new Date('2026-03-02T02:00:00Z')
export const zone = 'Asia/Shanghai'

/** A stored scene in whatever state a rule wants to see. */
export function aScene(overrides: Partial<Scene> = {}): Scene {
  return {
    id: '01900000-0000-7000-8000-00000000aaaa',
    districtId: testDistrict.id,
    orgId: '01900000-0000-7000-8000-00000000bbbb',
    ref: null,
    status: 'draft',
    version: 3,
    content: goodContent,
    writtenBy: 'writer',
    submittedBy: null,
    submittedAt: null,
    complianceBy: null,
    publishedBy: null,
    publishedAt: null,
    opensAt: null,
    deadlineAt: null,
    statusReason: null,
    statusSince: now,
    suspendedFrom: null,
    duplicatesAnswered: [],
    overrides: [],
    isExample: false,
    createdAt: now,
    updatedAt: now,
    ...overrides,
  }
}

export function wire(content: object): Record<string, any> {
  return toWire(content) as Record<string, any>
}

type Asked = { status: number; etag: string | null; body: any }

/** A verified organisation with an editor and an approver, a stranger, and the district's office; requests go to the scenes' own routes. */
export async function sceneWorld() {
  const ports = await testPorts()
  await insertDistrict(ports.db)
  const [own, other, fresh, office] = [
    await insertOrganisation(ports.db, { kind: 'department' }),
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db, { status: 'registered' }),
    await insertOrganisation(ports.db, { kind: 'district_office' }),
  ]
  const actors = {
    editor: actorWith(['publisher_editor'], own),
    approver: actorWith(['publisher_approver'], own),
    stranger: actorWith(['publisher_approver', 'company_editor'], other),
    newcomer: actorWith(['publisher_editor'], fresh),
    officer: actorWith(['district_officer'], office),
    reviewer: actorWith(['compliance_reviewer'], office),
    auditor: actorWith(['auditor'], office),
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
  await insertPerson(ports.db, {
    id: actors.approver.personId!,
    credentialId: ports.ids(),
    name: '批准人',
    email: 'approver@example.org',
    passwordHash: 'x',
    now: ports.clock(),
  })
  await addMembership(ports.db, {
    id: ports.ids(),
    orgId: own.id,
    personId: actors.approver.personId!,
    roles: ['publisher_approver'],
    createdAt: ports.clock(),
  })
  const ask = asking(ports)
  const drafts = async (content: object = goodContent, actor = actors.editor) =>
    String((await ask(actor, 'POST', '/scenes', wire(content))).body.id)
  const submits = async (content: object = goodContent) => {
    const id = await drafts(content)
    const submitted = await ask(actors.approver, 'POST', `/scenes/${id}/submission`)
    if (submitted.status !== 201) throw new Error(JSON.stringify(submitted.body))
    return id
  }
  const publishes = async (content: object = goodContent) => {
    const id = await submits(content)
    const published = await ask(actors.officer, 'POST', `/scenes/${id}/publication`)
    if (published.status !== 201) throw new Error(JSON.stringify(published.body))
    return id
  }
  return { ports, ask, ...actors, organisations: { own, other, fresh, office }, drafts, submits, publishes }
}

function asking(ports: TestPorts) {
  return async (
    actor: Actor,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Asked> => {
    const app = new Hono<Env>()
    app.use(async (c, next) => {
      c.set('ports', ports)
      c.set('actor', actor)
      c.set('lang', 'zh')
      c.set('district', testDistrict)
      await next()
    })
    app.route('/api/v1', sceneApi)
    app.onError(onError)
    const response = await app.request(`/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, etag: response.headers.get('etag'), body: text.startsWith('{') ? JSON.parse(text) : text }
  }
}

import type { Role } from '../../src/accounts/role.ts'
import { insertCompany } from '../../src/companies/company-store.ts'
import { insertCards } from '../../src/companies/card-store.ts'
import type { CompanyContent } from '../../src/companies/company-content.ts'
import { insertPitch } from '../../src/pitches/pitch-store.ts'
import type { PitchContent } from '../../src/pitches/pitch-content.ts'
import { untouched } from '../../src/pitches/pitch.ts'
import type { Pitch } from '../../src/pitches/pitch.ts'
import { insertVersion } from '../../src/scenes/scene-history-store.ts'
import { insertScene } from '../../src/scenes/scene-store.ts'
import type { Scene } from '../../src/scenes/scene.ts'
import { cardContent, companyContent } from '../companies/fixtures.ts'
import { aScene, goodContent } from '../scenes/fixtures.ts'
import type { Client } from '../support/client.ts'
import { world } from '../support/people.ts'
import type { World } from '../support/people.ts'
import type { TestOrganisation } from '../support/world.ts'

export type Signed = Client & { personId: string }

export type TestCompany = {
  org: TestOrganisation
  companyId: string
  cardId: string
  pitchId: string
  signatory: Signed
  /** What would tell who it is. */
  secrets: string[]
}

const brands = ['星澜', '云棹', '拾光鹿'] as const
const englishBrands = ['Starwave', 'Cloudoar', 'Deerlight'] as const

/** An open scene of a unit, its people, the office's, evaluators, and three companies. */
export async function scoringWorld() {
  const base = await world()
  const unit = await base.organisation({ kind: 'department', legalName: '龙汇街道办事处' })
  const office = await base.organisation({ kind: 'district_office', legalName: '区场景专班' })
  const scene = aScene({
    id: base.ports.ids(),
    orgId: unit.id,
    ref: 'XH-2026-ELD-0001',
    status: 'published',
    publishedAt: new Date('2026-03-01T02:00:00Z'),
    opensAt: new Date('2026-03-01T16:00:00Z'),
    deadlineAt: new Date('2026-03-31T16:00:00Z'),
    content: { ...goodContent, shortlistN: 2, awardN: 1 },
  })
  await base.ports.db.transaction().execute(async (tx) => {
    await insertScene(tx, scene)
    await insertVersion(tx, scene.id, scene.version, scene.content, 'x', scene.publishedAt!)
  })
  const office2 = (roles: Role[]) => base.person(roles, office)
  const evaluators = [await office2(['evaluator']), await office2(['evaluator']), await office2(['evaluator'])] as const
  return {
    ...base,
    unit,
    office,
    scene,
    at: `/api/v1/scenes/${scene.id}`,
    editor: await base.person(['publisher_editor'], unit),
    approver: await base.person(['publisher_approver'], unit),
    secondApprover: await base.person(['publisher_approver'], unit),
    officer: await office2(['district_officer']),
    auditor: await office2(['auditor']),
    matchmaker: await office2(['matchmaker']),
    evaluators,
    companies: [await joins(base, scene, 0), await joins(base, scene, 1), await joins(base, scene, 2)] as const,
  }
}

export type ScoringWorld = Awaited<ReturnType<typeof scoringWorld>>

/** A listed company with brand, card and a pitch handed in that names itself wherever it can. */
async function joins(base: World, scene: Scene, index: 0 | 1 | 2): Promise<TestCompany> {
  const { ports } = base
  const [brand, english] = [brands[index], englishBrands[index]]
  const legalName = `上海${brand}智能科技有限公司`
  const org = await base.organisation({ legalName, nameEn: `${english} Technology Co., Ltd.` })
  const now = ports.clock()
  const [companyId, cardId, pitchId] = [ports.ids(), ports.ids(), ports.ids()]
  const content: CompanyContent = {
    ...companyContent,
    name: `${brand}智能`,
    nameEn: english,
    aliases: [brand, `${english}AI`],
    controllers: [],
  }
  const row = { districtId: org.districtId, orgId: org.id, statusReason: null, suspendedFrom: null, isExample: false, version: 1 }
  const dates = { createdAt: now, updatedAt: now, validUntil: new Date('2027-03-01T00:00:00Z') }
  await ports.db.transaction().execute(async (tx) => {
    await insertCompany(tx, { ...row, ...dates, id: companyId, status: 'listed', content })
    await insertCards(tx, [
      {
        ...row,
        ...dates,
        id: cardId,
        companyId,
        status: 'listed',
        content: { ...cardContent, name: `${brand}守护灯` },
        claims: [],
        writtenBy: 'x',
      } as never,
    ])
    await insertPitch(tx, pitchOf(base, scene, { org, companyId, cardId, pitchId, brand, english, legalName }))
  })
  const signatory = await base.person(['company_signatory'], org)
  const secrets = [brand, english, legalName, org.id, companyId, cardId, signatory.personId, `${brand}守护灯`]
  return { org, companyId, cardId, pitchId, signatory, secrets }
}

type Told = Pick<TestCompany, 'org' | 'companyId' | 'cardId' | 'pitchId'> & { brand: string; english: string; legalName: string }

function pitchOf({ ports }: World, scene: Scene, { org, companyId, cardId, pitchId, brand, english, legalName }: Told): Pitch {
  const now = ports.clock()
  const content: PitchContent = {
    summary: `${legalName}（${brand}）以毫米波雷达监测跌倒。`,
    approach: `部署 ${english} 网关与 ${brand}守护灯；详见 https://www.${english.toLowerCase()}.com/cases ，联系 bd@${english.toLowerCase()}.cn。`,
    answers: [
      {
        requirement: '跌倒后 60 秒内推送告警到护理站值班终端',
        claim: 'met',
        text: `${english.toUpperCase()} AI 实测 5 秒，${[...brand].join(' ')} 平台留痕。`,
        evidence: { cardId, field: 'oneLine', quote: `${brand}为社区养老院监测跌倒，实测 5 秒内告警。` },
      },
    ],
    kpis: [{ name: `跌倒发现时间（${brand}口径）`, promised: 5, unit: '分钟' }],
    cardIds: [cardId],
    leadTimeWeeks: 6,
    priceMin: 8_000_000,
    priceMax: 20_000_000,
    needsFromUnit: `请为${brand}开放接口`,
    risks: '网络中断时离线运行',
    team: `${brand}派驻三人`,
  }
  return {
    id: pitchId,
    districtId: org.districtId,
    sceneId: scene.id,
    companyId,
    orgId: org.id,
    status: 'submitted',
    version: 2,
    content,
    prefilledShare: 0.6,
    prefilled: [],
    writtenBy: 'x',
    submittedBy: 'x',
    submittedAt: now,
    statusReason: null,
    statusSince: now,
    ...untouched,
    isExample: false,
    createdAt: now,
    updatedAt: now,
    roundAt: scene.publishedAt!,
  }
}

export const afterDeadline = '2026-04-01T02:00:00Z'

export const fullMarks = { fit: 80, effect: 70, price: 60 }

export const feedback = '方案与需求契合度较好，但离线运行时长未达要求，建议补充边缘端测试报告后再次申报。'

/** Everything the walk from handed-in pitches to the release is made of, one step a function. */
export function stepsOf(w: ScoringWorld) {
  const [chair] = w.evaluators
  const steps = {
    appoints: async (evaluators: readonly Signed[] = w.evaluators) => {
      for (const one of evaluators) {
        const body = { person_id: one.personId, is_chair: one === chair }
        expectStatus(await w.officer.post(`${w.at}/panel/members`, body), 201)
      }
    },
    closes: () => w.ports.clock.set(afterDeadline),
    submits: (who: Signed, pitchId: string, marks: Record<string, number> = fullMarks) =>
      who.post(`/api/v1/pitches/${pitchId}/score/submission`, { marks, remark: '已核对' }),
    scoresAll: async (evaluators: readonly Signed[] = w.evaluators) => {
      for (const one of evaluators) for (const { pitchId } of w.companies) expectStatus(await steps.submits(one, pitchId), 201)
    },
    agrees: async () => {
      for (const { pitchId } of w.companies)
        expectStatus(
          await chair.put(`/api/v1/pitches/${pitchId}/consensus`, { marks: fullMarks, remark: '一致', dissent: '' }),
          200,
        )
    },
    shortlists: async (companies: readonly TestCompany[] = w.companies.slice(0, 2)) =>
      expectStatus(await w.approver.post(`${w.at}/shortlist`, { pitch_ids: companies.map(({ pitchId }) => pitchId) }), 201),
    decides: (company: TestCompany, decision: string, who: Client = w.approver) =>
      who.put(`/api/v1/pitches/${company.pitchId}/decision`, { decision, codes: ['performance_short'], feedback }),
    decidesAll: async () => {
      for (const [index, decision] of ['selected', 'reserve', 'declined'].entries())
        expectStatus(await steps.decides(w.companies[index]!, decision), 204)
    },
    releases: (who: Client = w.secondApprover) => who.post(`${w.at}/release`),
    toConsensus: async () => {
      await steps.appoints()
      steps.closes()
      await steps.scoresAll()
      await steps.agrees()
    },
    toDecided: async () => {
      await steps.toConsensus()
      await steps.shortlists()
      await steps.decidesAll()
    },
  }
  return steps
}

function expectStatus(answer: { status: number; text: string }, status: number): void {
  if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`)
}

import type { Tx } from '../db/transact.ts'
import { insertInvitation } from '../pitches/pitch-invitation-store.ts'
import { expiryOf } from '../pitches/pitch-invitation.ts'
import { insertPitch } from '../pitches/pitch-store.ts'
import { untouched } from '../pitches/pitch.ts'
import type { Pitch } from '../pitches/pitch.ts'
import { requirementsOf } from '../pitches/requirements.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { roundOf } from '../scenes/scene.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { ExampleRecords } from './example-records.ts'
import { findExampleSides } from './example-store.ts'
import { ago, orgIdOf, recordLoaded } from './seeding.ts'
import type { Seeding } from './seeding.ts'

/** Invitations of matchmaker and unit, by the keys of scene and company. */
const invited = [
  { scene: 'sleep-apnea-home-screening', company: 'jianhu-notes', place: 6, daysAgo: 1 },
  { scene: 'elderly-store-product-trial', company: 'qian-iot', place: 9, daysAgo: 3, declined: '示例：本季度无法派人驻店。' },
  { scene: 'elderly-home-safety-kit', company: 'anli-community', place: 8, daysAgo: 6, accepted: 4 },
] as const

const pitched = [
  { scene: 'elderly-home-safety-kit', company: 'anli-community', daysAgo: 3 },
  { scene: 'elderly-home-safety-kit', company: 'xining-sleep', daysAgo: 2 },
] as const

/** A few of each, so that both sides see what these pages look like. */
export async function loadPitches(tx: Tx, seeding: Seeding, records: ExampleRecords): Promise<number> {
  const { district } = seeding
  const { scenes, companies } = await findExampleSides(tx, district.id)
  const stored = await findScenes(
    tx,
    scenes.map(({ id }) => id),
  )
  const sceneOf = (key: string) => {
    const title = records.scenes.find((scene) => scene.key === key)?.content.title
    return stored.find(({ content }) => content.title === title)!
  }
  const companyOf = (key: string) => companies.find(({ orgId }) => orgId === orgIdOf(seeding, key))!
  const invitations = invited.map((one) => invitationRow(seeding, one, sceneOf(one.scene), companyOf(one.company)))
  for (const invitation of invitations) await insertInvitation(tx, invitation)
  const pitches = pitched.map((one) => pitchRow(seeding, one, sceneOf(one.scene), companyOf(one.company)))
  for (const pitch of pitches) await insertPitch(tx, pitch)
  await recordLoaded(tx, seeding, [
    ...invitations.map(({ id, status }) => ({ objectType: 'pitch_invitation' as const, objectId: id, to: status })),
    ...pitches.map(({ id, status }) => ({ objectType: 'pitch' as const, objectId: id, to: status })),
  ])
  return pitches.length
}

type Company = { id: string; orgId: string }
type Pair = { scene: string; company: string; daysAgo: number }

function invitationRow(
  seeding: Seeding,
  one: Pair & { place: number; declined?: string; accepted?: number },
  scene: StoredScene,
  company: Company,
) {
  const { ports, district, now, hands } = seeding
  const invitedAt = ago(now, one.daysAgo)
  const status =
    one.declined !== undefined ? ('declined' as const) : one.accepted !== undefined ? ('pitched' as const) : ('invited' as const)
  const hasAnswered = status !== 'invited'
  return {
    id: ports.ids(),
    districtId: district.id,
    sceneId: scene.id,
    companyId: company.id,
    orgId: company.orgId,
    status,
    version: hasAnswered ? 2 : 1,
    place: one.place,
    reason: null,
    message: '示例：欢迎就该场景申报，答疑请用公开问答。',
    invitedBy: hands.approver,
    invitedOrgId: scene.orgId,
    invitedAt,
    expiresAt: expiryOf(district.timeZone, invitedAt),
    answeredBy: hasAnswered ? 'system' : null,
    answeredAt: hasAnswered ? ago(now, one.daysAgo - 1) : null,
    declineReason: one.declined ?? null,
  }
}

function pitchRow({ ports, district, now }: Seeding, { daysAgo }: Pair, scene: StoredScene, company: Company): Pitch {
  const submittedAt = ago(now, daysAgo)
  const answers = requirementsOf(scene.content).map(({ text, must }, index) => ({
    requirement: text,
    claim: index % 3 === 2 ? ('partly' as const) : ('met' as const),
    text: must ? '示例：现有产品已具备，可现场演示。' : '示例：可在试点期内补充。',
  }))
  return {
    id: ports.ids(),
    districtId: district.id,
    sceneId: scene.id,
    companyId: company.id,
    orgId: company.orgId,
    status: 'submitted',
    version: 2,
    prefilledShare: null,
    prefilled: [],
    writtenBy: 'system',
    submittedBy: 'system',
    submittedAt,
    content: {
      summary: '示例：以现有产品为基础，四周内完成接入与试运行。',
      approach: '示例：先在一个街道接入存量设备，再按误报与响应时间两项指标逐周校准，最后扩到全部住户。',
      answers,
      leadTimeWeeks: 4 + daysAgo,
    },
    statusReason: null,
    statusSince: submittedAt,
    ...untouched,
    isExample: true,
    createdAt: ago(now, daysAgo + 1),
    updatedAt: submittedAt,
    roundAt: roundOf(scene),
  }
}

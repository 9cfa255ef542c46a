import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { findCompanyOfOrganisation } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import { targetOfCompany } from '../companies/company-view.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { supplyOf } from '../matching/market.ts'
import type { Ports } from '../ports.ts'
import { maySee } from '../scenes/scene-access.ts'
import { findScene, findSceneForUpdate } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { roundOf } from '../scenes/scene.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { explainPair, findConflicts } from './explain-pair.ts'
import { findInvitationOf } from './pitch-invitation-store.ts'
import { opensScene } from './pitch-invitation.ts'
import { findPitch, findPitchOfCompany, insertPitch } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { entered, takesPitches, untouched } from './pitch.ts'
import type { Pitch } from './pitch.ts'
import { prefill } from './prefill.ts'
import type { Prefill } from './prefill.ts'

/** Begins the pitch of the actor's company for a scene, filled in from its profile as far as that goes. */
export async function draftPitch(ports: Ports, actor: Actor, sceneId: string): Promise<StoredPitch> {
  const company = await companyOf(ports, actor)
  const filled = await prefillFor(ports, actor, sceneId, company)
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await findSceneForUpdate(tx, sceneId)
    unwrap(await mayPitch(tx, actor, { scene, company }, now))
    const pitch = newPitch(ports.ids(), scene!, company, filled, actorId(actor), now)
    await insertPitch(tx, pitch)
    await recordEvent(tx, ports, actor, {
      objectType: 'pitch',
      objectId: pitch.id,
      action: 'pitch.draft',
      to: 'draft',
      detail: { sceneId, companyId: company.id, prefilledShare: filled.share },
    })
    return (await findPitch(tx, pitch.id))!
  })
}

type Wanting = { scene: StoredScene | undefined; company: CompanyRecord }

/** Whether the company could begin a pitch for the scene now: open, not related, invited where that is asked, and its first. */
export async function mayPitch(tx: Tx | Ports['db'], actor: Actor, { scene, company }: Wanting, now: Date) {
  if (scene === undefined || !maySee(actor, scene, now)) return refuse('scene.not_found')
  const open = takesPitches(scene, now)
  if (!open.ok) return open
  const target = targetOfCompany(company, now)
  if (!target.public) return refuse('company.wrong_state', { state: target.status })
  const existing = await findPitchOfCompany(tx, scene, company.id)
  if (existing !== undefined) return refuse('pitch.exists', { pitchId: existing.id })
  const isInvited = opensScene(await findInvitationOf(tx, scene.id, company.id), now)
  if (scene.content.invitePolicy === 'invite' && !isInvited) return refuse('pitch.invited_only')
  const [hydrated] = await hydrateCompanies(tx, [company.id])
  const conflicts = await findConflicts(tx, scene, [supplyOf(hydrated!, now)])
  return conflicts.length > 0 ? refuse('pitch.conflict', { conflicts }) : { ok: true as const, value: scene }
}

/** The company that the actor writes for. */
export async function companyOf({ db, clock }: Pick<Ports, 'db' | 'clock'>, actor: Actor): Promise<CompanyRecord> {
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const company = actor.orgId === null ? undefined : await findCompanyOfOrganisation(db, actor.orgId)
  unwrap(permit(actor, 'pitch.draft', company && targetOfCompany(company, clock())))
  return company ?? unwrap<never>(refuse('company.not_found'))
}

async function prefillFor(ports: Ports, actor: Actor, sceneId: string, company: CompanyRecord): Promise<Prefill> {
  const scene = await findScene(ports.db, sceneId)
  unwrap(await mayPitch(ports.db, actor, { scene, company }, ports.clock()))
  return prefillOf(ports, scene!, company.id)
}

/** What the profile says in answer to the scene. */
export async function prefillOf(ports: Ports, scene: StoredScene, companyId: string): Promise<Prefill> {
  const pair = await explainPair(ports, scene, companyId)
  const [hydrated] = await hydrateCompanies(ports.db, [companyId])
  const shown = new Set(supplyOf(hydrated!, ports.clock()).cards.map(({ id }) => id))
  const cards = hydrated!.cards.filter(({ id }) => shown.has(id))
  return prefill(scene.content, pair ?? { coverage: [] }, { company: hydrated!.company.content, cards })
}

function newPitch(id: string, scene: StoredScene, company: CompanyRecord, filled: Prefill, writtenBy: string, now: Date): Pitch {
  return {
    id,
    districtId: scene.districtId,
    sceneId: scene.id,
    companyId: company.id,
    orgId: company.orgId,
    ...entered('draft', now),
    version: 1,
    content: filled.content,
    prefilledShare: filled.share,
    prefilled: filled.filled,
    writtenBy,
    submittedBy: null,
    submittedAt: null,
    ...untouched,
    isExample: scene.isExample || company.isExample,
    createdAt: now,
    updatedAt: now,
    roundAt: roundOf(scene),
  }
}

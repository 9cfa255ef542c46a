import * as v from 'valibot'
import { permit } from '../accounts/permissions.ts'
import { gateIds } from '../matching/gates.ts'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { unwrap } from '../shared/refusal.ts'
import { line, text } from '../shared/schema.ts'
import { answer, withEtag } from '../web/http.ts'
import type { C } from '../web/http.ts'
import { afterId, pageAs, pageOf, pathId, viewing } from '../web/request.ts'
import { findPace } from './pace-store.ts'
import { readerOfScene } from './pitch-access.ts'
import { countInvitations, listInvitations } from './pitch-invitation-store.ts'
import type { InvitationFilter } from './pitch-invitation-store.ts'
import { invitationView } from './pitch-invitation-view.ts'
import { countPitchesOfOrganisation, countPitchesOfScene, listPitchesOfOrganisation, listPitchesOfScene } from './pitch-store.ts'
import { pitchItem, pitchView } from './pitch-view.ts'
import { areUnsealed } from './pitch.ts'
import { readPitch, readSceneOfPitches } from './read-pitch.ts'
import type { PitchReading } from './read-pitch.ts'

export const reasonCharactersMax = 500

export const ListQuery = v.strictObject({ ...pageQuery, lang: v.optional(v.picklist(['zh', 'en'])) })
type ListQuery = v.InferOutput<typeof ListQuery>

export const InvitationInput = v.strictObject({
  companyId: v.pipe(v.string(), v.uuid()),
  reason: v.optional(text(reasonCharactersMax), ''),
  message: v.optional(text(reasonCharactersMax), ''),
})
export const Reason = v.strictObject({ reason: line(reasonCharactersMax) })
export const OptionalReason = v.strictObject({ reason: v.optional(text(reasonCharactersMax), '') })
export const RulingOut = v.strictObject({ gateId: v.picklist(gateIds), reason: line(reasonCharactersMax) })
export const Appeal = v.strictObject({ appeal: line(reasonCharactersMax) })
export const MemberInput = v.strictObject({ companyId: v.pipe(v.string(), v.uuid()), role: line(60) })
export const TeamAnswer = v.strictObject({ answer: v.picklist(['accepted', 'declined']) })

export function pitchId(c: C): string {
  return pathId(c, 'pitch.not_found')
}

/** The pitch of the path, if the reader may know of it. */
export function seenPitch(c: C): Promise<PitchReading> {
  return readPitch(c.get('ports').db, c.get('actor'), pitchId(c), c.get('ports').clock())
}

/** The pitch as it stands after the change, as this reader may see it. */
export async function answerPitch(c: C, id: string, status: 200 | 201 = 200): Promise<Response> {
  const view = pitchView(await readPitch(c.get('ports').db, c.get('actor'), id, c.get('ports').clock()), viewing(c))
  if (view.version !== null) withEtag(c, view.version)
  return answer(c, view, status)
}

/** What was handed in for a scene in any round; of the one before its deadline nothing but how much. */
export async function pitchesOfScene(c: C, sceneId: string, { limit = pageLimitDefault, cursor }: ListQuery) {
  const { db, clock } = c.get('ports')
  const scene = await readSceneOfPitches(db, c.get('actor'), sceneId)
  const sealed = !areUnsealed(scene, clock())
  const rounds = sealed ? 'earlier' : 'all'
  const rows = await listPitchesOfScene(db, scene, rounds, { after: afterId(cursor), limit: limit + 1 })
  const page = pageOf(rows, limit, await countPitchesOfScene(db, scene, rounds))
  const reader = readerOfScene(c.get('actor'), scene, clock())!
  const sealedTotal = sealed ? await countPitchesOfScene(db, scene, 'present') : 0
  const watches = reader === 'office' || reader === 'auditor'
  const pace = watches ? ((await findPace(db, scene.districtId, clock())) ?? null) : null
  return { ...pageAs(page, (pitch) => pitchItem(pitch, reader)), sealed, sealedTotal, pace }
}

/** The pitches that the actor's company leads or is asked into. */
export async function ownPitches(c: C, { limit = pageLimitDefault, cursor }: ListQuery) {
  const { db } = c.get('ports')
  const actor = c.get('actor')
  unwrap(permit(actor, 'pitch.read'))
  const { orgId } = actor
  if (orgId === null) return { items: [], nextCursor: null, total: 0 }
  const rows = await listPitchesOfOrganisation(db, orgId, { after: afterId(cursor), limit: limit + 1 })
  const page = pageOf(rows, limit, await countPitchesOfOrganisation(db, orgId))
  return pageAs(page, (pitch) => pitchItem(pitch, pitch.orgId === orgId ? 'lead' : 'member'))
}

export async function invitationsOfScene(c: C, sceneId: string, query: ListQuery) {
  await readSceneOfPitches(c.get('ports').db, c.get('actor'), sceneId)
  return invitationPage(c, { sceneId }, query)
}

export function ownInvitations(c: C, query: ListQuery) {
  const actor = c.get('actor')
  unwrap(permit(actor, 'pitch_invitation.read'))
  const { orgId } = actor
  return orgId === null ? { items: [], nextCursor: null, total: 0 } : invitationPage(c, { orgId }, query)
}

async function invitationPage(c: C, filter: InvitationFilter, { limit = pageLimitDefault, cursor }: ListQuery) {
  const { db } = c.get('ports')
  const rows = await listInvitations(db, filter, { after: afterId(cursor), limit: limit + 1 })
  return pageAs(pageOf(rows, limit, await countInvitations(db, filter)), (row) => invitationView(row, viewing(c)))
}

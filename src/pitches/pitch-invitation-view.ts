import * as v from 'valibot'
import type { Viewing } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { invitationStatusAt, isOverride, statusForScene } from './pitch-invitation.ts'
import type { StoredInvitation } from './pitch-invitation-store.ts'
import { invitationStatuses } from './pitch-status.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())
const Named = v.object({ id: v.pipe(v.string(), v.uuid()), name: v.string(), nameEn: v.nullable(v.string()) })

export const InvitationView = v.object({
  id: v.pipe(v.string(), v.uuid()),
  scene: v.object({
    id: v.pipe(v.string(), v.uuid()),
    title: v.nullable(v.string()),
    titleEn: v.nullable(v.string()),
    deadlineAt: v.nullable(Instant),
  }),
  company: Named,
  inviter: Named,
  status: v.picklist(idsOf(invitationStatuses)),
  message: v.nullable(v.string()),
  invitedAt: Instant,
  expiresAt: Instant,
  answeredAt: v.nullable(Instant),
  declineReason: v.nullable(v.string()),
  isExample: v.boolean(),
  /** The actions the caller could take now. */
  allowed: v.array(v.string()),
  /** For the scene's side: where the company stood, and why somebody so far down was invited. */
  place: v.optional(v.nullable(v.number())),
  reason: v.optional(v.nullable(v.string())),
  override: v.optional(v.boolean()),
  invitedBy: v.optional(v.string()),
})

/** An invitation as one of its two sides sees it; whether its company has pitched stays the company's. */
export function invitationView(invitation: StoredInvitation, { actor, now }: Viewing) {
  const isOwn = actor.orgId === invitation.orgId
  const status = invitationStatusAt(invitation, now)
  const target = { orgId: invitation.orgId, districtId: invitation.districtId, status }
  const mayAnswer = permit(actor, 'pitch_invitation.answer', target).ok
  return {
    ...bothSee(invitation),
    status: isOwn ? status : statusForScene(invitation, now),
    answeredAt: invitation.answeredAt,
    allowed: mayAnswer ? ['pitch_invitation.answer'] : [],
    ...(isOwn ? {} : sceneSees(invitation)),
  }
}

function bothSee(invitation: StoredInvitation) {
  const { id, sceneId, sceneTitle, sceneTitleEn, deadlineAt, message, invitedAt, expiresAt, declineReason, isExample } =
    invitation
  return {
    id,
    scene: { id: sceneId, title: sceneTitle, titleEn: sceneTitleEn, deadlineAt },
    company: { id: invitation.companyId, name: invitation.companyName, nameEn: invitation.companyNameEn },
    inviter: { id: invitation.invitedOrgId, name: invitation.inviterName, nameEn: invitation.inviterNameEn },
    message,
    invitedAt,
    expiresAt,
    declineReason,
    isExample,
  }
}

function sceneSees(invitation: StoredInvitation) {
  const { place, reason, invitedBy } = invitation
  return { place, reason, override: isOverride(invitation), invitedBy }
}

import { Hono } from 'hono'
import * as v from 'valibot'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId, viewing } from '../web/request.ts'
import { acceptInvitation, declineInvitation } from './answer-invitation.ts'
import { inviteCompany } from './invite-company.ts'
import { InvitationView, invitationView } from './pitch-invitation-view.ts'
import { InvitationInput, invitationsOfScene, ListQuery, ownInvitations, Reason } from './pitch-request.ts'

const InvitationPage = v.object({ items: v.array(InvitationView), nextCursor: v.nullable(v.string()), total: v.number() })

/** Who is asked to pitch; the order of the ranking is the reason, and whoever sets it aside says why. */
export const pitchInvitationApi = new Hono<Env>()

pitchInvitationApi.post(
  '/scenes/:id/invitations',
  about({
    action: 'pitch_invitation.invite',
    summary: 'Invite a company to pitch; below the twelfth place with a reason',
    answers: { 201: InvitationView },
    refusals: [
      'scene.not_found',
      'company.not_found',
      'actor.forbidden',
      'pitch.not_open',
      'pitch.too_late',
      'pitch_invitation.exists',
      'pitch_invitation.excluded',
      'pitch_invitation.needs_reason',
    ],
  }),
  jsonBody(InvitationInput),
  async (c) => {
    const id = pathId(c, 'scene.not_found')
    const invitation = await inviteCompany(c.get('ports'), c.get('actor'), id, c.req.valid('json'))
    return answer(c, invitationView(invitation, viewing(c)), 201)
  },
)

pitchInvitationApi.get(
  '/scenes/:id/invitations',
  about({
    action: 'pitch_invitation.read',
    summary: 'Who was invited to pitch for this scene, and what they answered',
    answers: { 200: InvitationPage },
    refusals: ['scene.not_found', 'actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(ListQuery),
  async (c) => answer(c, await invitationsOfScene(c, pathId(c, 'scene.not_found'), c.req.valid('query'))),
)

pitchInvitationApi.get(
  '/pitch-invitations',
  about({
    action: 'pitch_invitation.read',
    summary: 'The invitations of your company, the newest first',
    answers: { 200: InvitationPage },
    refusals: ['actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(ListQuery),
  async (c) => answer(c, await ownInvitations(c, c.req.valid('query'))),
)

const refused = ['pitch_invitation.not_found', 'pitch_invitation.wrong_state', 'actor.forbidden'] as const

pitchInvitationApi.post(
  '/pitch-invitations/:id/acceptance',
  about({
    action: 'pitch_invitation.answer',
    summary: 'Accept an invitation to pitch',
    answers: { 201: InvitationView },
    refusals: refused,
  }),
  async (c) => {
    const id = pathId(c, 'pitch_invitation.not_found')
    return answer(c, invitationView(await acceptInvitation(c.get('ports'), c.get('actor'), id), viewing(c)), 201)
  },
)

pitchInvitationApi.post(
  '/pitch-invitations/:id/refusal',
  about({
    action: 'pitch_invitation.answer',
    summary: 'Decline an invitation to pitch, with a reason',
    answers: { 201: InvitationView },
    refusals: refused,
  }),
  jsonBody(Reason),
  async (c) => {
    const id = pathId(c, 'pitch_invitation.not_found')
    const { reason } = c.req.valid('json')
    return answer(c, invitationView(await declineInvitation(c.get('ports'), c.get('actor'), id, reason), viewing(c)), 201)
  },
)

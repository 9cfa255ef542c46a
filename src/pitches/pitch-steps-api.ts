import { Hono } from 'hono'
import { about, jsonBody, optionalJsonBody } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { answerTeam, askMember, dropMember, leaveTeam } from './change-team.ts'
import { appealPitch, dismissAppeal, disqualifyPitch, readmitPitch, ruleOutPitch } from './judge-pitch.ts'
import { Appeal, answerPitch, MemberInput, OptionalReason, pitchId, Reason, RulingOut, TeamAnswer } from './pitch-request.ts'
import { PitchView } from './pitch-view.ts'
import { submitPitch, withdrawPitch } from './submit-pitch.ts'

/** Every step of a pitch is a resource: POST makes it, DELETE takes it back. */
export const pitchStepsApi = new Hono<Env>()

const refused = ['pitch.not_found', 'pitch.wrong_state', 'actor.forbidden'] as const
const heard = [...refused, 'decision.released', 'scene.wrong_state'] as const

pitchStepsApi.post(
  '/pitches/:id/submission',
  about({
    action: 'pitch.submit',
    summary: 'Hand it in, by a signatory, before the deadline',
    answers: { 201: PitchView },
    refusals: [...refused, 'pitch.incomplete', 'pitch.too_late', 'pitch.not_open', 'pitch.conflict', 'pitch.team_open'],
  }),
  async (c) => answerPitch(c, (await submitPitch(c.get('ports'), c.get('actor'), pitchId(c))).id, 201),
)

pitchStepsApi.delete(
  '/pitches/:id/submission',
  about({
    action: 'pitch.withdraw',
    summary: 'Take it back, before the decisions are released',
    answers: { 200: PitchView },
    refusals: refused,
  }),
  optionalJsonBody(OptionalReason),
  async (c) => {
    const { reason } = c.req.valid('json')
    return answerPitch(c, (await withdrawPitch(c.get('ports'), c.get('actor'), pitchId(c), reason)).id)
  },
)

pitchStepsApi.post(
  '/pitches/:id/ineligibility',
  about({
    action: 'pitch.rule_out',
    summary: 'Rule it out by a gate',
    answers: { 201: PitchView },
    refusals: refused,
  }),
  jsonBody(RulingOut),
  async (c) => {
    const { gateId, reason } = c.req.valid('json')
    return answerPitch(c, (await ruleOutPitch(c.get('ports'), c.get('actor'), pitchId(c), gateId, reason)).id, 201)
  },
)

pitchStepsApi.delete(
  '/pitches/:id/ineligibility',
  about({
    action: 'pitch.readmit',
    summary: 'Grant an appeal and let it in again, until the release',
    answers: { 200: PitchView },
    refusals: heard,
  }),
  jsonBody(Reason),
  async (c) => {
    const { reason } = c.req.valid('json')
    return answerPitch(c, (await readmitPitch(c.get('ports'), c.get('actor'), pitchId(c), reason)).id)
  },
)

pitchStepsApi.post(
  '/pitches/:id/appeal',
  about({ action: 'pitch.appeal', summary: 'Appeal against a ruling, once', answers: { 201: PitchView }, refusals: heard }),
  jsonBody(Appeal),
  async (c) => {
    const { appeal } = c.req.valid('json')
    return answerPitch(c, (await appealPitch(c.get('ports'), c.get('actor'), pitchId(c), appeal)).id, 201)
  },
)

pitchStepsApi.post(
  '/pitches/:id/appeal/dismissal',
  about({
    action: 'pitch.dismiss_appeal',
    summary: 'Dismiss an appeal, for a reason that the company reads',
    answers: { 201: PitchView },
    refusals: heard,
  }),
  jsonBody(Reason),
  async (c) => {
    const { reason } = c.req.valid('json')
    return answerPitch(c, (await dismissAppeal(c.get('ports'), c.get('actor'), pitchId(c), reason)).id, 201)
  },
)

pitchStepsApi.post(
  '/pitches/:id/disqualification',
  about({
    action: 'pitch.disqualify',
    summary: 'Propose to disqualify it, or agree to it as the other of office and auditor',
    answers: { 201: PitchView },
    refusals: [...refused, 'actor.own_writing'],
  }),
  jsonBody(Reason),
  async (c) => {
    const { reason } = c.req.valid('json')
    return answerPitch(c, (await disqualifyPitch(c.get('ports'), c.get('actor'), pitchId(c), reason)).id, 201)
  },
)

const teamRefused = [...refused, 'company.not_found', 'pitch.too_late', 'pitch.not_open', 'pitch.conflict'] as const

pitchStepsApi.post(
  '/pitches/:id/members',
  about({
    action: 'pitch.ask_member',
    summary: 'Ask a company into the team',
    answers: { 201: PitchView },
    refusals: [...teamRefused, 'pitch.member_exists', 'pitch.team_full'],
  }),
  jsonBody(MemberInput),
  async (c) => {
    const { companyId, role } = c.req.valid('json')
    return answerPitch(c, (await askMember(c.get('ports'), c.get('actor'), pitchId(c), companyId, role)).id, 201)
  },
)

pitchStepsApi.delete(
  '/pitches/:id/members/:company_id',
  about({
    action: 'pitch.ask_member',
    summary: 'Go on without a company of the team',
    answers: { 200: PitchView },
    refusals: [...refused, 'company.not_found'],
  }),
  async (c) => {
    const companyId = pathId(c, 'company.not_found', 'company_id')
    return answerPitch(c, (await dropMember(c.get('ports'), c.get('actor'), pitchId(c), companyId)).id)
  },
)

pitchStepsApi.put(
  '/pitches/:id/membership',
  about({
    action: 'pitch.answer_team',
    summary: 'Join the team that asked your company, or decline',
    answers: { 204: undefined },
    refusals: teamRefused,
  }),
  jsonBody(TeamAnswer),
  async (c) => {
    await answerTeam(c.get('ports'), c.get('actor'), pitchId(c), c.req.valid('json').answer)
    return c.body(null, 204)
  },
)

pitchStepsApi.delete(
  '/pitches/:id/membership',
  about({
    action: 'pitch.answer_team',
    summary: 'Leave a team while its pitch is not handed in',
    answers: { 204: undefined },
    refusals: teamRefused,
  }),
  async (c) => {
    await leaveTeam(c.get('ports'), c.get('actor'), pitchId(c))
    return c.body(null, 204)
  },
)

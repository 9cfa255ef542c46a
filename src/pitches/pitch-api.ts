import { Hono } from 'hono'
import * as v from 'valibot'
import { about, answer, ifMatch, jsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { draftPitch } from './draft-pitch.ts'
import { patchPitch } from './edit-pitch.ts'
import { PitchPatch } from './pitch-content.ts'
import { answerPitch, ListQuery, ownPitches, pitchesOfScene, pitchId, seenPitch } from './pitch-request.ts'
import { pitchInvitationApi } from './pitch-invitation-api.ts'
import { pitchStepsApi } from './pitch-steps-api.ts'
import { PitchItem, PitchView } from './pitch-view.ts'

const PitchPage = v.object({ items: v.array(PitchItem), nextCursor: v.nullable(v.string()), total: v.number() })
const SealedPage = v.object({
  ...PitchPage.entries,
  sealed: v.boolean(),
  /** How many the deadline still seals; they are not among the items. */
  sealedTotal: v.number(),
  /** For the office and the auditor: the medians of the whole district. */
  pace: v.nullable(v.object({ pitches: v.number(), medianSeconds: v.number(), medianPrefilledShare: v.number() })),
})

/** What a company answers to a scene, requirement by requirement. */
export const pitchApi = new Hono<Env>()

pitchApi.route('/', pitchInvitationApi)
pitchApi.route('/', pitchStepsApi)

pitchApi.post(
  '/scenes/:id/pitches',
  about({
    action: 'pitch.draft',
    summary: 'Begin your company’s pitch for a scene, filled in from its profile',
    answers: { 201: PitchView },
    refusals: [
      'scene.not_found',
      'company.not_found',
      'company.wrong_state',
      'actor.forbidden',
      'pitch.exists',
      'pitch.not_open',
      'pitch.too_late',
      'pitch.invited_only',
      'pitch.conflict',
    ],
  }),
  async (c) => {
    const { id } = await draftPitch(c.get('ports'), c.get('actor'), pathId(c, 'scene.not_found'))
    return answerPitch(c, id, 201)
  },
)

pitchApi.get(
  '/scenes/:id/pitches',
  about({
    action: 'pitch.read_scene',
    summary: 'The pitches for a scene, of every round; before its deadline only how many',
    answers: { 200: SealedPage },
    refusals: ['scene.not_found', 'actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(ListQuery),
  async (c) => answer(c, await pitchesOfScene(c, pathId(c, 'scene.not_found'), c.req.valid('query'))),
)

pitchApi.get(
  '/pitches',
  about({
    action: 'pitch.read',
    summary: 'The pitches that your company leads or is asked into, the newest first',
    answers: { 200: PitchPage },
    refusals: ['actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(ListQuery),
  async (c) => answer(c, await ownPitches(c, c.req.valid('query'))),
)

pitchApi.get(
  '/pitches/:id',
  about({ action: 'pitch.read', summary: 'A pitch', answers: { 200: PitchView }, refusals: ['pitch.not_found'] }),
  async (c) => answerPitch(c, (await seenPitch(c)).pitch.id),
)

pitchApi.patch(
  '/pitches/:id',
  about({
    action: 'pitch.edit',
    summary: 'Change a pitch that is not handed in',
    answers: { 200: PitchView },
    refusals: [
      'pitch.not_found',
      'pitch.wrong_state',
      'pitch.too_late',
      'actor.forbidden',
      'request.precondition_required',
      'request.precondition_failed',
    ],
  }),
  jsonBody(PitchPatch),
  async (c) => {
    const { id } = await patchPitch(c.get('ports'), c.get('actor'), pitchId(c), ifMatch(c), c.req.valid('json'))
    return answerPitch(c, id)
  },
)

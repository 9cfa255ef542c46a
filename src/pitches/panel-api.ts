import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { answerScene, readScene, sceneId } from '../scenes/scene-request.ts'
import { SceneView } from '../scenes/scene-view.ts'
import { pageQuery } from '../shared/page.ts'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { appointEvaluator, standDown } from './appoint-evaluator.ts'
import { decidePitch, shortlistPitches } from './decide-pitch.ts'
import { DecisionView, OutcomeView, readBoard, readOutcome } from './decision-view.ts'
import { DecisionInput, ShortlistInput } from './decision.ts'
import { Appointment, pagedBy, Recusal } from './panel-request.ts'
import { readPanel } from './panel-facts.ts'
import { progressOf } from './read-evaluations.ts'
import { releaseDecisions } from './release-decisions.ts'

const PageQuery = v.strictObject(pageQuery)

const PanelView = v.object({
  members: v.array(
    v.object({
      personId: v.string(),
      name: v.string(),
      isChair: v.boolean(),
      appointedAt: Instant,
      recusedAt: v.nullable(Instant),
      recusalReason: v.nullable(v.string()),
      submitted: v.number(),
    }),
  ),
  /** Pitches in the running, each to be scored by every member. */
  pitches: v.number(),
  isOpen: v.boolean(),
})

/** Who evaluates a scene's pitches, what is decided of them, and when everybody is told. */
export const panelApi = new Hono<Env>()

panelApi.get(
  '/scenes/:id/panel',
  about({
    action: 'panel.read',
    summary: 'Who sits on the panel and how many scores are in; never which',
    answers: { 200: PanelView },
    refusals: ['scene.not_found', 'actor.forbidden'],
  }),
  async (c) => answer(c, await panelOf(c)),
)

const panelRefusals = ['scene.not_found', 'panel.wrong_state', 'panel.not_evaluator', 'panel.conflict'] as const

panelApi.post(
  '/scenes/:id/panel/members',
  about({
    action: 'panel.appoint',
    summary: 'Appoint an evaluator, or make a member the chair',
    answers: { 201: PanelView },
    refusals: panelRefusals,
  }),
  jsonBody(Appointment),
  async (c) => {
    await appointEvaluator(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json'))
    return answer(c, await panelOf(c), 201)
  },
)

panelApi.post(
  '/scenes/:id/panel/members/:person_id/recusal',
  about({
    action: 'panel.appoint',
    summary: 'Take an evaluator off who cannot judge, or does not; the others count',
    answers: { 201: PanelView },
    refusals: ['scene.not_found', 'person.not_found', 'panel.wrong_state'],
  }),
  jsonBody(Recusal),
  async (c) => {
    const personId = c.req.param('person_id')
    await standDown(c.get('ports'), c.get('actor'), sceneId(c), personId, c.req.valid('json').reason)
    return answer(c, await panelOf(c), 201)
  },
)

async function panelOf(c: C) {
  const scene = await readScene(c, 'panel.read')
  const facts = await readPanel(c.get('ports').db, scene)
  return { members: progressOf(facts), pitches: facts.pitches.length, isOpen: facts.isOpen }
}

const DecisionPage = v.object({ items: v.array(DecisionView), nextCursor: v.nullable(v.string()), total: v.number() })

panelApi.get(
  '/scenes/:id/decisions',
  about({
    action: 'decision.read',
    summary: 'Every pitch in the running with its marks, once they are open, and what is decided of it so far',
    answers: { 200: DecisionPage },
    refusals: ['scene.not_found', 'actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(PageQuery),
  async (c) => answer(c, pagedBy(await boardItems(c), c.req.valid('query'))),
)

panelApi.post(
  '/scenes/:id/shortlist',
  about({
    action: 'decision.shortlist',
    summary: 'Put pitches on the shortlist, at most as many as announced',
    answers: { 201: DecisionPage },
    refusals: [
      'scene.not_found',
      'pitch.not_found',
      'pitch.wrong_state',
      'scene.wrong_state',
      'consensus.too_early',
      'decision.too_many',
    ],
  }),
  jsonBody(ShortlistInput),
  async (c) => {
    await shortlistPitches(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').pitchIds)
    return answer(c, pagedBy(await boardItems(c), {}), 201)
  },
)

async function boardItems(c: C): Promise<DecisionView[]> {
  const { db, clock } = c.get('ports')
  return (await readBoard(db, c.get('actor'), sceneId(c), clock())).items
}

panelApi.put(
  '/pitches/:id/decision',
  about({
    action: 'decision.write',
    summary: 'Write a decision down, with the feedback and, where it is declined, its codes; nobody is told before the release',
    answers: { 204: undefined },
    refusals: [
      'pitch.not_found',
      'pitch.wrong_state',
      'scene.wrong_state',
      'decision.incomplete',
      'decision.too_many',
      'decision.released',
    ],
  }),
  jsonBody(DecisionInput),
  async (c) => {
    await decidePitch(c.get('ports'), c.get('actor'), pitchOf(c), c.req.valid('json'))
    return c.body(null, 204)
  },
)

panelApi.get(
  '/pitches/:id/decision',
  about({
    action: 'pitch.read',
    summary: 'What was decided of a pitch, why, and the medians of its marks; from the release on',
    answers: { 200: OutcomeView },
    refusals: ['pitch.not_found', 'decision.not_found'],
  }),
  async (c) => {
    const { db, clock } = c.get('ports')
    return answer(c, await readOutcome(db, c.get('actor'), pitchOf(c), clock()))
  },
)

panelApi.post(
  '/scenes/:id/release',
  about({
    action: 'scene.release',
    summary: 'Tell everybody at once; never by who decided',
    answers: { 201: SceneView },
    refusals: [
      'scene.not_found',
      'scene.wrong_state',
      'decision.appeal_open',
      'decision.incomplete',
      'decision.own',
      'decision.too_many',
    ],
  }),
  async (c) => answerScene(c, await releaseDecisions(c.get('ports'), c.get('actor'), sceneId(c)), 201),
)

function pitchOf(c: C): string {
  return pathId(c, 'pitch.not_found')
}

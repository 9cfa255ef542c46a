import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { permit } from '../accounts/permissions.ts'
import { readScene, sceneId } from '../scenes/scene-request.ts'
import { sceneStatuses, statusAt } from '../scenes/scene.ts'
import { encodeCursor, pageLimitDefault, pageQuery } from '../shared/page.ts'
import { unwrap } from '../shared/refusal.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { about, answer, jsonBody, optionalJsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pathId } from '../web/request.ts'
import { agreeConsensus } from './agree-consensus.ts'
import { stepAside } from './appoint-evaluator.ts'
import { ConsensusView, consensusView, EvaluationView, evaluationView, OwnScoreView, ownScoreView } from './evaluation-view.ts'
import { pagedBy, Recusal } from './panel-request.ts'
import { countPanelsOf } from './panel-store.ts'
import { inOrder, readEvaluated, readSeat, readSeatAt, readSeats } from './read-evaluations.ts'
import type { SeatLine } from './read-evaluations.ts'
import { saveScore, submitScore } from './score-pitch.ts'
import { ConsensusInput, criteriaOf, ScoreInput } from './score.ts'

const PageQuery = v.strictObject(pageQuery)
const Id = v.pipe(v.string(), v.uuid())

const SeatView = v.object({
  scene: v.object({
    id: Id,
    ref: v.nullable(v.string()),
    title: v.nullable(v.string()),
    status: v.picklist(idsOf(sceneStatuses)),
  }),
  isChair: v.boolean(),
  recusedAt: v.nullable(Instant),
  work: v.nullable(v.object({ pitches: v.number(), submitted: v.number(), isOpen: v.boolean() })),
})

const pageOfItems = <S extends v.GenericSchema>(item: S) =>
  v.object({ items: v.array(item), nextCursor: v.nullable(v.string()), total: v.number() })

/** What evaluators read and write: pitches without names, marks of their own, and in the end one another's. */
export const evaluationApi = new Hono<Env>()

evaluationApi.get(
  '/evaluations',
  about({
    action: 'score.read',
    summary: 'The panels the caller sits on',
    answers: { 200: pageOfItems(SeatView) },
    refusals: ['actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(PageQuery),
  async (c) => {
    const [{ db, clock }, actor] = [c.get('ports'), c.get('actor')]
    unwrap(permit(actor, 'score.read'))
    const { limit = pageLimitDefault, cursor } = c.req.valid('query')
    const lines = await readSeats(db, actor, { after: afterId(cursor), limit: limit + 1 }, clock())
    const items = lines.slice(0, limit)
    const nextCursor = lines.length > limit ? encodeCursor([items.at(-1)!.scene.id]) : null
    const total = await countPanelsOf(db, actor.personId ?? '')
    return answer(c, { items: items.map((one) => seatView(one, clock())), nextCursor, total })
  },
)

function seatView({ scene, isChair, recusedAt, work }: SeatLine, now: Date) {
  const { id, ref, content } = scene
  return { scene: { id, ref, title: content.title ?? null, status: statusAt(scene, now) }, isChair, recusedAt, work }
}

evaluationApi.get(
  '/scenes/:id/evaluations',
  about({
    action: 'score.read',
    summary: 'The pitches of a scene for its panel: without names until the shortlist, without others’ marks until all are in',
    answers: { 200: pageOfItems(EvaluationView) },
    refusals: ['scene.not_found', 'panel.not_member', 'panel.recused', 'request.bad_cursor'],
  }),
  queryOf(PageQuery),
  async (c) => {
    const { db, clock } = c.get('ports')
    const seat = await readSeat(db, c.get('actor'), sceneId(c), clock())
    const page = pagedBy(inOrder(seat.facts), c.req.valid('query'))
    const shown = await readEvaluated(db, seat, page.items)
    return answer(c, { ...page, items: shown.map((one) => evaluationView(one, seat.personId)) })
  },
)

evaluationApi.get(
  '/pitches/:id/evaluation',
  about({
    action: 'score.read',
    summary: 'One pitch for its panel',
    answers: { 200: EvaluationView },
    refusals: ['pitch.not_found', 'panel.recused'],
  }),
  async (c) => {
    const { db, clock } = c.get('ports')
    const { pitch, ...seat } = await readSeatAt(db, c.get('actor'), pitchOf(c), clock())
    const [evaluated] = await readEvaluated(db, seat, [pitch])
    return answer(c, evaluationView(evaluated!, seat.personId))
  },
)

const scoreRefusals = [
  'pitch.not_found',
  'pitch.wrong_state',
  'scene.wrong_state',
  'panel.recused',
  'panel.conflict',
  'score.sealed',
  'score.incomplete',
] as const

evaluationApi.put(
  '/pitches/:id/score',
  about({ action: 'score.write', summary: 'Keep marks as a draft', answers: { 200: OwnScoreView }, refusals: scoreRefusals }),
  jsonBody(ScoreInput),
  async (c) => {
    const id = pitchOf(c)
    await saveScore(c.get('ports'), c.get('actor'), id, c.req.valid('json'))
    return answer(c, await ownScore(c, id))
  },
)

evaluationApi.post(
  '/pitches/:id/score/submission',
  about({
    action: 'score.write',
    summary: 'Hand the marks in, those given here or the draft; they are sealed for ever',
    answers: { 201: OwnScoreView },
    refusals: scoreRefusals,
  }),
  optionalJsonBody(v.union([ScoreInput, v.strictObject({})])),
  async (c) => {
    const [id, input] = [pitchOf(c), c.req.valid('json')]
    await submitScore(c.get('ports'), c.get('actor'), id, 'marks' in input ? input : undefined)
    return answer(c, await ownScore(c, id), 201)
  },
)

async function ownScore(c: C, pitchId: string) {
  const { db, clock } = c.get('ports')
  const { facts, personId } = await readSeatAt(db, c.get('actor'), pitchId, clock())
  const own = facts.scores.find((score) => score.pitchId === pitchId && score.personId === personId)!
  return ownScoreView(own, criteriaOf(facts.scene))
}

evaluationApi.put(
  '/pitches/:id/consensus',
  about({
    action: 'consensus.write',
    summary: 'The chair writes down what the panel agreed on, and who did not; the total is computed',
    answers: { 200: ConsensusView },
    refusals: [
      'pitch.not_found',
      'pitch.wrong_state',
      'scene.wrong_state',
      'panel.recused',
      'panel.conflict',
      'consensus.not_chair',
      'consensus.too_early',
      'score.incomplete',
    ],
  }),
  jsonBody(ConsensusInput),
  async (c) => answer(c, consensusView(await agreeConsensus(c.get('ports'), c.get('actor'), pitchOf(c), c.req.valid('json')))),
)

evaluationApi.post(
  '/scenes/:id/panel/recusal',
  about({
    action: 'panel.step_aside',
    summary: 'Declare a conflict and step aside; the others count',
    answers: { 204: undefined },
    refusals: ['scene.not_found', 'panel.not_member', 'panel.recused', 'panel.wrong_state'],
  }),
  jsonBody(Recusal),
  async (c) => {
    await readScene(c)
    await stepAside(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').reason)
    return c.body(null, 204)
  },
)

function pitchOf(c: C): string {
  return pathId(c, 'pitch.not_found')
}

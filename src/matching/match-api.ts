import { Hono } from 'hono'
import * as v from 'valibot'
import { SceneContent } from '../scenes/scene-content.ts'
import { pageQuery, pageLimitDefault } from '../shared/page.ts'
import { text } from '../shared/schema.ts'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { markMatch, unmarkMatch } from './mark-match.ts'
import { noteImpressions } from './note-impressions.ts'
import {
  ExplainedAnswer,
  OpportunityAnswer,
  MatchesAnswer,
  rankingAnswer,
  spoken,
  spokenMatch,
  spokenRanking,
} from './match-view.ts'
import { explainMatch } from './explain-match.ts'
import { previewMatches, rankCompanies } from './rank-companies.ts'
import { rankScenes } from './rank-scenes.ts'

export const matchApi = new Hono<Env>()

const RankingQuery = v.strictObject({
  ...pageQuery,
  include: v.optional(v.picklist(['excluded', 'teams'])),
  order: v.optional(v.picklist(['reciprocal'])),
  lang: v.optional(v.picklist(['zh', 'en'])),
})
const rankingQuery = ({ limit, cursor, include, order }: v.InferOutput<typeof RankingQuery>) => ({
  limit: limit ?? pageLimitDefault,
  cursor,
  includeExcluded: include === 'excluded',
  includeTeams: include === 'teams',
  order,
})

matchApi.get(
  '/scenes/:id/matches',
  about({
    action: 'match.read_scene',
    summary: 'Who should pitch for this scene, in order, with reasons',
    answers: { 200: MatchesAnswer },
    refusals: ['scene.not_found', 'actor.forbidden', 'request.stale_cursor', 'request.bad_cursor'],
  }),
  queryOf(RankingQuery),
  async (c) => {
    const id = pathId(c, 'scene.not_found')
    const ranking = await rankCompanies(c.get('ports'), c.get('actor'), id, rankingQuery(c.req.valid('query')))
    const shown = ranking.items.map(({ company, place, newcomer }) => ({
      sceneId: id,
      companyId: company.id,
      place,
      propensity: newcomer?.propensity,
    }))
    await noteImpressions(c.get('ports'), c.get('actor'), 'scene', ranking, shown)
    return answer(c, spokenRanking(ranking, c.get('lang')))
  },
)

matchApi.get(
  '/companies/:id/opportunities',
  about({
    action: 'match.read_company',
    summary: 'Which open scenes this company should pursue, in order, with reasons',
    answers: { 200: rankingAnswer(OpportunityAnswer) },
    refusals: ['company.not_found', 'actor.forbidden', 'request.stale_cursor', 'request.bad_cursor'],
  }),
  queryOf(RankingQuery),
  async (c) => {
    const id = pathId(c, 'company.not_found')
    const ranking = await rankScenes(c.get('ports'), c.get('actor'), id, rankingQuery(c.req.valid('query')))
    const shown = ranking.items.map(({ scene, place }) => ({ sceneId: scene.id, companyId: id, place }))
    await noteImpressions(c.get('ports'), c.get('actor'), 'company', ranking, shown)
    return answer(c, { ...ranking, items: ranking.items.map((item) => spoken(item, c.get('lang'))) })
  },
)

matchApi.post(
  '/matches/preview',
  about({
    action: 'match.preview',
    summary: 'Who would fit a scene that is not stored',
    answers: { 200: MatchesAnswer },
    refusals: ['request.invalid', 'actor.forbidden'],
  }),
  queryOf(RankingQuery),
  jsonBody(SceneContent),
  async (c) => {
    const ranking = await previewMatches(c.get('ports'), c.get('actor'), c.req.valid('json'), rankingQuery(c.req.valid('query')))
    return answer(c, spokenRanking(ranking, c.get('lang')))
  },
)

matchApi.get(
  '/companies/:id/opportunities/:scene_id',
  about({
    action: 'match.read_company',
    summary: 'Why this company stands where it stands for a scene, or why it is not ranked',
    answers: { 200: ExplainedAnswer },
    refusals: ['company.not_found', 'scene.not_found', 'actor.forbidden'],
  }),
  async (c) => {
    const id = pathId(c, 'company.not_found')
    const match = await explainMatch(c.get('ports'), c.get('actor'), pathId(c, 'scene.not_found', 'scene_id'), id)
    return answer(c, spokenMatch(match, c.get('lang')))
  },
)

matchApi.get(
  '/scenes/:id/matches/:company_id',
  about({
    action: 'match.read_scene',
    summary: 'Why one company stands where it stands for this scene, and what would change that',
    answers: { 200: ExplainedAnswer },
    refusals: ['scene.not_found', 'company.not_found', 'actor.forbidden'],
  }),
  async (c) => {
    const id = pathId(c, 'scene.not_found')
    const match = await explainMatch(c.get('ports'), c.get('actor'), id, pathId(c, 'company.not_found', 'company_id'))
    return answer(c, spokenMatch(match, c.get('lang')))
  },
)

const MarkBody = v.variant('kind', [
  v.strictObject({ kind: v.literal('saved'), reason: v.optional(text(300)) }),
  v.strictObject({ kind: v.literal('dismissed'), reason: v.pipe(text(300), v.nonEmpty('a dismissal needs a reason')) }),
])
const MarkAnswer = v.object({ kind: v.picklist(['saved', 'dismissed']), reason: v.nullable(v.string()), markedAt: v.string() })

const markRoutes = [
  {
    side: 'scene',
    path: '/scenes/:scene_id/matches/:company_id/mark',
    action: 'match.mark_company',
    of: 'a company, for this scene',
  },
  {
    side: 'company',
    path: '/companies/:company_id/opportunities/:scene_id/mark',
    action: 'match.mark_scene',
    of: 'a scene, for this company',
  },
] as const

for (const { side, path, action, of } of markRoutes) {
  matchApi.put(
    path,
    about({
      action,
      summary: `Save ${of}, or dismiss it with a reason`,
      answers: { 200: MarkAnswer },
      refusals: ['scene.not_found', 'company.not_found', 'actor.forbidden', 'request.invalid'],
    }),
    jsonBody(MarkBody),
    async (c) => {
      const ids = {
        side,
        sceneId: pathId(c, 'scene.not_found', 'scene_id'),
        companyId: pathId(c, 'company.not_found', 'company_id'),
      }
      const { kind, reason } = c.req.valid('json')
      return answer(c, await markMatch(c.get('ports'), c.get('actor'), ids, { kind, reason: reason ?? null }))
    },
  )
  matchApi.delete(
    path,
    about({
      action,
      summary: `Take back the mark on ${of}`,
      answers: { 204: undefined },
      refusals: ['scene.not_found', 'company.not_found', 'actor.forbidden'],
    }),
    async (c) => {
      const ids = {
        side,
        sceneId: pathId(c, 'scene.not_found', 'scene_id'),
        companyId: pathId(c, 'company.not_found', 'company_id'),
      }
      await unmarkMatch(c.get('ports'), c.get('actor'), ids)
      return c.body(null, 204)
    },
  )
}

import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { patched } from '../shared/schema.ts'
import { domains, idsOf } from '../shared/taxonomy.ts'
import { about, answer, ifMatch, jsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pageOf, viewing } from '../web/request.ts'
import { draftScene, editScene } from './draft-scene.ts'
import { findSimilar, recallSimilar } from './find-similar.ts'
import { judgeScene } from './judge-scene.ts'
import { readsWholeDistrict } from './scene-access.ts'
import { sceneTypes, ScenePatch } from './scene-content.ts'
import type { SceneContent } from './scene-content.ts'
import { sceneHistoryApi } from './scene-history-api.ts'
import { answerScene, readScene, sceneId } from './scene-request.ts'
import { sceneStepsApi } from './scene-steps-api.ts'
import { countScenes, listScenes } from './scene-store.ts'
import type { SceneFilter } from './scene-store.ts'
import { QualityView, SceneView, sceneView, SimilarView } from './scene-view.ts'
import { sceneStatuses } from './scene.ts'
import type { DuplicateAnswer, Override } from './scene.ts'
import { permit } from '../accounts/permissions.ts'
import { unwrap } from '../shared/refusal.ts'

const SceneQuery = v.strictObject({
  ...pageQuery,
  status: v.optional(v.picklist(idsOf(sceneStatuses))),
  domain: v.optional(v.picklist(idsOf(domains))),
  mine: v.optional(v.picklist(['true', 'false'])),
})
type SceneQuery = v.InferOutput<typeof SceneQuery>

const SceneList = v.object({ items: v.array(SceneView), nextCursor: v.nullable(v.string()), total: v.number() })
const SceneType = v.object({
  id: v.string(),
  zh: v.string(),
  en: v.string(),
  pilotWeeksMax: v.number(),
  needsBudget: v.boolean(),
  needsKpis: v.boolean(),
})

export const sceneApi = new Hono<Env>()

sceneApi.get(
  '/scene-types',
  about({
    action: 'public.read',
    summary: 'The types of scene and what each needs',
    answers: { 200: v.object({ items: v.array(SceneType) }) },
  }),
  (c) => answer(c, { items: sceneTypes }),
)

sceneApi.post(
  '/scenes',
  about({
    action: 'scene.draft',
    summary: 'Create a draft scene',
    answers: { 201: SceneView },
    refusals: ['organisation.not_verified'],
  }),
  jsonBody(ScenePatch),
  async (c) => {
    const scene = await draftScene(c.get('ports'), c.get('actor'), c.req.valid('json'))
    c.header('location', `/api/v1/scenes/${scene.id}`)
    return answerScene(c, scene, 201)
  },
)

sceneApi.get(
  '/scenes',
  about({
    action: 'public.read',
    summary: 'Scenes the caller may see, newest first',
    answers: { 200: SceneList },
    refusals: ['request.bad_cursor'],
  }),
  queryOf(SceneQuery),
  async (c) => {
    const query = c.req.valid('query')
    const limit = query.limit ?? pageLimitDefault
    const filter = filterOf(c, query)
    const { db } = c.get('ports')
    const [rows, total] = await Promise.all([listScenes(db, filter, afterId(query.cursor), limit + 1), countScenes(db, filter)])
    return answer(
      c,
      pageAs(pageOf(rows, limit, total), (scene) => sceneView(scene, viewing(c))),
    )
  },
)

sceneApi.post(
  '/scenes/quality',
  about({ action: 'scene.draft', summary: 'Judge the content of a form; nothing is stored', answers: { 200: QualityView } }),
  jsonBody(ScenePatch),
  async (c) => {
    unwrap(permit(c.get('actor'), 'scene.draft'))
    return answer(c, await judge(c, { districtId: c.get('actor').districtId, content: patched({}, c.req.valid('json')) }))
  },
)

sceneApi.get(
  '/scenes/:id',
  about({ action: 'public.read', summary: 'One scene', answers: { 200: SceneView }, refusals: ['scene.not_found'] }),
  async (c) => answerScene(c, await readScene(c)),
)

sceneApi.patch(
  '/scenes/:id',
  about({
    action: 'scene.edit',
    summary: 'Change a draft; null clears a field',
    answers: { 200: SceneView },
    refusals: ['scene.not_found', 'scene.wrong_state'],
  }),
  jsonBody(ScenePatch),
  async (c) => answerScene(c, await editScene(c.get('ports'), c.get('actor'), sceneId(c), ifMatch(c), c.req.valid('json'))),
)

sceneApi.get(
  '/scenes/:id/quality',
  about({
    action: 'scene.read_own',
    summary: 'Its quality, as if it were published now',
    answers: { 200: QualityView },
    refusals: ['scene.not_found'],
  }),
  async (c) => answer(c, await judge(c, await readScene(c, 'scene.read_own'))),
)

sceneApi.get(
  '/scenes/:id/similar',
  about({
    action: 'scene.read_own',
    summary: 'Open and past scenes most like it',
    answers: { 200: v.object({ items: v.array(SimilarView) }) },
    refusals: ['scene.not_found'],
  }),
  async (c) => {
    const scene = await readScene(c, 'scene.read_own')
    const ports = c.get('ports')
    return answer(c, {
      items: await findSimilar(ports.db, c.get('actor'), scene, await recallSimilar(ports, scene.content), ports.clock()),
    })
  },
)

sceneApi.route('/', sceneStepsApi)
sceneApi.route('/', sceneHistoryApi)

type Judged = {
  id?: string
  districtId: string
  content: SceneContent
  duplicatesAnswered?: DuplicateAnswer[]
  overrides?: Override[]
  publishedAt?: Date | null
}

async function judge(c: C, scene: Judged) {
  const ports = c.get('ports')
  const { actor, zone } = viewing(c)
  const now = scene.publishedAt ?? ports.clock()
  const deadlineStanding = scene.publishedAt ? scene.content.deadline : undefined
  const recalled = await recallSimilar(ports, scene.content)
  return judgeScene(ports.db, actor, scene, { now, zone, step: 'draft', recalled, deadlineStanding })
}

/** `mine` of somebody without an organisation is nobody's. */
function filterOf(c: C, { status, domain, mine }: SceneQuery): SceneFilter {
  const { actor, now } = viewing(c)
  const sees = readsWholeDistrict(actor) ? 'all' : { orgId: isPublisher(actor) ? actor.orgId : null }
  return { districtId: actor.districtId, sees, status, domain, now, ofOrg: mine === 'true' ? (actor.orgId ?? nobody) : undefined }
}

const nobody = '00000000-0000-0000-0000-000000000000'

function isPublisher(actor: C['var']['actor']): boolean {
  return permit(actor, 'scene.read_own').ok
}

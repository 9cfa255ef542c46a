import { Hono } from 'hono'
import * as v from 'valibot'
import { about, answer, jsonBody, optionalJsonBody, withEtag } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { viewing } from '../web/request.ts'
import { amendScene } from './amend-scene.ts'
import { cancelScene, closeScene, redraftScene, resumeScene, suspendScene, unmatchScene } from './change-scene-status.ts'
import { findSimilar, recallSimilar } from './find-similar.ts'
import { publishScene } from './publish-scene.ts'
import { returnScene, tickSceneCompliance, untickSceneCompliance } from './review-scene.ts'
import { answerScene, sceneId } from './scene-request.ts'
import { Addendum, Cancellation, DuplicateAnswered, Publication, Reason, Return, Unmatched } from './scene-step-input.ts'
import { AddendumView, addendumView, SceneView, sceneView, SimilarView } from './scene-view.ts'
import { answerDuplicate, submitScene, withdrawScene } from './submit-scene.ts'

const Submitted = v.object({ ...SceneView.entries, similar: v.array(SimilarView) })
const Amended = v.object({
  scene: SceneView,
  addendum: v.nullable(AddendumView),
  changes: v.array(v.object({ field: v.string(), before: v.unknown(), after: v.unknown() })),
  extendedTo: v.nullable(v.string()),
})

/** Every change of state is a resource: POST makes it, DELETE takes it back. */
export const sceneStepsApi = new Hono<Env>()

const refused = ['scene.not_found', 'scene.wrong_state'] as const

sceneStepsApi.post(
  '/scenes/:id/submission',
  about({
    action: 'scene.submit',
    summary: 'Sign it off to the district office',
    answers: { 201: Submitted },
    refusals: [...refused, 'scene.incomplete', 'scene.comments_open'],
  }),
  async (c) => {
    const ports = c.get('ports')
    const scene = await submitScene(ports, c.get('actor'), sceneId(c))
    const similar = await findSimilar(ports.db, c.get('actor'), scene, await recallSimilar(ports, scene.content), ports.clock())
    withEtag(c, scene.version)
    return answer(c, { ...sceneView(scene, viewing(c)), similar }, 201)
  },
)

sceneStepsApi.delete(
  '/scenes/:id/submission',
  about({
    action: 'scene.withdraw',
    summary: 'Take it back before it is decided',
    answers: { 200: SceneView },
    refusals: refused,
  }),
  async (c) => answerScene(c, await withdrawScene(c.get('ports'), c.get('actor'), sceneId(c))),
)

sceneStepsApi.post(
  '/scenes/:id/duplicates',
  about({
    action: 'scene.answer_duplicate',
    summary: 'Say what a probable duplicate is',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_reason'],
  }),
  jsonBody(DuplicateAnswered),
  async (c) => answerScene(c, await answerDuplicate(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json')), 201),
)

sceneStepsApi.post(
  '/scenes/:id/return',
  about({
    action: 'scene.return',
    summary: 'Send it back with remarks on its fields',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_comment'],
  }),
  jsonBody(Return),
  async (c) => answerScene(c, await returnScene(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').comments), 201),
)

sceneStepsApi.post(
  '/scenes/:id/compliance',
  about({
    action: 'scene.tick_compliance',
    summary: 'The compliance reviewer’s tick',
    answers: { 201: SceneView },
    refusals: [...refused, 'actor.own_writing'],
  }),
  async (c) => answerScene(c, await tickSceneCompliance(c.get('ports'), c.get('actor'), sceneId(c)), 201),
)

sceneStepsApi.delete(
  '/scenes/:id/compliance',
  about({
    action: 'scene.untick_compliance',
    summary: 'Take the tick back before it is decided',
    answers: { 200: SceneView },
    refusals: refused,
  }),
  async (c) => answerScene(c, await untickSceneCompliance(c.get('ports'), c.get('actor'), sceneId(c))),
)

sceneStepsApi.post(
  '/scenes/:id/publication',
  about({
    action: 'scene.publish',
    summary: 'Publish it; a MAJOR finding may be set aside, with a reason',
    answers: { 201: SceneView },
    refusals: [
      ...refused,
      'actor.own_writing',
      'scene.below_quality',
      'scene.not_overridable',
      'scene.incomplete',
      'scene.needs_compliance',
    ],
  }),
  optionalJsonBody(Publication),
  async (c) => answerScene(c, await publishScene(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').overrides), 201),
)

sceneStepsApi.post(
  '/scenes/:id/addenda',
  about({
    action: 'scene.amend',
    summary: 'Change a published scene',
    answers: { 201: Amended },
    refusals: [...refused, 'scene.needs_addendum', 'scene.below_quality', 'scene.incomplete', 'scene.needs_compliance'],
  }),
  jsonBody(Addendum),
  async (c) => {
    const { changes, reason } = c.req.valid('json')
    const { scene, amendment, addendum } = await amendScene(c.get('ports'), c.get('actor'), sceneId(c), changes, reason)
    withEtag(c, scene.version)
    const announced = addendum === null ? null : addendumView(addendum, 'int')
    return answer(
      c,
      {
        scene: sceneView(scene, viewing(c)),
        addendum: announced,
        changes: amendment.changes,
        extendedTo: amendment.extendedTo ?? null,
      },
      201,
    )
  },
)

sceneStepsApi.post(
  '/scenes/:id/closure',
  about({
    action: 'scene.close',
    summary: 'Close it before its deadline',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_reason'],
  }),
  jsonBody(Reason),
  async (c) => answerScene(c, await closeScene(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').reason), 201),
)

sceneStepsApi.post(
  '/scenes/:id/suspension',
  about({
    action: 'scene.suspend',
    summary: 'Hold it; the clock stops',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_reason'],
  }),
  jsonBody(Reason),
  async (c) => answerScene(c, await suspendScene(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json').reason), 201),
)

sceneStepsApi.delete(
  '/scenes/:id/suspension',
  about({
    action: 'scene.resume',
    summary: 'Let it go on; the deadline moves by the pause',
    answers: { 200: SceneView },
    refusals: refused,
  }),
  async (c) => answerScene(c, await resumeScene(c.get('ports'), c.get('actor'), sceneId(c))),
)

sceneStepsApi.post(
  '/scenes/:id/cancellation',
  about({
    action: 'scene.cancel',
    summary: 'Call it off, with a reason code',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_reason'],
  }),
  jsonBody(Cancellation),
  async (c) => {
    const { code, text: words } = c.req.valid('json')
    return answerScene(c, await cancelScene(c.get('ports'), c.get('actor'), sceneId(c), code, words), 201)
  },
)

sceneStepsApi.post(
  '/scenes/:id/unmatched',
  about({
    action: 'scene.unmatch',
    summary: 'Record that nothing suitable was found',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.needs_reason', 'scene.pitches_open', 'scene.pitches_chosen'],
  }),
  jsonBody(Unmatched),
  async (c) => {
    const { reason, wouldChange } = c.req.valid('json')
    return answerScene(c, await unmatchScene(c.get('ports'), c.get('actor'), sceneId(c), reason, wouldChange), 201)
  },
)

sceneStepsApi.post(
  '/scenes/:id/draft',
  about({
    action: 'scene.redraft',
    summary: 'Begin again from what found no match',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.too_late'],
  }),
  async (c) => answerScene(c, await redraftScene(c.get('ports'), c.get('actor'), sceneId(c)), 201),
)

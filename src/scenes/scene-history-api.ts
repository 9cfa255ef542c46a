import { Hono } from 'hono'
import * as v from 'valibot'
import { refuse, unwrap } from '../shared/refusal.ts'
import { line } from '../shared/schema.ts'
import { about, answer, jsonBody } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { restoreVersion } from './draft-scene.ts'
import { answerRemark, commentOnScene } from './review-scene.ts'
import { accessTo } from './scene-access.ts'
import { diffOf } from './scene-amendment.ts'
import { findContentAt, listAddenda, listComments, listVersions } from './scene-history-store.ts'
import { answerScene, readScene, sceneId } from './scene-request.ts'
import { reasonCharactersMax, SceneRemark } from './scene-step-input.ts'
import type { StoredScene } from './scene-store.ts'
import { AddendumView, addendumView, CommentView, SceneView } from './scene-view.ts'

const VersionList = v.object({ items: v.array(v.object({ version: v.number(), savedBy: v.string(), savedAt: v.string() })) })
const Difference = v.object({
  from: v.number(),
  to: v.number(),
  changes: v.array(v.object({ field: v.string(), before: v.unknown(), after: v.unknown() })),
})
const CommentAnswer = v.strictObject({ answer: line(reasonCharactersMax) })

/** What a scene was: versions and their differences, remarks and answers, addenda. */
export const sceneHistoryApi = new Hono<Env>()

const refused = ['scene.not_found'] as const

sceneHistoryApi.get(
  '/scenes/:id/versions',
  about({ action: 'scene.read_own', summary: 'Saved versions, newest first', answers: { 200: VersionList }, refusals: refused }),
  async (c) => {
    const scene = await readScene(c, 'scene.read_own')
    return answer(c, { items: await listVersions(c.get('ports').db, scene.id) })
  },
)

sceneHistoryApi.get(
  '/scenes/:id/versions/:range',
  about({
    action: 'scene.read_own',
    summary: 'What differs between two versions, a..b',
    answers: { 200: Difference },
    refusals: refused,
  }),
  async (c) => {
    const scene = await readScene(c, 'scene.read_own')
    const [from, to] = rangeOf(c, scene)
    const { db } = c.get('ports')
    const [before, after] = await Promise.all([findContentAt(db, scene.id, from), findContentAt(db, scene.id, to)])
    return answer(c, { from, to, changes: diffOf(before ?? {}, after ?? {}) })
  },
)

sceneHistoryApi.post(
  '/scenes/:id/versions/:n/restoration',
  about({
    action: 'scene.edit',
    summary: 'Put an earlier version back, as a new one',
    answers: { 201: SceneView },
    refusals: [...refused, 'scene.wrong_state'],
  }),
  async (c) => answerScene(c, await restoreVersion(c.get('ports'), c.get('actor'), sceneId(c), versionOf(c.req.param('n'))), 201),
)

sceneHistoryApi.get(
  '/scenes/:id/comments',
  about({
    action: 'scene.read_own',
    summary: 'Remarks of the review, and their answers',
    answers: { 200: v.object({ items: v.array(CommentView) }) },
    refusals: refused,
  }),
  async (c) => {
    const scene = await readScene(c, 'scene.read_own')
    return answer(c, { items: await listComments(c.get('ports').db, scene.id) })
  },
)

sceneHistoryApi.post(
  '/scenes/:id/comments',
  about({
    action: 'scene.review',
    summary: 'Remark on a field',
    answers: { 201: CommentView },
    refusals: [...refused, 'scene.wrong_state'],
  }),
  jsonBody(SceneRemark),
  async (c) => answer(c, await commentOnScene(c.get('ports'), c.get('actor'), sceneId(c), c.req.valid('json')), 201),
)

sceneHistoryApi.post(
  '/scenes/:id/comments/:comment/answer',
  about({
    action: 'scene.answer_comment',
    summary: 'Answer a remark',
    answers: { 201: CommentView },
    refusals: [...refused, 'scene.wrong_state'],
  }),
  jsonBody(CommentAnswer),
  async (c) =>
    answer(
      c,
      await answerRemark(c.get('ports'), c.get('actor'), sceneId(c), sceneId(c, 'comment'), c.req.valid('json').answer),
      201,
    ),
)

sceneHistoryApi.get(
  '/scenes/:id/addenda',
  about({
    action: 'public.read',
    summary: 'What changed since its publication',
    answers: { 200: v.object({ items: v.array(AddendumView) }) },
    refusals: refused,
  }),
  async (c) => {
    const scene = await readScene(c)
    return answer(c, {
      items: (await listAddenda(c.get('ports').db, scene.id)).map((addendum) =>
        addendumView(addendum, accessTo(c.get('actor'), scene)),
      ),
    })
  },
)

/** Two versions as in 3..7. */
function rangeOf(c: C, scene: StoredScene): [number, number] {
  const match = /^(\d{1,9})\.\.(\d{1,9})$/u.exec(c.req.param('range') ?? '')
  const [from, to] = [Number(match?.[1]), Number(match?.[2])]
  const isKnown = match !== null && [from, to].every((version) => version >= 1 && version <= scene.version)
  return isKnown ? [from, to] : unwrap<never>(refuse('scene.not_found'))
}

function versionOf(text: string): number {
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : unwrap<never>(refuse('scene.not_found'))
}

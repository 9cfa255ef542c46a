import { Hono } from 'hono'
import * as v from 'valibot'
import { readScene, sceneId } from '../scenes/scene-request.ts'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId, viewing } from '../web/request.ts'
import { answerQuestion, askQuestion } from './ask-question.ts'
import { AnswerText, QuestionText } from './question.ts'
import { QuestionQuery, questionsOf } from './question-request.ts'
import { QuestionView, questionView } from './question-view.ts'

const QuestionPage = v.object({ items: v.array(QuestionView), nextCursor: v.nullable(v.string()), total: v.number() })

/** What companies ask of a scene before they pitch, and what everybody is answered. */
export const questionApi = new Hono<Env>()

questionApi.get(
  '/scenes/:id/questions',
  about({
    action: 'public.read',
    summary: 'Questions of companies, and the answers everybody gets; never who asked',
    answers: { 200: QuestionPage },
    refusals: ['scene.not_found', 'request.bad_cursor'],
  }),
  queryOf(QuestionQuery),
  async (c) => answer(c, await questionsOf(c.get('ports'), viewing(c), await readScene(c), c.req.valid('query'))),
)

questionApi.post(
  '/scenes/:id/questions',
  about({
    action: 'question.ask',
    summary: 'Ask, while the scene takes questions',
    answers: { 201: QuestionView },
    refusals: [
      'scene.not_found',
      'question.too_late',
      'question.exists',
      'question.too_many',
      'question.personal_number',
      'question.names_asker',
    ],
  }),
  jsonBody(QuestionText),
  async (c) => {
    const actor = c.get('actor')
    return answer(c, questionView(await askQuestion(c.get('ports'), actor, sceneId(c), c.req.valid('json').text), actor), 201)
  },
)

questionApi.post(
  '/scenes/:id/questions/:question_id/answer',
  about({
    action: 'question.answer',
    summary: 'Answer it, for everybody and once',
    answers: { 201: QuestionView },
    refusals: ['scene.not_found', 'question.not_found', 'question.answered', 'question.too_late', 'question.personal_number'],
  }),
  jsonBody(AnswerText),
  async (c) => {
    const [id, actor] = [pathId(c, 'question.not_found', 'question_id'), c.get('actor')]
    const answered = await answerQuestion(c.get('ports'), actor, sceneId(c), id, c.req.valid('json').answer)
    return answer(c, questionView(answered, actor), 201)
  },
)

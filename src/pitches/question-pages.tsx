import { Hono } from 'hono'
import type { Viewing } from '../accounts/actor.ts'
import { attempt, readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { readScene, sceneId } from '../scenes/scene-request.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { Page } from '../shared/page.ts'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ActionForm, momentOf, NextPage, RefusalNote, Tag, TextField } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { questionWords } from '../web/question-words.ts'
import { pathId, viewing } from '../web/request.ts'
import { answerQuestion, askQuestion } from './ask-question.ts'
import { answerCharactersMax, AnswerText, mayAnswer, mayAsk, questionCharactersMax, QuestionText, timesOf } from './question.ts'
import { QuestionQuery, questionsOf } from './question-request.ts'
import type { QuestionView } from './question-view.ts'

/** The page everybody reads, with the form of those who may ask and those who may answer. */
export const questionPages = new Hono<Env>()

questionPages.get(
  '/scenes/:id/questions',
  about({ action: 'public.read', summary: 'Questions and answers of a scene, to read' }),
  queryOf(QuestionQuery),
  async (c) => c.html(await renderQuestions(c, await readScene(c))),
)

questionPages.post('/scenes/:id/questions', about({ action: 'question.ask', summary: 'Ask' }), async (c) => {
  const [id, form] = [sceneId(c), await readForm(c)]
  const attempted = await attempt(async () =>
    askQuestion(c.get('ports'), c.get('actor'), id, validated(QuestionText, { text: '', ...form }).text),
  )
  if ('value' in attempted) return redirectWith(c, `/scenes/${id}/questions`, 'questionAsked')
  return refused(c, attempted.refusal, { text: form['text'] ?? '' })
})

// The language is switched by a GET of the address a refused form was posted to.
questionPages.get(
  '/scenes/:id/questions/:question_id/answer',
  about({ action: 'public.read', summary: 'Back to the questions' }),
  (c) => c.redirect(`/scenes/${sceneId(c)}/questions`, 303),
)

questionPages.post(
  '/scenes/:id/questions/:question_id/answer',
  about({ action: 'question.answer', summary: 'Answer a question' }),
  async (c) => {
    const [id, questionId, form] = [sceneId(c), pathId(c, 'question.not_found', 'question_id'), await readForm(c)]
    const attempted = await attempt(async () =>
      answerQuestion(c.get('ports'), c.get('actor'), id, questionId, validated(AnswerText, { answer: '', ...form }).answer),
    )
    if ('value' in attempted) return redirectWith(c, `/scenes/${id}/questions#question-${questionId}`, 'questionAnswered')
    return refused(c, attempted.refusal, { answered: questionId, answer: form['answer'] ?? '' })
  },
)

/** What was typed and not taken. */
type Typed = { text?: string; answered?: string; answer?: string }

async function refused(c: C, refusal: Refusal, typed: Typed): Promise<Response> {
  return c.html(await renderQuestions(c, await readScene(c), typed, refusal), refusals[refusal.code].status)
}

async function renderQuestions(c: C, scene: StoredScene, typed: Typed = {}, refusal?: Refusal) {
  const look = viewing(c)
  const query = validated(QuestionQuery, c.req.method === 'GET' ? c.req.query() : {})
  const page = await questionsOf(c.get('ports'), look, scene, query)
  return <QuestionsPage c={c} scene={scene} look={look} page={page} typed={typed} refusal={refusal} />
}

type PageProps = {
  c: C
  scene: StoredScene
  look: Viewing
  page: Page<QuestionView>
  typed: Typed
  refusal: Refusal | undefined
}

function QuestionsPage({ c, scene, look, page, typed, refusal }: PageProps) {
  const lang = c.get('lang')
  const t = inLang(questionWords, lang)
  const title = fill(t.of, { title: titleOf(scene.content, lang) })
  const { actor, now, zone } = look
  const target = targetOfScene(scene, now)
  const answers = permit(actor, 'question.answer', target).ok && mayAnswer(scene, zone, now).ok
  const asks = permit(actor, 'question.ask').ok && actor.orgId !== scene.orgId && mayAsk(scene, zone, now).ok
  return (
    <Layout c={c} title={title} example={scene.isExample} address={`/scenes/${scene.id}/questions`}>
      <div class="prose">
        <p>
          <a href={`/scenes/${scene.id}`}>{t.backToScene}</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">{t.lead}</p>
        <Times c={c} scene={scene} zone={zone} />
        <RefusalNote refusal={refusal} lang={lang} />
        {page.items.length === 0 && <p>{t.none}</p>}
        {page.items.map((question) => (
          <Asked
            c={c}
            scene={scene}
            question={question}
            mayAnswer={answers}
            isOver={!mayAnswer(scene, zone, now).ok}
            typed={typed}
          />
        ))}
        <NextPage c={c} cursor={page.nextCursor} />
        {asks && (
          <section class="panel" aria-labelledby="ask-title">
            <h2 id="ask-title">{t.ask}</h2>
            <ActionForm c={c} action={`/scenes/${scene.id}/questions`} label={t.send}>
              <TextField id="text" label={fill(t.yours, { max: questionCharactersMax })} value={typed.text ?? ''} rows={4} />
            </ActionForm>
          </section>
        )}
      </div>
    </Layout>
  )
}

function Times({ c, scene, zone }: { c: C; scene: StoredScene; zone: string }) {
  const t = inLang(questionWords, c.get('lang'))
  const times = timesOf(scene, zone)
  if (times === undefined) return <></>
  return (
    <p class="quiet-text">
      {fill(t.asksUntil, { at: momentOf(c, times.asksUntil) })} · {fill(t.answersUntil, { at: momentOf(c, times.answersUntil) })}
    </p>
  )
}

type AskedProps = { c: C; scene: StoredScene; question: QuestionView; mayAnswer: boolean; isOver: boolean; typed: Typed }

function Asked({ c, scene, question, mayAnswer: mayGive, isOver, typed }: AskedProps) {
  const t = inLang(questionWords, c.get('lang'))
  const { id, seq, text, answer, answeredAt, isOwn } = question
  return (
    <section class="panel" id={`question-${id}`} aria-labelledby={`question-title-${id}`}>
      <h2 id={`question-title-${id}`}>
        {fill(t.question, { n: seq })} {isOwn && <Tag>{t.own}</Tag>}
      </h2>
      <p class="text">{text}</p>
      <p class="quiet-text">{momentOf(c, question.askedAt)}</p>
      {answer === null ? (
        <p>
          <Tag tone="warn">{isOver ? t.unanswered : t.open}</Tag>
        </p>
      ) : (
        <>
          <h3>{t.answer}</h3>
          <p class="text">{answer}</p>
          {answeredAt !== null && <p class="quiet-text">{momentOf(c, answeredAt)}</p>}
        </>
      )}
      {answer === null && mayGive && (
        <ActionForm c={c} action={`/scenes/${scene.id}/questions/${id}/answer`} label={t.sendAnswer}>
          <TextField
            id={`answer-${id}`}
            name="answer"
            label={fill(t.yourAnswer, { max: answerCharactersMax })}
            value={typed.answered === id ? (typed.answer ?? '') : ''}
            rows={4}
          />
        </ActionForm>
      )}
    </section>
  )
}

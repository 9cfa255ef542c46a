import { Hono } from 'hono'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { sceneId } from '../scenes/scene-request.ts'
import { sceneStatuses, statusAt } from '../scenes/scene.ts'
import { encodeCursor, pageLimitDefault } from '../shared/page.ts'
import { refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ActionForm, ExampleTag, NextPage, RefusalNote, Tag, TextField } from '../web/components.tsx'
import { evaluationWords } from '../web/evaluation-words.ts'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { afterId } from '../web/request.ts'
import { stepAside } from './appoint-evaluator.ts'
import { evaluationView } from './evaluation-view.ts'
import type { EvaluationView } from './evaluation-view.ts'
import { Recusal } from './panel-request.ts'
import { inOrder, readEvaluated, readSeat, readSeats } from './read-evaluations.ts'
import type { Seat, SeatLine } from './read-evaluations.ts'

/** The evaluator's own list, and the pitches of one scene. */
export const evaluationPages = new Hono<Env>()

evaluationPages.get('/my/evaluations', about({ action: 'score.read', summary: 'The panels one sits on' }), async (c) => {
  const [{ db, clock }, actor] = [c.get('ports'), c.get('actor')]
  unwrap(permit(actor, 'score.read'))
  const after = afterId(c.req.query('cursor'))
  const lines = await readSeats(db, actor, { after, limit: pageLimitDefault + 1 }, clock())
  const shown = lines.slice(0, pageLimitDefault)
  const cursor = lines.length > pageLimitDefault ? encodeCursor([shown.at(-1)!.scene.id]) : null
  return c.html(<SeatsPage c={c} lines={shown} cursor={cursor} />)
})

evaluationPages.get('/scenes/:id/evaluation', about({ action: 'score.read', summary: 'The pitches to evaluate' }), async (c) =>
  c.html(await renderEvaluation(c)),
)

// The language is switched by a GET of the address a refused form was posted to.
evaluationPages.get(
  '/scenes/:id/evaluation/recusal',
  about({ action: 'score.read', summary: 'Back to the pitches' }),
  async (c) => {
    unwrap(permit(c.get('actor'), 'score.read'))
    return c.redirect(`/scenes/${sceneId(c)}/evaluation`, 303)
  },
)

evaluationPages.post(
  '/scenes/:id/evaluation/recusal',
  about({ action: 'panel.step_aside', summary: 'Step aside' }),
  async (c) => {
    const [id, form] = [sceneId(c), await readForm(c)]
    const attempted = await attempt(async () =>
      stepAside(c.get('ports'), c.get('actor'), id, validated(Recusal, { reason: '', ...form }).reason),
    )
    if ('value' in attempted) return redirectWith(c, '/my/evaluations', 'steppedAside')
    return c.html(await renderEvaluation(c, form, attempted.refusal), refusals[attempted.refusal.code].status)
  },
)

async function renderEvaluation(c: C, form: Form = {}, refusal?: Refusal) {
  const { db, clock } = c.get('ports')
  const seat = await readSeat(db, c.get('actor'), sceneId(c), clock())
  const evaluated = await readEvaluated(db, seat, inOrder(seat.facts))
  const views = evaluated.map((one) => evaluationView(one, seat.personId))
  return <EvaluationPage c={c} seat={seat} views={views} form={form} refusal={refusal} />
}

function SeatsPage({ c, lines, cursor }: { c: C; lines: readonly SeatLine[]; cursor: string | null }) {
  const t = inLang(evaluationWords, c.get('lang'))
  return (
    <Layout c={c} title={t.ownTitle} example={lines.some(({ scene }) => scene.isExample)}>
      <h1>{t.ownTitle}</h1>
      <p class="lead">{t.ownLead}</p>
      {lines.length === 0 && <p>{t.none}</p>}
      <ul class="list">
        {lines.map((line) => (
          <SeatItem c={c} line={line} />
        ))}
      </ul>
      <NextPage c={c} cursor={cursor} />
    </Layout>
  )
}

function SeatItem({ c, line: { scene, isChair, work } }: { c: C; line: SeatLine }) {
  const lang = c.get('lang')
  const t = inLang(evaluationWords, lang)
  const title = titleOf(scene.content, lang)
  return (
    <li>
      <p class="eyebrow">
        <Tag>{labelOf(sceneStatuses, statusAt(scene, c.get('ports').clock()), lang)}</Tag>
        {isChair && <Tag tone="accent">{t.isChair}</Tag>}
        <ExampleTag isExample={scene.isExample} lang={lang} />
      </p>
      <h2 class="item-title">{work === null ? title : <a href={`/scenes/${scene.id}/evaluation`}>{title}</a>}</h2>
      <p class="quiet-text">
        {work === null ? t.recused : fill(t.progress, { submitted: work.submitted, pitches: work.pitches })}
      </p>
    </li>
  )
}

type EvaluationProps = { c: C; seat: Seat; views: readonly EvaluationView[]; form: Form; refusal: Refusal | undefined }

function EvaluationPage({ c, seat, views, form, refusal }: EvaluationProps) {
  const lang = c.get('lang')
  const t = inLang(evaluationWords, lang)
  const { scene, isOpen } = seat.facts
  const title = fill(t.title, { title: titleOf(scene.content, lang) })
  const isBefore = statusAt(scene, c.get('ports').clock()) === 'published'
  return (
    <Layout c={c} title={title} example={scene.isExample} address={`/scenes/${scene.id}/evaluation`}>
      <div class="prose">
        <p>
          <a href="/my/evaluations">{t.ownTitle}</a> · <a href={`/scenes/${scene.id}`}>{t.backToScene}</a>
        </p>
        <h1>{title}</h1>
        <RefusalNote refusal={refusal} lang={lang} />
        <p>{views.length > 0 && <Tag tone={isOpen ? 'good' : undefined}>{isOpen ? t.open : t.sealed}</Tag>}</p>
        {seat.isInConflict && <p class="notice">{t.inConflict}</p>}
        {views.length === 0 && !seat.isInConflict && <p>{isBefore ? t.before : t.noPitches}</p>}
        <ul class="list">
          {views.map((view) => (
            <li>
              <h2 class="item-title">
                <a href={`/pitches/${view.pitchId}/evaluation`}>{fill(t.pitch, { label: view.label })}</a>{' '}
                {view.company !== null && view.company.name}
              </h2>
              <p>{view.content.summary}</p>
              <p class="quiet-text">{stateOf(view, t)}</p>
            </li>
          ))}
        </ul>
        <details>
          <summary>{t.stepAside}</summary>
          <p class="hint">{t.stepAsideNote}</p>
          <ActionForm c={c} action={`/scenes/${scene.id}/evaluation/recusal`} label={t.recuse} tone="danger">
            <TextField id="reason" label={t.reason} value={form['reason'] ?? ''} rows={2} />
          </ActionForm>
        </details>
      </div>
    </Layout>
  )
}

function stateOf({ own }: EvaluationView, t: Record<'notBegun' | 'draft' | 'submitted' | 'total', string>): string {
  if (own === null) return t.notBegun
  return own.submittedAt === null ? t.draft : `${t.submitted} · ${t.total} ${own.total}`
}

import { Hono } from 'hono'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { Pairs, RefusalNote, Tag } from '../web/components.tsx'
import { evaluationWords } from '../web/evaluation-words.ts'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { pathId } from '../web/request.ts'
import { agreeConsensus } from './agree-consensus.ts'
import { asTyped, MarkFields, MarksTable, marksIn, PitchText, RemarkField, ScoresTable, typedIn } from './evaluation-parts.tsx'
import type { TypedMarks } from './evaluation-parts.tsx'
import { evaluationView } from './evaluation-view.ts'
import type { EvaluationView } from './evaluation-view.ts'
import { atWork } from './panel-facts.ts'
import { readEvaluated, readSeatAt } from './read-evaluations.ts'
import type { Seat } from './read-evaluations.ts'
import { saveScore, submitScore } from './score-pitch.ts'
import { ConsensusInput, ScoreInput } from './score.ts'

/** One pitch to read and to mark, and for the chair to write down what the panel agreed on. */
export const scorePages = new Hono<Env>()

scorePages.get('/pitches/:id/evaluation', about({ action: 'score.read', summary: 'A pitch to evaluate' }), async (c) =>
  c.html(await renderScore(c)),
)

scorePages.post('/pitches/:id/evaluation', about({ action: 'score.write', summary: 'Keep or submit marks' }), async (c) => {
  const [id, form] = [pitchOf(c), await readForm(c)]
  const attempted = await attempt(async () => {
    const input = validated(ScoreInput, { marks: marksIn(form), remark: form['remark'] ?? '' })
    const write = form['step'] === 'submit' ? submitScore : saveScore
    return write(c.get('ports'), c.get('actor'), id, input)
  })
  if ('refusal' in attempted)
    return c.html(await renderScore(c, form, attempted.refusal), refusals[attempted.refusal.code].status)
  const isSubmitted = attempted.value.submittedAt !== null
  return redirectWith(c, `/pitches/${id}/evaluation`, isSubmitted ? 'scoreSubmitted' : 'scoreKept')
})

// The language is switched by a GET of the address a refused form was posted to.
scorePages.get('/pitches/:id/consensus', about({ action: 'score.read', summary: 'Back to the pitch' }), async (c) =>
  c.html(await renderScore(c)),
)

scorePages.post(
  '/pitches/:id/consensus',
  about({ action: 'consensus.write', summary: 'Write down the consensus' }),
  async (c) => {
    const [id, form] = [pitchOf(c), await readForm(c)]
    const attempted = await attempt(async () => {
      const texts = { remark: form['remark'] ?? '', dissent: form['dissent'] ?? '' }
      return agreeConsensus(c.get('ports'), c.get('actor'), id, validated(ConsensusInput, { marks: marksIn(form), ...texts }))
    })
    if ('refusal' in attempted)
      return c.html(await renderScore(c, form, attempted.refusal), refusals[attempted.refusal.code].status)
    return redirectWith(c, `/pitches/${id}/evaluation`, 'consensusWritten')
  },
)

function pitchOf(c: C): string {
  return pathId(c, 'pitch.not_found')
}

async function renderScore(c: C, form?: Form, refusal?: Refusal) {
  const { db, clock } = c.get('ports')
  const { pitch, ...seat } = await readSeatAt(db, c.get('actor'), pitchOf(c), clock())
  const [evaluated] = await readEvaluated(db, seat, [pitch])
  return <ScorePage c={c} seat={seat} view={evaluationView(evaluated!, seat.personId)} form={form} refusal={refusal} />
}

type PageProps = { c: C; seat: Seat; view: EvaluationView; form: Form | undefined; refusal: Refusal | undefined }

function ScorePage({ c, seat, view, form, refusal }: PageProps) {
  const lang = c.get('lang')
  const t = inLang(evaluationWords, lang)
  const { scene } = seat.facts
  const title = fill(t.pitch, { label: view.label })
  return (
    <Layout c={c} title={title} example={scene.isExample} address={`/pitches/${view.pitchId}/evaluation`}>
      <div class="prose">
        <p>
          <a href={`/scenes/${scene.id}/evaluation`}>{t.back}</a>
        </p>
        <h1>
          {title} {view.company !== null && <Tag>{view.company.name}</Tag>}
        </h1>
        <RefusalNote refusal={refusal} lang={lang} />
        <PitchText view={view} lang={lang} />
        <OwnMarks c={c} seat={seat} view={view} form={form} />
        {view.scores !== null && (
          <section>
            <h2>{t.scores}</h2>
            <ScoresTable c={c} scores={view.scores} />
          </section>
        )}
        <Consensus c={c} seat={seat} view={view} form={form} />
      </div>
    </Layout>
  )
}

type PartProps = Omit<PageProps, 'refusal'>

function OwnMarks({ c, seat, view, form }: PartProps) {
  const t = inLang(evaluationWords, c.get('lang'))
  const { own, criteria } = view
  const isWriting = (own === null || own.submittedAt === null) && atWork(seat.facts.scene, c.get('ports').clock()).ok
  if (!isWriting && own === null) return <></>
  return (
    <section class="panel" aria-labelledby="own-title">
      <h2 id="own-title">{t.yourMarks}</h2>
      {isWriting ? (
        <form method="post" action={`/pitches/${view.pitchId}/evaluation`}>
          <Csrf c={c} />
          <MarkFields
            c={c}
            criteria={criteria}
            typed={form === undefined ? asTyped(own?.marks ?? {}) : typedIn(form)}
            within="own"
          />
          <RemarkField id="own-remark" name="remark" label={t.remark} value={form?.['remark'] ?? own?.remark ?? ''} />
          <p class="buttons">
            <button type="submit" name="step" value="draft" class="quiet">
              {t.saveDraft}
            </button>
            <button type="submit" name="step" value="submit">
              {t.submit}
            </button>
          </p>
        </form>
      ) : (
        own !== null && (
          <>
            <MarksTable c={c} criteria={criteria} marks={own.marks} total={own.total} />
            <p class="text">{own.remark}</p>
          </>
        )
      )}
    </section>
  )
}

function Consensus({ c, seat, view, form }: PartProps) {
  const t = inLang(evaluationWords, c.get('lang'))
  const { consensus, criteria, scores, status } = view
  const isDue = status === 'scored' || status === 'consensus' || (scores !== null && status === 'in_review')
  const mayWrite = seat.isChair && scores !== null && isDue && atWork(seat.facts.scene, c.get('ports').clock()).ok
  if (consensus === null && !mayWrite) return <></>
  return (
    <section class="panel" aria-labelledby="consensus-title">
      <h2 id="consensus-title">{t.consensus}</h2>
      {consensus !== null && (
        <>
          <MarksTable c={c} criteria={criteria} marks={consensus.marks} total={consensus.total} />
          <Pairs
            pairs={[
              [t.remark, consensus.remark],
              [t.dissent, consensus.dissent],
            ]}
          />
        </>
      )}
      {mayWrite && (
        <form method="post" action={`/pitches/${view.pitchId}/consensus`}>
          <Csrf c={c} />
          <MarkFields c={c} criteria={criteria} typed={form === undefined ? agreed(view) : typedIn(form)} within="consensus" />
          <RemarkField id="consensus-remark" name="remark" label={t.remark} value={form?.['remark'] ?? consensus?.remark ?? ''} />
          <RemarkField id="dissent" name="dissent" label={t.dissent} value={form?.['dissent'] ?? consensus?.dissent ?? ''} />
          <p class="buttons">
            <button type="submit">{t.saveConsensus}</button>
          </p>
        </form>
      )}
    </section>
  )
}

/** What was agreed on, or the medians to begin with. */
function agreed({ consensus, scores }: EvaluationView): TypedMarks {
  if (consensus !== null) return asTyped(consensus.marks)
  const medians = (scores?.statistics.criteria ?? []).map(({ criterion, median }) => [criterion, Math.round(median)])
  return asTyped(Object.fromEntries(medians))
}

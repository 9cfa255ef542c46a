import { Hono } from 'hono'
import { attempt, readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { roles } from '../accounts/role.ts'
import { maySee } from '../scenes/scene-access.ts'
import { sceneStatuses } from '../scenes/scene.ts'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ExampleTag, momentOf, RefusalNote } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { viewing } from '../web/request.ts'
import { DecisionSection } from './decision-section.tsx'
import { outcomeOf } from './decision-view.ts'
import type { Outcome } from './decision-view.ts'
import { PitchArticle } from './pitch-article.tsx'
import type { PitchSeen } from './pitch-article.tsx'
import { DeadlineNote, PitchStatusTag, titleOfScene, whoPitches } from './pitch-parts.tsx'
import { pitchId, seenPitch } from './pitch-request.ts'
import { PitchStepForm, PitchSteps, pitchSteps } from './pitch-steps.tsx'
import type { PitchStep } from './pitch-steps.tsx'
import type { PitchFinding } from './pitch-submission.ts'
import { pitchView } from './pitch-view.ts'
import type { PitchReading } from './read-pitch.ts'
import { TeamForms } from './team-parts.tsx'

/** A pitch to read, with what its reader can do about it. */
export const pitchStepPages = new Hono<Env>()

pitchStepPages.get('/pitches/:id', about({ action: 'pitch.read', summary: 'A pitch, to read' }), async (c) => {
  const reading = await seenPitch(c)
  return c.html(<PitchPage c={c} reading={reading} outcome={await outcomeOf(c.get('ports').db, reading.pitch)} />)
})

for (const step of pitchSteps) {
  const note = { action: step.action, summary: pitchWords[step.label].en }
  pitchStepPages.get(`/pitches/:id/${step.path}`, about(note), async (c) =>
    c.html(<StepPage c={c} reading={await seenPitch(c)} step={step} />),
  )
  pitchStepPages.post(`/pitches/:id/${step.path}`, about(note), (c) => take(c, step))
}

async function take(c: C, step: PitchStep): Promise<Response> {
  const id = pitchId(c)
  const form = await readForm(c)
  const attempted = await attempt(async () => step.take(c.get('ports'), c.get('actor'), id, form))
  if ('value' in attempted) return redirectWith(c, `/pitches/${id}`, step.flash)
  const { refusal } = attempted
  return c.html(
    <StepPage c={c} reading={await seenPitch(c)} step={step} form={form} refusal={refusal} />,
    refusals[refusal.code].status,
  )
}

type PageProps = { c: C; reading: PitchReading; outcome: Outcome | undefined }

function PitchPage({ c, reading, outcome }: PageProps) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const view = pitchView(reading, viewing(c))
  const { pitch, scene } = reading
  const isSceneSeen = maySee(c.get('actor'), scene, c.get('ports').clock())
  return (
    <Layout c={c} title={titleOf(view, lang)} example={pitch.isExample}>
      <p class="eyebrow">
        <PitchStatusTag status={view.status} lang={lang} />
        <span>{view.label}</span>
        {view.submittedAt !== null && <span>{fill(t.submittedOn, { at: momentOf(c, view.submittedAt) })}</span>}
        <ExampleTag isExample={pitch.isExample} lang={lang} />
      </p>
      <h1>{titleOf(view, lang)}</h1>
      <p>
        {isSceneSeen && <a href={`/scenes/${scene.id}`}>{t.backToScene}</a>}
        {isSceneSeen && ' · '}
        <DeadlineNote c={c} deadlineAt={scene.deadlineAt} />
      </p>
      {view.sceneStatus !== null && stopped.includes(view.sceneStatus) && (
        <p class="notice">{fill(t.sceneStopped, { status: labelOf(sceneStatuses, view.sceneStatus, lang) })}</p>
      )}
      <div class="split">
        <div class="prose-wide">
          <DecisionSection c={c} outcome={outcome} />
          <PitchArticle c={c} view={view} />
        </div>
        <aside class="beside" aria-label={t.steps}>
          <Side c={c} reading={reading} view={view} />
        </aside>
      </div>
    </Layout>
  )
}

/** Where nothing more comes of a pitch, for now or for good. */
const stopped: readonly string[] = ['suspended', 'cancelled', 'unmatched']

function Side({ c, reading, view }: { c: C; reading: PitchReading; view: PitchSeen }) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const { allowed, disqualification } = view
  return (
    <section class="panel actions" aria-labelledby="steps-title">
      <h2 id="steps-title">{t.steps}</h2>
      {disqualification && (
        <p class="notice">
          {fill(t.disqualification, { as: labelOf(roles, disqualification.as, lang), reason: disqualification.reason })}
        </p>
      )}
      {allowed.includes('pitch.edit') && (
        <p>
          <a class="button quiet" href={`/pitches/${view.id}/edit`}>
            {t.edit}
          </a>
        </p>
      )}
      {allowed.includes('pitch.edit') && !allowed.includes('pitch.submit') && <p class="hint">{t.needsSignatory}</p>}
      <PitchSteps c={c} pitchId={view.id} allowed={allowed} />
      <TeamForms c={c} reading={reading} view={view} />
      {permit(c.get('actor'), 'audit.read').ok && (
        <p>
          <a href={`/audit/pitch/${view.id}`}>{t.history}</a>
        </p>
      )}
    </section>
  )
}

type StepPageProps = { c: C; reading: PitchReading; step: PitchStep; form?: Record<string, string>; refusal?: Refusal }

function StepPage({ c, reading, step, form = {}, refusal }: StepPageProps) {
  const lang = c.get('lang')
  const view = pitchView(reading, viewing(c))
  const title = `${pitchWords[step.label][lang]}${lang === 'zh' ? '：' : ': '}${titleOf(view, lang)}`
  return (
    <Layout c={c} title={title} example={reading.pitch.isExample}>
      <div class="prose">
        <p>
          <a href={`/pitches/${view.id}`}>{pitchWords.backToPitch[lang]}</a>
        </p>
        <h1>{title}</h1>
        <StepRefusal refusal={refusal} pitchId={view.id} lang={lang} />
        {view.allowed.includes(step.action) && <PitchStepForm c={c} pitchId={view.id} step={step} form={form} />}
      </div>
    </Layout>
  )
}

function StepRefusal({ refusal, pitchId: id, lang }: { refusal: Refusal | undefined; pitchId: string; lang: Lang }) {
  const findings = (refusal?.['findings'] ?? []) as PitchFinding[]
  const conflicts = (refusal?.['conflicts'] ?? []) as { why: { zh: string; en: string } }[]
  const said = [...findings.map((one) => one[lang]), ...conflicts.map(({ why }) => why[lang])]
  return (
    <RefusalNote refusal={refusal} lang={lang}>
      {said.length > 0 && (
        <ul>
          {said.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
      {findings.length > 0 && (
        <p>
          <a href={`/pitches/${id}/edit`}>{pitchWords.edit[lang]}</a>
        </p>
      )}
      {refusal?.['needs'] === 'company_signatory' && (
        <p>{refusal['hasSignatory'] === true ? pitchWords.needsSignatory[lang] : pitchWords.noSignatory[lang]}</p>
      )}
    </RefusalNote>
  )
}

function titleOf(view: PitchSeen, lang: Lang): string {
  return `${whoPitches(view, lang)}${lang === 'zh' ? '：' : ': '}${titleOfScene(view.scene, lang)}`
}

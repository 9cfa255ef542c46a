import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { text } from '../shared/schema.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { RefusalNote } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill } from '../web/messages.ts'
import { sceneWords, stepWords } from '../web/scene-words.ts'
import type { Finding } from './finding.ts'
import { FindingList } from './quality-panel.tsx'
import { answerRemark } from './review-scene.ts'
import { targetOfScene } from './scene-access.ts'
import { titleOf } from './scene-article.tsx'
import { judgeContent } from './scene-form.tsx'
import { readScene, sceneId } from './scene-request.ts'
import { AnswerForm, DuplicateForm } from './scene-review-parts.tsx'
import { OverrideFields, SceneStepForm } from './scene-step-forms.tsx'
import { DuplicateAnswered, reasonCharactersMax } from './scene-step-input.ts'
import { sceneSteps } from './scene-steps.ts'
import type { SceneStep } from './scene-steps.ts'
import type { StoredScene } from './scene-store.ts'
import { sceneStatuses, statusAt } from './scene.ts'
import { answerDuplicate } from './submit-scene.ts'

/** One form a step; a step that is refused shows its form again with what was typed. */
export const sceneStepPages = new Hono<Env>()

for (const step of sceneSteps) {
  const note = { action: step.action, summary: stepWords[step.path].en }
  sceneStepPages.get(`/scenes/:id/${step.path}`, about(note), async (c) =>
    c.html(await stepPage(c, step, await readScene(c, step.action))),
  )
  sceneStepPages.post(`/scenes/:id/${step.path}`, about(note), (c) => take(c, step))
}

sceneStepPages.post(
  '/scenes/:id/answers/:comment',
  about({ action: 'scene.answer_comment', summary: 'Answer a comment' }),
  async (c) => {
    const [id, comment] = [sceneId(c), sceneId(c, 'comment')]
    const form = await readForm(c)
    const attempted = await attempt(async () => {
      const { answer } = validated(Answer, form)
      if (answer === '') unwrap(refuse('scene.needs_reason'))
      return answerRemark(c.get('ports'), c.get('actor'), id, comment, answer)
    })
    if ('value' in attempted) return redirectWith(c, `/scenes/${id}#comments`, 'commentAnswered')
    const again = <AnswerForm c={c} sceneId={id} commentId={comment} value={form['answer'] ?? ''} />
    return refusedAgain(c, { title: sceneWords.comments[c.get('lang')], refusal: attempted.refusal, form: again })
  },
)

sceneStepPages.post(
  '/scenes/:id/duplicates',
  about({ action: 'scene.answer_duplicate', summary: 'Say what a probable duplicate is' }),
  async (c) => {
    const id = sceneId(c)
    const form = await readForm(c)
    const attempted = await attempt(async () => answerDuplicate(c.get('ports'), c.get('actor'), id, validated(Duplicate, form)))
    if ('value' in attempted) return redirectWith(c, `/scenes/${id}#similar`, 'duplicateAnswered')
    const again = (
      <DuplicateForm c={c} sceneId={id} otherId={form['sceneId'] ?? ''} answer={form['answer']} because={form['because'] ?? ''} />
    )
    return refusedAgain(c, { title: sceneWords.similar[c.get('lang')], refusal: attempted.refusal, form: again })
  },
)

const Answer = v.object({ answer: v.optional(text(reasonCharactersMax), '') })
const Duplicate = v.object(DuplicateAnswered.entries)

async function take(c: C, step: SceneStep): Promise<Response> {
  const id = sceneId(c)
  const form = await readForm(c)
  const attempted = await attempt(async () => step.take(c.get('ports'), c.get('actor'), id, form))
  if ('value' in attempted) return redirectWith(c, `/scenes/${id}`, step.flash)
  const { refusal } = attempted
  return c.html(await stepPage(c, step, await readScene(c), form, refusal), refusals[refusal.code].status)
}

async function refusedAgain(c: C, { title, refusal, form }: { title: string; refusal: Refusal; form: Child }): Promise<Response> {
  const scene = await readScene(c)
  const page = (
    <FormPage c={c} scene={scene} title={title} refusal={refusal}>
      {form}
    </FormPage>
  )
  return c.html(page, refusals[refusal.code].status)
}

async function stepPage(c: C, step: SceneStep, scene: StoredScene, form: Form = {}, refusal?: Refusal) {
  const lang = c.get('lang')
  const title = `${stepWords[step.path][lang]}${lang === 'zh' ? '：' : ': '}${titleOf(scene.content, lang)}`
  // A button pressed twice has nothing to give back; what was written is shown again even when it comes too late.
  const isOver = step.asks === 'nothing' && refusal?.code === 'scene.wrong_state'
  const findings = step.path === 'publication' ? (await judgeContent(c, scene.content, scene)).findings : []
  return (
    <FormPage c={c} scene={scene} title={title} refusal={refusal}>
      {!isOver && (
        <SceneStepForm c={c} sceneId={scene.id} step={step} form={form}>
          <OverrideFields findings={findings} form={form} lang={lang} />
        </SceneStepForm>
      )}
    </FormPage>
  )
}

function stateNow(c: C, scene: StoredScene): string {
  const lang = c.get('lang')
  const status = labelOf(sceneStatuses, statusAt(scene, c.get('ports').clock()), lang)
  return fill(sceneWords.stateNow[lang], { status })
}

type FormPageProps = { c: C; scene: StoredScene; title: string; refusal: Refusal | undefined; children: Child }

/** One form of a scene by itself, with why it was refused. */
function FormPage({ c, scene, title, refusal, children }: FormPageProps) {
  const lang = c.get('lang')
  const findings = (refusal?.['findings'] ?? []) as Finding[]
  const mayEdit = permit(c.get('actor'), 'scene.edit', targetOfScene(scene, c.get('ports').clock())).ok
  return (
    <Layout c={c} title={title} example={scene.isExample} address={`/scenes/${scene.id}`}>
      <div class="prose">
        <p>
          <a href={`/scenes/${scene.id}`}>{sceneWords.backToScene[lang]}</a>
        </p>
        <h1>{title}</h1>
        <RefusalNote refusal={refusal} lang={lang}>
          {refusal?.code === 'scene.wrong_state' && <p>{stateNow(c, scene)}</p>}
          <FindingList findings={findings} lang={lang} formAt={mayEdit ? `/scenes/${scene.id}/edit` : undefined} />
        </RefusalNote>
        {children}
      </div>
    </Layout>
  )
}

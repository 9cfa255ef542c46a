import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { line } from '../shared/schema.ts'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { RefusalNote } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { inLang } from '../web/messages.ts'
import { sceneWords, stepWords } from '../web/scene-words.ts'
import type { Finding } from './finding.ts'
import { FindingList } from './quality-panel.tsx'
import { answerRemark } from './review-scene.ts'
import { titleOf } from './scene-article.tsx'
import { readScene, sceneId } from './scene-request.ts'
import { SceneStepForm } from './scene-step-forms.tsx'
import { reasonCharactersMax } from './scene-steps-api.ts'
import { sceneSteps } from './scene-steps.ts'
import type { SceneStep } from './scene-steps.ts'
import type { StoredScene } from './scene-store.ts'
import { duplicateAnswers } from './scene.ts'
import { answerDuplicate } from './submit-scene.ts'

/** One form a step; a step that is refused shows its form again with what was typed. */
export const sceneStepPages = new Hono<Env>()

for (const step of sceneSteps) {
  sceneStepPages.get(`/scenes/:id/${step.path}`, about({ action: step.action, summary: stepWords[step.path].en }), async (c) =>
    c.html(<StepPage c={c} step={step} scene={await readScene(c, step.action)} />),
  )
  sceneStepPages.post(`/scenes/:id/${step.path}`, about({ action: step.action, summary: stepWords[step.path].en }), (c) => take(c, step))
}

sceneStepPages.post('/scenes/:id/answers/:comment', about({ action: 'scene.answer_comment', summary: 'Answer a comment' }), async (c) => {
  const { answer } = validated(v.object({ answer: line(reasonCharactersMax) }), await readForm(c))
  await answerRemark(c.get('ports'), c.get('actor'), sceneId(c), sceneId(c, 'comment'), answer)
  return redirectWith(c, `/scenes/${sceneId(c)}#comments`, 'commentAnswered')
})

const Duplicate = v.object({ sceneId: v.pipe(v.string(), v.uuid()), answer: v.picklist(idsOf(duplicateAnswers)), because: v.exactOptional(line(reasonCharactersMax)) })

sceneStepPages.post('/scenes/:id/duplicates', about({ action: 'scene.answer_duplicate', summary: 'Say what a probable duplicate is' }), async (c) => {
  await answerDuplicate(c.get('ports'), c.get('actor'), sceneId(c), validated(Duplicate, await readForm(c)))
  return redirectWith(c, `/scenes/${sceneId(c)}#similar`, 'duplicateAnswered')
})

async function take(c: C, step: SceneStep): Promise<Response> {
  const id = sceneId(c)
  const form = await readForm(c)
  const attempted = await attempt(async () => step.take(c.get('ports'), c.get('actor'), id, form))
  if ('value' in attempted) return redirectWith(c, `/scenes/${id}`, step.flash)
  const { refusal } = attempted
  return c.html(<StepPage c={c} step={step} scene={await readScene(c)} form={form} refusal={refusal} />, refusals[refusal.code].status)
}

type StepPageProps = { c: C; step: SceneStep; scene: StoredScene; form?: Form; refusal?: Refusal }

function StepPage({ c, step, scene, form = {}, refusal }: StepPageProps) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  const title = `${stepWords[step.path][lang]}${lang === 'zh' ? '：' : ': '}${titleOf(scene.content, lang)}`
  const findings = (refusal?.['findings'] ?? []) as Finding[]
  return (
    <Layout c={c} title={title} example={scene.isExample}>
      <div class="prose">
        <p><a href={`/scenes/${scene.id}`}>{t.backToScene}</a></p>
        <h1>{title}</h1>
        <RefusalNote refusal={refusal} lang={lang}><FindingList findings={findings} lang={lang} formAt={`/scenes/${scene.id}/edit`} /></RefusalNote>
        <SceneStepForm c={c} sceneId={scene.id} step={step} form={form} />
      </div>
    </Layout>
  )
}

import { snakeKey } from '../shared/wire.ts'
import { ActionForm, SelectField, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { stepWords } from '../web/scene-words.ts'
import { sceneFields } from './scene-content.ts'
import { commentRows, sceneSteps } from './scene-steps.ts'
import type { SceneStep, StepForm } from './scene-steps.ts'
import { cancelReasons } from './scene.ts'

/** The steps open to the reader: those that ask nothing are a button, the others open. */
export function SceneSteps({ c, sceneId, allowed }: { c: C; sceneId: string; allowed: readonly string[] }) {
  const open = sceneSteps.filter((step) => allowed.includes(step.action))
  const lang = c.get('lang')
  return (
    <>
      {open.map((step) =>
        step.asks === 'nothing'
          ? <SceneStepForm c={c} sceneId={sceneId} step={step} />
          : <details><summary>{stepWords[step.path][lang]}</summary><SceneStepForm c={c} sceneId={sceneId} step={step} /></details>,
      )}
    </>
  )
}

export function SceneStepForm({ c, sceneId, step, form = {} }: { c: C; sceneId: string; step: SceneStep; form?: StepForm }) {
  const lang = c.get('lang')
  return (
    <ActionForm c={c} action={`/scenes/${sceneId}/${step.path}`} label={stepWords[step.path][lang]} {...(step.tone === undefined ? {} : { tone: step.tone })}>
      <Asked step={step} form={form} lang={lang} />
    </ActionForm>
  )
}

function Asked({ step, form, lang }: { step: SceneStep; form: StepForm; lang: Lang }) {
  const t = inLang(stepWords, lang)
  const id = (name: string) => `${step.path}-${name}`
  switch (step.asks) {
    case 'reason':
      return <TextField id={id('reason')} name="reason" label={t.reason} value={form['reason'] ?? ''} rows={3} />
    case 'reasonCode':
      return (
        <>
          <SelectField id={id('code')} name="code" label={t.reasonCode} options={cancelReasons} value={form['code']} lang={lang} />
          <TextField id={id('text')} name="text" label={t.explanation} value={form['text'] ?? ''} rows={3} />
        </>
      )
    case 'reasonAndChange':
      return (
        <>
          <TextField id={id('reason')} name="reason" label={t.reason} value={form['reason'] ?? ''} rows={3} />
          <TextField id={id('change')} name="wouldChange" label={t.wouldChange} value={form['wouldChange'] ?? ''} rows={3} />
        </>
      )
    case 'comments':
      return <Comments form={form} lang={lang} />
    default:
      return <></>
  }
}

function Comments({ form, lang }: { form: StepForm; lang: Lang }) {
  const t = inLang(stepWords, lang)
  const fields = Object.entries(sceneFields).map(([name, { zh, en }]) => ({ id: snakeKey(name), zh, en }))
  return (
    <>
      <p class="hint">{t.commentsHint}</p>
      {Array.from({ length: commentRows }, (_, row) => (
        <fieldset class="row">
          <legend>{fill(t.commentN, { n: row + 1 })}</legend>
          <SelectField id={`comment-field-${row}`} name={`field.${row}`} label={t.field} options={fields} value={form[`field.${row}`]} lang={lang} />
          <TextField id={`comment-text-${row}`} name={`text.${row}`} label={t.comment} value={form[`text.${row}`] ?? ''} rows={2} />
        </fieldset>
      ))}
    </>
  )
}

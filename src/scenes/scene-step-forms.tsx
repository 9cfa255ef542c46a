import type { Child } from 'hono/jsx'
import { snakeKey } from '../shared/wire.ts'
import { ActionForm, SelectField, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { stepWords } from '../web/scene-words.ts'
import type { Finding } from './finding.ts'
import { sceneFields } from './scene-content.ts'
import { checkOverrides } from './scene-quality.ts'
import type { Quality } from './scene-quality.ts'
import { commentRows, overrideName, sceneSteps } from './scene-steps.ts'
import type { SceneStep, StepForm } from './scene-steps.ts'
import type { StoredScene } from './scene-store.ts'
import { cancelReasons } from './scene.ts'

type StepsProps = { c: C; scene: StoredScene; allowed: readonly string[]; quality: Quality }

/** The steps open to the reader: those that ask nothing are a button, the others open. */
export function SceneSteps({ c, scene, allowed, quality }: StepsProps) {
  const sceneId = scene.id
  const idle = scene.complianceBy === null ? 'uncompliance' : 'compliance'
  const open = sceneSteps.filter((step) => allowed.includes(step.action) && step.path !== idle)
  const mayOverride = !quality.publishable && overridable(quality.findings).length > 0
  const lang = c.get('lang')
  return (
    <>
      {open.map((step) =>
        step.asks === 'nothing' ? (
          <SceneStepForm c={c} sceneId={sceneId} step={step}>
            {step.path === 'publication' && mayOverride && (
              <p>
                <a href={`/scenes/${sceneId}/publication`}>{stepWords.overrideLink[lang]}</a>
              </p>
            )}
          </SceneStepForm>
        ) : (
          <details>
            <summary>{stepWords[step.path][lang]}</summary>
            <SceneStepForm c={c} sceneId={sceneId} step={step} />
          </details>
        ),
      )}
    </>
  )
}

type StepFormProps = { c: C; sceneId: string; step: SceneStep; form?: StepForm; children?: Child }

export function SceneStepForm({ c, sceneId, step, form = {}, children }: StepFormProps) {
  const lang = c.get('lang')
  return (
    <ActionForm
      c={c}
      action={`/scenes/${sceneId}/${step.path}`}
      label={stepWords[step.path][lang]}
      {...(step.tone === undefined ? {} : { tone: step.tone })}
    >
      <Asked step={step} form={form} lang={lang} within={sceneId} />
      {children}
    </ActionForm>
  )
}

/** A box for every finding that may be set aside with a reason. */
export function OverrideFields({ findings, form, lang }: { findings: readonly Finding[]; form: StepForm; lang: Lang }) {
  const t = inLang(stepWords, lang)
  const open = overridable(findings)
  if (open.length === 0) return <></>
  return (
    <>
      <p class="hint">{t.overrides}</p>
      {open.map((found) => (
        <TextField
          id={overrideName(found.rule)}
          label={fill(t.overrideReason, { finding: found[lang] })}
          value={form[overrideName(found.rule)] ?? ''}
        />
      ))}
    </>
  )
}

function overridable(findings: readonly Finding[]): Finding[] {
  const byRule = new Map(findings.map((found) => [found.rule, found]))
  return [...byRule.values()].filter(({ rule }) => checkOverrides(findings, [{ rule, reason: '' }]).ok)
}

function Asked({ step, form, lang, within }: { step: SceneStep; form: StepForm; lang: Lang; within: string }) {
  const t = inLang(stepWords, lang)
  const id = (name: string) => `${step.path}-${name}-${within}`
  switch (step.asks) {
    case 'reason':
      return <TextField id={id('reason')} name="reason" label={t.reason} value={form['reason'] ?? ''} rows={3} />
    case 'reasonCode':
      return (
        <>
          <SelectField
            id={id('code')}
            name="code"
            label={t.reasonCode}
            options={cancelReasons}
            value={form['code']}
            lang={lang}
          />
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
      return <Comments form={form} lang={lang} within={within} />
    default:
      return <></>
  }
}

function Comments({ form, lang, within }: { form: StepForm; lang: Lang; within: string }) {
  const t = inLang(stepWords, lang)
  const fields = Object.entries(sceneFields).map(([name, { zh, en }]) => ({ id: snakeKey(name), zh, en }))
  return (
    <>
      <p class="hint">{t.commentsHint}</p>
      {Array.from({ length: commentRows }, (_, row) => (
        <fieldset class="row">
          <legend>{fill(t.commentN, { n: row + 1 })}</legend>
          <SelectField
            id={`comment-field-${row}-${within}`}
            name={`field.${row}`}
            label={t.field}
            options={fields}
            value={form[`field.${row}`]}
            lang={lang}
          />
          <TextField
            id={`comment-text-${row}-${within}`}
            name={`text.${row}`}
            label={t.comment}
            value={form[`text.${row}`] ?? ''}
            rows={2}
          />
        </fieldset>
      ))}
    </>
  )
}

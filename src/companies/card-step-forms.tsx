import { ActionForm, SelectField, TextField } from '../web/components.tsx'
import { companyWords } from '../web/company-words.ts'
import type { C } from '../web/http.ts'
import { inLang } from '../web/messages.ts'
import { claimLabel } from './claim-label.ts'
import { cardFields, verificationLevels } from './company-content.ts'
import { cardSteps } from './company-steps.ts'
import type { Step } from './company-steps.ts'
import type { cardView } from './company-view.ts'

type Card = ReturnType<typeof cardView>

/** What the reader may do with this card. */
export function CardSteps({ c, card }: { c: C; card: Card }) {
  const t = inLang(companyWords, c.get('lang'))
  if (card.allowed.length === 0) return <></>
  return (
    <div class="actions steps">
      {card.allowed.includes('card.edit') && (
        <p>
          <a class="button quiet" href={`/cards/${card.id}/edit`}>
            {t.edit}
          </a>
        </p>
      )}
      <StepForms c={c} at={`/cards/${card.id}`} steps={cardSteps} allowed={card.allowed} />
      {card.allowed.includes('card.verify') && (
        <details>
          <summary>{t.verify}</summary>
          <VerifyForm c={c} card={card} />
        </details>
      )}
    </div>
  )
}

export function StepForms({ c, at, steps, allowed }: { c: C; at: string; steps: readonly Step[]; allowed: readonly string[] }) {
  const lang = c.get('lang')
  const open = steps.filter((step) => allowed.includes(step.action))
  return (
    <>
      {open.map((step) =>
        step.needsReason === true ? (
          <details>
            <summary>{companyWords[step.label][lang]}</summary>
            <StepForm c={c} at={at} step={step} />
          </details>
        ) : (
          <StepForm c={c} at={at} step={step} />
        ),
      )}
    </>
  )
}

export function StepForm({ c, at, step, reason = '' }: { c: C; at: string; step: Step; reason?: string }) {
  const t = inLang(companyWords, c.get('lang'))
  return (
    <ActionForm
      c={c}
      action={`${at}/${step.path}`}
      label={t[step.label]}
      {...(step.tone === undefined ? {} : { tone: step.tone })}
    >
      {step.needsReason === true && (
        <TextField
          id={`${at.slice(1).replaceAll('/', '-')}-${step.path}`}
          name="reason"
          label={t.reason}
          value={reason}
          rows={3}
        />
      )}
    </ActionForm>
  )
}

const levels = verificationLevels.filter((level) => level.id !== 'expired')

export function VerifyForm({ c, card, form = {} }: { c: C; card: Card; form?: Record<string, string> }) {
  const lang = c.get('lang')
  const t = inLang(companyWords, lang)
  const fields = claimable(card).map((field) => ({ id: field, zh: claimLabel(field, 'zh'), en: claimLabel(field, 'en') }))
  const { field, level = 'verified', until = '' } = form
  return (
    <ActionForm c={c} action={`/cards/${card.id}/verifications`} label={t.verify} tone="quiet">
      <SelectField id={`claim-${card.id}`} name="field" label={t.claim} options={fields} value={field} lang={lang} />
      <SelectField id={`level-${card.id}`} name="level" label={t.level} options={levels} value={level} lang={lang} />
      <div class="field">
        <label for={`until-${card.id}`}>{t.validTo}</label>
        <input type="date" class="short" id={`until-${card.id}`} name="until" value={until} />
      </div>
    </ActionForm>
  )
}

/** Every field with something to check, and each case and metric by itself. */
function claimable({ content }: Card): string[] {
  const values = content as Record<string, unknown>
  return Object.keys(cardFields)
    .filter((name) => name !== 'lang' && values[name] !== undefined)
    .flatMap((name) => {
      const value = values[name]
      const members =
        (name === 'cases' || name === 'metrics') && Array.isArray(value) ? value.map((_, index) => `${name}.${index}`) : []
      return [name, ...members]
    })
}

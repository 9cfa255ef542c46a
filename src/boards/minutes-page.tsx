import type { Form } from '../accounts/form.ts'
import type { Refusal } from '../shared/refusal.ts'
import { minutesWords, usualActions } from '../web/board-words.ts'
import { RefusalNote } from '../web/components.tsx'
import { ErrorSummary } from '../web/form-fields.tsx'
import type { C } from '../web/http.ts'
import { Csrf } from '../web/layout.tsx'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { SessionFrame, spanOf, tableName, whoIn } from '../sessions/session-frame.tsx'
import type { Seen } from '../sessions/seen-request.ts'
import { seatsBy } from './board.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { minutesMax, rowsOf, rowsShown } from './minutes-page-form.ts'
import type { MinutesFault } from './minutes-page-form.ts'
import { meetingOutcomes } from '../sessions/session-content.ts'
import { tablesOf } from '../sessions/slots.ts'

type MinutesProps = {
  c: C
  seen: Seen
  meeting: SeatedMeeting
  form: Form
  faults?: readonly MinutesFault[]
  refusal?: Refusal | undefined
}

/** One screen and one button: what came of it, who does what by when. */
export function MinutesPage({ c, seen, meeting, form, faults = [], refusal }: MinutesProps) {
  const lang = c.get('lang')
  const t = inLang(minutesWords, lang)
  const { session, slots } = seen.facts
  const slot = meeting.slot === null ? undefined : slots[meeting.slot - 1]
  const table = tablesOf(session.content).find(({ number }) => number === meeting.tableNo)
  const errors = faults.map((fault) => ({ name: fault.name, text: faultText(fault, lang) }))
  return (
    <SessionFrame c={c} seen={seen} tab="outcomes" title={t.title} address={`/meetings/${meeting.id}/minutes`}>
      <div class="prose minutes">
        <p class="minutes-who">
          <strong>{whoIn(seatsBy(seen.facts)(meeting), lang)}</strong>{' '}
          <span class="quiet-text">{slot !== undefined && `${spanOf(session, slot)} ${tableName(table, lang)}`}</span>
        </p>
        <RefusalNote refusal={refusal} lang={lang} />
        <ErrorSummary errors={errors} lang={lang} />
        <form method="post" action={`/meetings/${meeting.id}/minutes`}>
          <Csrf c={c} />
          <Outcomes form={form} lang={lang} />
          <fieldset class="field">
            <legend>{t.actions}</legend>
            <p class="hint">{t.actionsHint}</p>
            {rowsOf(form)
              .filter((row) => row < rowsShown || form[`text.${row}`] !== undefined)
              .map((row) => (
                <Row row={row} form={form} lang={lang} isWrong={(name) => errors.some((error) => error.name === name)} />
              ))}
            <details>
              <summary>{t.more}</summary>
              {rowsOf(form)
                .filter((row) => row >= rowsShown && form[`text.${row}`] === undefined)
                .map((row) => (
                  <Row row={row} form={form} lang={lang} isWrong={() => false} />
                ))}
            </details>
          </fieldset>
          <Line name="noFitReason" label={t.noFit} hint={t.noFitHint} value={form['noFitReason']} max={minutesMax.noFitReason} />
          <div class="field">
            <label for="notes">{t.notes}</label>
            <textarea id="notes" name="notes" rows={2} data-max={String(minutesMax.notes)}>
              {form['notes'] ?? ''}
            </textarea>
          </div>
          <p class="buttons">
            <button type="submit">{t.save}</button>
            <a href={`/sessions/${session.id}/outcomes`}>{t.back}</a>
          </p>
        </form>
        <datalist id="usual-actions">
          {usualActions.map((action) => (
            <option value={action[lang]} />
          ))}
        </datalist>
      </div>
    </SessionFrame>
  )
}

function Outcomes({ form, lang }: { form: Form; lang: Lang }) {
  return (
    <fieldset class="field">
      <legend>{minutesWords.outcome[lang]}</legend>
      <div class="choices">
        {meetingOutcomes.map((outcome) => (
          <label class="choice">
            <input
              type="radio"
              id={`outcome.${outcome.id}`}
              name="outcome"
              value={outcome.id}
              checked={form['outcome'] === outcome.id}
            />{' '}
            {outcome[lang]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Row({ row, form, lang, isWrong }: { row: number; form: Form; lang: Lang; isWrong: (name: string) => boolean }) {
  const t = inLang(minutesWords, lang)
  const at = (name: string) => ({
    id: `${name}.${row}`,
    name: `${name}.${row}`,
    'aria-invalid': isWrong(`${name}.${row}`) ? ('true' as const) : undefined,
  })
  return (
    <div class="minutes-row">
      <div class="minutes-text">
        <label for={`text.${row}`}>{fill(t.action, { n: row + 1 })}</label>
        <input {...at('text')} type="text" list="usual-actions" autocomplete="off" value={form[`text.${row}`] ?? ''} />
      </div>
      <div>
        <label for={`owner.${row}`}>{t.owner}</label>
        <input {...at('owner')} type="text" value={form[`owner.${row}`] ?? ''} />
      </div>
      <div>
        <label for={`due.${row}`}>{t.due}</label>
        <input {...at('due')} type="date" value={form[`due.${row}`] ?? ''} />
      </div>
    </div>
  )
}

function Line({
  name,
  label,
  hint,
  value = '',
  max,
}: {
  name: string
  label: string
  hint: string
  value?: string | undefined
  max: number
}) {
  return (
    <div class="field">
      <label for={name}>
        {label} <span class="need">{hint}</span>
      </label>
      <input type="text" id={name} name={name} value={value} data-max={String(max)} />
    </div>
  )
}

function faultText(fault: MinutesFault, lang: Lang): string {
  const t = inLang(minutesWords, lang)
  if (fault.code === 'tooLong') return fill(t.tooLong, { field: fieldName(fault.name, lang), max: fault.max })
  return 'n' in fault ? fill(t[fault.code], { n: fault.n }) : t[fault.code]
}

function fieldName(name: string, lang: Lang): string {
  const [field, row] = name.split('.')
  const t = inLang(minutesWords, lang)
  if (field === 'notes') return t.notes
  if (field === 'noFitReason') return t.noFit
  return `${fill(t.action, { n: Number(row) + 1 })} ${field === 'owner' ? t.owner : ''}`.trim()
}

import { ActionForm, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { nameIn } from '../web/language.ts'
import { inLang } from '../web/messages.ts'
import { participantWords } from '../web/session-words.ts'
import type { Overview } from './overview.ts'

type InviteProps = { c: C; sessionId: string; invitable: NonNullable<Overview['invitable']> }

/** Ticked and sent at once: units by the scenes they bring, companies, and others by their id. */
export function InviteForm({ c, sessionId, invitable }: InviteProps) {
  const lang = c.get('lang')
  const t = inLang(participantWords, lang)
  const { scenes, companies, companiesAfter } = invitable
  return (
    <details>
      <summary>{t.invite}</summary>
      <ActionForm c={c} action={`/sessions/${sessionId}/invitations`} label={t.inviteThem}>
        {scenes.length + companies.length === 0 && <p>{t.nobodyLeft}</p>}
        {scenes.length > 0 && (
          <fieldset>
            <legend>{t.units}</legend>
            {scenes.map(({ id, orgId, orgName, orgNameEn, content }) => (
              <Choice
                name="scene"
                value={`${orgId} ${id}`}
                label={`${nameIn({ name: orgName, nameEn: orgNameEn }, lang)} · ${nameIn({ name: content.title ?? '', nameEn: content.titleEn ?? null }, lang)}`}
              />
            ))}
          </fieldset>
        )}
        {companies.length > 0 && (
          <fieldset>
            <legend>{t.companies}</legend>
            {companies.map(({ id, orgName, orgNameEn }) => (
              <Choice name="company" value={id} label={nameIn({ name: orgName, nameEn: orgNameEn }, lang)} />
            ))}
          </fieldset>
        )}
        {companiesAfter !== undefined && (
          <p>
            <a href={`/sessions/${sessionId}?companies=${companiesAfter}`}>{t.moreCompanies}</a>
          </p>
        )}
        <TextField id="guest" label={t.guest} />
      </ActionForm>
    </details>
  )
}

export function Choice({
  name,
  value,
  label,
  isTicked = false,
}: {
  name: string
  value: string
  label: string
  isTicked?: boolean
}) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={isTicked} /> {label}
    </label>
  )
}

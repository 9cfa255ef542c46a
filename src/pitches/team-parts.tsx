import { ActionForm, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { nameIn } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import type { Form } from '../accounts/form.ts'
import type { PitchSeen } from './pitch-article.tsx'
import type { PitchReading } from './read-pitch.ts'

/** What the lead can ask of others, and what one that was asked can answer. */
export function TeamForms({ c, reading, view }: { c: C; reading: PitchReading; view: PitchSeen }) {
  const { allowed } = view
  return (
    <>
      {allowed.includes('pitch.ask_member') && <LeadForms c={c} view={view} />}
      {allowed.includes('pitch.answer_team') && <MemberForms c={c} reading={reading} />}
    </>
  )
}

function LeadForms({ c, view }: { c: C; view: PitchSeen }) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  return (
    <>
      <details>
        <summary>{t.ask}</summary>
        <AskForm c={c} pitchId={view.id} />
      </details>
      {view.members.map(({ company }) => (
        <ActionForm
          c={c}
          action={`/pitches/${view.id}/members/${company!.id}/removal`}
          label={`${t.drop}${lang === 'zh' ? '：' : ': '}${nameIn(company!, lang)}`}
          tone="quiet"
        />
      ))}
    </>
  )
}

export function AskForm({ c, pitchId, form = {} }: { c: C; pitchId: string; form?: Form }) {
  const t = inLang(pitchWords, c.get('lang'))
  return (
    <ActionForm c={c} action={`/pitches/${pitchId}/members`} label={t.ask} tone="quiet">
      <TextField id="member-company" name="company" label={t.askWhom} value={form['company'] ?? ''} />
      <TextField id="member-role" name="role" label={t.role} value={form['role'] ?? ''} />
    </ActionForm>
  )
}

function MemberForms({ c, reading }: { c: C; reading: PitchReading }) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const { pitch, members } = reading
  const own = members.find(({ orgId }) => orgId === c.get('actor').orgId)
  if (own?.status === 'accepted')
    return <ActionForm c={c} action={`/pitches/${pitch.id}/membership/departure`} label={t.leave} tone="quiet" />
  const lead = nameIn({ name: pitch.companyName, nameEn: pitch.companyNameEn }, lang)
  return (
    <>
      <p>{fill(t.asked, { lead })}</p>
      <ActionForm c={c} action={`/pitches/${pitch.id}/membership/acceptance`} label={t.join} />
      <ActionForm c={c} action={`/pitches/${pitch.id}/membership/refusal`} label={t.decline} tone="quiet" />
    </>
  )
}

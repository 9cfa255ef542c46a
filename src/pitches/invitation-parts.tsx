import type { Form } from '../accounts/form.ts'
import { ActionForm, ExampleTag, Tag, TextField } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf, nameIn } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { invitationWords, pitchWords } from '../web/pitch-words.ts'
import type { invitationView } from './pitch-invitation-view.ts'
import { DeadlineNote, endOfDay, titleOfScene } from './pitch-parts.tsx'
import { invitationStatuses } from './pitch-status.ts'

type InvitationSeen = ReturnType<typeof invitationView>

/** Invitations one below the other; by their scenes for the company, by their companies for the scene. */
export function InvitationList({ c, items, by }: { c: C; items: readonly InvitationSeen[]; by: 'scene' | 'company' }) {
  const t = inLang(invitationWords, c.get('lang'))
  if (items.length === 0) return <p>{t.none}</p>
  return (
    <ul class="list">
      {items.map((item) => (
        <li id={`invitation-${item.id}`}>{by === 'scene' ? <ForCompany c={c} item={item} /> : <ForScene c={c} item={item} />}</li>
      ))}
    </ul>
  )
}

function ForCompany({ c, item }: { c: C; item: InvitationSeen }) {
  const lang = c.get('lang')
  const t = inLang(invitationWords, lang)
  const isOpen = item.allowed.includes('pitch_invitation.answer')
  return (
    <>
      <h3>
        <a href={`/scenes/${item.scene.id}`}>{titleOfScene(item.scene, lang)}</a>
      </h3>
      <ul class="meta">
        <Status item={item} c={c} />
        <li>{fill(t.from, { inviter: nameIn(item.inviter, lang) })}</li>
        <li>
          <DeadlineNote c={c} deadlineAt={item.scene.deadlineAt} />
        </li>
      </ul>
      <Said item={item} c={c} />
      {(isOpen || item.status === 'accepted') && (
        <p>
          <a class="button quiet" href={`/scenes/${item.scene.id}/pitches/new`}>
            {pitchWords.begin[lang]}
          </a>
        </p>
      )}
      {isOpen && <AnswerForms c={c} id={item.id} />}
    </>
  )
}

/** Accept by a button; to decline says why. */
function AnswerForms({ c, id }: { c: C; id: string }) {
  const t = inLang(invitationWords, c.get('lang'))
  return (
    <>
      <ActionForm c={c} action={`/pitch-invitations/${id}/acceptance`} label={t.accept} />
      <details>
        <summary>{t.decline}</summary>
        <DeclineForm c={c} id={id} />
      </details>
    </>
  )
}

export function DeclineForm({ c, id, form = {} }: { c: C; id: string; form?: Form }) {
  const t = inLang(invitationWords, c.get('lang'))
  return (
    <ActionForm c={c} action={`/pitch-invitations/${id}/refusal`} label={t.decline} tone="quiet">
      <TextField id={`decline-${id}`} name="reason" label={t.declineReason} value={form['reason'] ?? ''} rows={2} />
    </ActionForm>
  )
}

function ForScene({ c, item }: { c: C; item: InvitationSeen }) {
  const lang = c.get('lang')
  const t = inLang(invitationWords, lang)
  const {
    place = null,
    override,
    reason = null,
  } = item as InvitationSeen & { place?: number | null; reason?: string | null; override?: boolean }
  return (
    <>
      <h3>
        <a href={`/companies/${item.company.id}`}>{nameIn(item.company, lang)}</a>
      </h3>
      <ul class="meta">
        <Status item={item} c={c} />
        {place !== null && <li>{fill(t.at, { place })}</li>}
        {override === true && (
          <li>
            <Tag tone="warn">{t.override}</Tag>
          </li>
        )}
        <li>
          <ExampleTag isExample={item.isExample} lang={lang} />
        </li>
      </ul>
      {reason !== null && <p class="text">{fill(t.reasonGiven, { reason })}</p>}
      <Said item={item} c={c} />
    </>
  )
}

const tones: Partial<Record<InvitationSeen['status'], Tone>> = { invited: 'accent', accepted: 'good', pitched: 'good' }

function Status({ c, item }: { c: C; item: InvitationSeen }) {
  const lang = c.get('lang')
  return (
    <>
      <li>
        <Tag tone={tones[item.status]}>{labelOf(invitationStatuses, item.status, lang)}</Tag>
      </li>
      {item.status === 'invited' && <li>{fill(invitationWords.until[lang], { at: endOfDay(c, item.expiresAt) })}</li>}
    </>
  )
}

function Said({ c, item: { message, declineReason } }: { c: C; item: InvitationSeen }) {
  const t = inLang(invitationWords, c.get('lang'))
  return (
    <>
      {message !== null && <p class="text">{message}</p>}
      {declineReason !== null && <p class="text">{fill(t.reasonGiven, { reason: declineReason })}</p>}
    </>
  )
}

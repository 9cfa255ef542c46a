import type { Form } from '../accounts/form.ts'
import { ActionForm, SelectField, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { inLang } from '../web/messages.ts'
import { participantWords } from '../web/session-words.ts'
import { answersFrom } from './answer-invitation.ts'
import { orgOf, spanOf, whoIn } from './session-frame.tsx'
import type { Seen } from './seen-request.ts'
import { Choice } from './overview-invite.tsx'
import type { Overview } from './overview.ts'
import type { StoredParticipant } from './participant-store.ts'
import { meetingStatuses, participantStatuses } from './session-status.ts'
import { talkingStatuses } from './session.ts'

export type OwnProps = { c: C; seen: Seen; overview: Overview; own: StoredParticipant; typed?: Form }

/** What the reader’s own organisation can say: whether it comes, who, when, and whom it would like to meet. */
export function OwnPart(props: OwnProps) {
  const { c, seen, own } = props
  const t = inLang(participantWords, c.get('lang'))
  const isOpen = [...talkingStatuses, 'postponed'].includes(seen.facts.session.status)
  const isTalking = talkingStatuses.includes(seen.facts.session.status) && seen.facts.session.content.kind === 'tables'
  const isComing = own.status === 'joined' || own.status === 'waiting'
  return (
    <section aria-labelledby="own">
      <h2 id="own">
        {t.own}{' '}
        <Tag tone={own.status === 'joined' ? 'good' : undefined}>{labelOf(participantStatuses, own.status, c.get('lang'))}</Tag>
      </h2>
      {own.status === 'waiting' && <p class="notice">{t.full}</p>}
      {own.status === 'joined' && (
        <p>
          {t.code}: <code>{own.checkInCode}</code>
        </p>
      )}
      {isOpen && <Answers {...props} />}
      {isOpen && isComing && <People {...props} />}
      {isOpen && isComing && <Times {...props} />}
      {isTalking && own.status === 'joined' && <Wishes {...props} />}
      {isTalking && own.status === 'joined' && <Requests {...props} />}
    </section>
  )
}

function Answers({ c, seen, own }: OwnProps) {
  const t = inLang(participantWords, c.get('lang'))
  const address = `/sessions/${seen.facts.session.id}`
  const answers = answersFrom(own.status)
  const id = <input type="hidden" name="participant" value={own.id} />
  return (
    <>
      {answers.includes('participant.join') && (
        <ActionForm c={c} action={`${address}/acceptance`} label={t.join}>
          {id}
        </ActionForm>
      )}
      {answers.includes('participant.decline') && (
        <ActionForm c={c} action={`${address}/refusal`} label={t.decline} tone="quiet">
          {id}
        </ActionForm>
      )}
      {answers.includes('participant.leave') && (
        <details>
          <summary>{t.leave}</summary>
          <p>{t.leaveNote}</p>
          <ActionForm c={c} action={`${address}/departure`} label={t.leave} tone="danger">
            {id}
          </ActionForm>
        </details>
      )}
    </>
  )
}

function People({ c, seen, overview, own, typed = {} }: OwnProps) {
  const lang = c.get('lang')
  const t = inLang(participantWords, lang)
  const address = `/sessions/${seen.facts.session.id}`
  const people = seen.facts.people.filter(({ participantId }) => participantId === own.id)
  const named = new Set(people.map(({ personId }) => personId))
  const members = overview.members
    .filter(({ personId }) => !named.has(personId))
    .map(({ personId, name }) => ({ id: personId, zh: name, en: name }))
  return (
    <>
      <h3>{t.people}</h3>
      <p>{t.peopleNote}</p>
      <ul>
        {people.map(({ id, name, post }) => (
          <li>
            {name} {post}
            <ActionForm c={c} action={`${address}/dismissals`} label={t.away} tone="quiet">
              <input type="hidden" name="participant" value={own.id} />
              <input type="hidden" name="person" value={id} />
            </ActionForm>
          </li>
        ))}
      </ul>
      <ActionForm c={c} action={`${address}/people`} label={t.add} tone="quiet">
        <input type="hidden" name="participant" value={own.id} />
        <SelectField id="personId" label={t.member} options={[{ id: '', zh: t.nobody, en: t.nobody }, ...members]} lang={lang} />
        <TextField id="name" label={t.name} value={typed['name'] ?? ''} />
        <TextField id="post" label={t.post} value={typed['post'] ?? ''} />
      </ActionForm>
    </>
  )
}

function Times({ c, seen, own }: OwnProps) {
  const t = inLang(participantWords, c.get('lang'))
  const { session, slots } = seen.facts
  return (
    <details>
      <summary>{t.times}</summary>
      <ActionForm c={c} action={`/sessions/${session.id}/times`} label={t.save} tone="quiet">
        <input type="hidden" name="participant" value={own.id} />
        <input type="hidden" name="version" value={String(own.version)} />
        <fieldset>
          <legend>{t.unavailable}</legend>
          {slots.map((slot) => (
            <Choice
              name="unavailable"
              value={String(slot.number)}
              label={spanOf(session, slot)}
              isTicked={own.unavailable.includes(slot.number)}
            />
          ))}
        </fieldset>
        <TextField id="meetingsMin" label={t.min} value={String(own.meetingsMin)} />
        <TextField id="meetingsMax" label={t.max} value={String(own.meetingsMax)} />
      </ActionForm>
    </details>
  )
}

function Wishes({ c, seen, overview, own }: OwnProps) {
  const lang = c.get('lang')
  const t = inLang(participantWords, lang)
  const address = `/sessions/${seen.facts.session.id}`
  const { counterparts, wished, isSuggested } = overview
  const placeOf = (id: string) => (wished.includes(id) ? String(wished.indexOf(id) + 1) : '')
  if (counterparts.length === 0) return <p>{t.nobodyYet}</p>
  return (
    <details open={isSuggested}>
      <summary>{t.wishes}</summary>
      {isSuggested ? <p class="notice">{t.suggested}</p> : <p>{t.wishesNote}</p>}
      <p>
        <a href={`${address}?suggested=yes`}>{t.suggest}</a>
      </p>
      <ActionForm c={c} action={`${address}/wishes`} label={t.save} tone="quiet">
        <input type="hidden" name="participant" value={own.id} />
        {counterparts.map((one) => (
          <TextField id={`wish.${one.id}`} label={orgOf(one, lang)} value={placeOf(one.id)} />
        ))}
      </ActionForm>
    </details>
  )
}

function Requests({ c, seen, overview, own, typed = {} }: OwnProps) {
  const lang = c.get('lang')
  const t = inLang(participantWords, lang)
  const { session, slots, meetings, participants } = seen.facts
  const byId = new Map(participants.map((one) => [one.id, one]))
  const mine = meetings.filter(
    ({ status, seats }) => status !== 'proposed' && seats.some((seat) => seat.participantId === own.id),
  )
  const seatsOf = (id: string) =>
    mine.find((meeting) => meeting.id === id)!.seats.map(({ participantId }) => ({ participant: byId.get(participantId)! }))
  const times = [
    { id: '', zh: t.any, en: t.any },
    ...slots.map((slot) => ({ id: String(slot.number), zh: spanOf(session, slot), en: spanOf(session, slot) })),
  ]
  return (
    <>
      <h3>{t.requests}</h3>
      <ul>
        {mine.map(({ id, status }) => (
          <li>
            {whoIn(seatsOf(id), lang)}{' '}
            <Tag tone={status === 'accepted' ? 'good' : undefined}>{labelOf(meetingStatuses, status, lang)}</Tag>
          </li>
        ))}
      </ul>
      <p>
        <a href={`/sessions/${session.id}/day`}>{t.toDay}</a>
      </p>
      {overview.counterparts.length > 0 && (
        <ActionForm c={c} action={`/sessions/${session.id}/requests`} label={t.send}>
          <SelectField
            id="whom"
            label={t.askWhom}
            options={overview.counterparts.map((one) => ({ id: one.id, zh: one.orgName, en: orgOf(one, 'en') }))}
            value={typed['whom']}
            lang={lang}
          />
          <TextField id="message" label={t.message} value={typed['message'] ?? ''} rows={3} />
          <SelectField id="from" label={t.from} options={times} value={typed['from']} lang={lang} />
          <SelectField id="until" label={t.until} options={times} value={typed['until']} lang={lang} />
        </ActionForm>
      )}
    </>
  )
}

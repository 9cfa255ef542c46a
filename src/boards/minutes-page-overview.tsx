import { permit } from '../accounts/permissions.ts'
import type { Refusal } from '../shared/refusal.ts'
import { minutesWords } from '../web/board-words.ts'
import { ActionForm, RefusalNote, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { SessionFrame, spanOf, titleOfSession, whoIn } from '../sessions/session-frame.tsx'
import type { Seen } from '../sessions/seen-request.ts'
import { MeetingTag } from './board-tables.tsx'
import { seatsBy } from './board.ts'
import { Attendance } from './live-page.tsx'
import { mayBeNoShow, needsOutcome } from '../sessions/meeting.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { meetingOutcomes } from '../sessions/session-content.ts'
import { targetOfSession } from '../sessions/session.ts'

/** What its reader may see of the meetings, in order of time: those without an outcome, and those with one. */
export function meetingsOfReader({ facts, reading }: Pick<Seen, 'facts' | 'reading'>): {
  missing: SeatedMeeting[]
  done: SeatedMeeting[]
} {
  const own = facts.meetings.filter(
    ({ status, seats }) =>
      status !== 'proposed' && (reading.isStaff || seats.some(({ participantId }) => participantId === reading.own?.id)),
  )
  const inOrder = own.toSorted((one, other) => (one.slot ?? Infinity) - (other.slot ?? Infinity))
  return { missing: inOrder.filter(needsOutcome), done: inOrder.filter(({ outcome }) => outcome !== null) }
}

/** Which meetings still lack an outcome, and, once none does, the button that closes the session. */
export function OutcomesPage({ c, seen, refusal }: { c: C; seen: Seen; refusal: Refusal | undefined }) {
  const { facts, reading } = seen
  const { session } = facts
  const lang = c.get('lang')
  const t = inLang(minutesWords, lang)
  const { missing, done } = meetingsOfReader(seen)
  const [due, later] = [true, false].map((isDue) => missing.filter((meeting) => hasBegun(seen, meeting) === isDue)) as [
    SeatedMeeting[],
    SeatedMeeting[],
  ]
  return (
    <SessionFrame c={c} seen={seen} tab="outcomes" title={fill(t.overview, { title: titleOfSession(session, lang) })}>
      <div class="prose">
        <RefusalNote refusal={refusal} lang={lang} />
        <p class="lead">
          {session.status === 'closed' ? t.closed : t.lead}{' '}
          {fill(t.counted, { done: done.length, all: missing.length + done.length })}
        </p>
        {reading.isStaff && <Ending c={c} seen={seen} missing={missing.length} />}
        <section aria-labelledby="missing-title">
          <h2 id="missing-title">
            {t.missing} {missing.length}
          </h2>
          {missing.length === 0 && <p>{t.missingNone}</p>}
          {due.length > 0 && (
            <ul class="list">
              {due.map((meeting) => (
                <Missing c={c} seen={seen} meeting={meeting} />
              ))}
            </ul>
          )}
          {later.length > 0 && (
            <details>
              <summary>{fill(t.notBegun, { n: later.length })}</summary>
              <ul class="list">
                {later.map((meeting) => (
                  <Missing c={c} seen={seen} meeting={meeting} />
                ))}
              </ul>
            </details>
          )}
        </section>
        <Done c={c} seen={seen} meetings={done} />
      </div>
    </SessionFrame>
  )
}

/** There is something to write of it, or to put right. */
function hasBegun({ facts, now }: Seen, { slot, status }: SeatedMeeting): boolean {
  const begins = slot === null ? undefined : facts.slots[slot - 1]?.startsAt
  return status === 'checked_in' || status === 'held' || (begins !== undefined && begins <= now)
}

function Ending({ c, seen: { facts }, missing }: { c: C; seen: Seen; missing: number }) {
  const t = inLang(minutesWords, c.get('lang'))
  const { session } = facts
  const may = (action: 'session.finish' | 'session.close') => permit(c.get('actor'), action, targetOfSession(session)).ok
  const at = `/sessions/${session.id}/outcomes`
  if (may('session.finish')) return <ActionForm c={c} action={`${at}/end`} label={t.finish} />
  if (!may('session.close')) return <></>
  if (missing > 0) return <p class="notice">{fill(t.closeNote, { n: missing })}</p>
  if (session.content.kind === 'site_visit' && session.minutes === null) return <p class="notice">{t.visitNote}</p>
  return <ActionForm c={c} action={`${at}/closure`} label={t.close} />
}

function Missing({ c, seen, meeting }: { c: C; seen: Seen; meeting: SeatedMeeting }) {
  const { facts, reading, now } = seen
  const lang = c.get('lang')
  const t = inLang(minutesWords, lang)
  const who = whoIn(seatsBy(facts)(meeting), lang)
  const slot = meeting.slot === null ? undefined : facts.slots[meeting.slot - 1]
  const isHere = meeting.status === 'checked_in' || meeting.status === 'held'
  const isDue = hasBegun(seen, meeting)
  return (
    <li>
      <p class="item-title">
        {slot !== undefined && <span class="quiet-text">{spanOf(facts.session, slot)}</span>} {who}{' '}
        <MeetingTag status={meeting.status} lang={lang} />
      </p>
      {isHere && (
        <p>
          <a class="button quiet" href={`/meetings/${meeting.id}/minutes`}>
            {t.write}
            <span class="visually-hidden">{` ${who}`}</span>
          </a>
        </p>
      )}
      {!isHere && isDue && <p class="quiet-text">{t.notHere}</p>}
      {!isHere && isDue && slot !== undefined && reading.isStaff && (
        <Attendance
          c={c}
          seen={seen}
          meeting={meeting}
          label={who}
          isLate
          mayBeNoShow={mayBeNoShow(meeting, slot.startsAt, now)}
          from="outcomes"
        />
      )}
    </li>
  )
}

function Done({ c, seen, meetings }: { c: C; seen: Seen; meetings: readonly SeatedMeeting[] }) {
  const lang = c.get('lang')
  const t = inLang(minutesWords, lang)
  if (meetings.length === 0) return <></>
  const isOpen = seen.facts.session.status !== 'closed'
  return (
    <section aria-labelledby="done-title">
      <h2 id="done-title">
        {t.done} {meetings.length}
      </h2>
      <ul class="list">
        {meetings.map((meeting) => {
          const who = whoIn(seatsBy(seen.facts)(meeting), lang)
          return (
            <li>
              <p class="item-title">
                {who}{' '}
                <Tag tone={meeting.outcome === 'no_fit' ? undefined : 'good'}>
                  {labelOf(meetingOutcomes, meeting.outcome ?? undefined, lang)}
                </Tag>
              </p>
              <Told meeting={meeting} />
              {isOpen && (
                <p>
                  <a href={`/meetings/${meeting.id}/minutes`}>
                    {t.edit}
                    <span class="visually-hidden">{` ${who}`}</span>
                  </a>
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Told({ meeting: { minutes } }: { meeting: SeatedMeeting }) {
  if (minutes === null) return <></>
  return (
    <>
      {minutes.noFitReason !== undefined && <p class="text">{minutes.noFitReason}</p>}
      {minutes.actions.length > 0 && (
        <ul>
          {minutes.actions.map(({ text, owner, due }) => (
            <li>
              {text} <span class="quiet-text">{`${owner} · ${due}`}</span>
            </li>
          ))}
        </ul>
      )}
      {minutes.notes !== undefined && <p class="text quiet-text">{minutes.notes}</p>}
    </>
  )
}

import { permit } from '../accounts/permissions.ts'
import type { Refusal } from '../shared/refusal.ts'
import { liveWords, sessionTabWords } from '../web/board-words.ts'
import { ActionForm, RefusalNote, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { clockOf, orgOf, SessionFrame, spanOf, tableName, titleOfSession, whoIn } from '../sessions/session-frame.tsx'
import type { Seen } from '../sessions/seen-request.ts'
import { liveOf } from './live.ts'
import type { Live, LiveTable } from './live.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { targetOfSession } from '../sessions/session.ts'
import type { Slot } from '../sessions/slots.ts'
import { tablesOf } from '../sessions/slots.ts'

type Address = { view: 'desk' | 'screen'; refresh: 'on' | 'off' }
type LiveProps = { c: C; seen: Seen; address: Address; refusal: Refusal | undefined }

/** Who sits where now and next: names of organisations and nothing else, since it hangs in the room. */
export function LivePage({ c, seen, address, refusal }: LiveProps) {
  const { facts, reading, now } = seen
  const { session } = facts
  const lang = c.get('lang')
  const t = inLang(liveWords, lang)
  const isShown = reading.isStaff || ['live', 'closing'].includes(session.status)
  const live = liveOf(facts, now)
  const isDesk =
    address.view === 'desk' && permit(c.get('actor'), 'meeting.no_show', { ...targetOfSession(session), status: 'accepted' }).ok
  return (
    <SessionFrame
      c={c}
      seen={seen}
      tab="live"
      title={fill(t.title, { title: titleOfSession(session, lang) })}
      address={addressOf(session.id, address)}
    >
      <RefusalNote refusal={refusal} lang={lang} />
      {isShown ? (
        <div class={address.view === 'screen' ? 'live live-screen' : 'live'}>
          <Refreshing c={c} seen={seen} address={address} />
          {isDesk && ['published', 'live'].includes(session.status) && <Code c={c} sessionId={session.id} />}
          <Now c={c} seen={seen} live={live} isDesk={isDesk} />
          <Next c={c} seen={seen} live={live} isDesk={isDesk} />
        </div>
      ) : (
        <p class="notice">{t.notYet}</p>
      )}
    </SessionFrame>
  )
}

function Refreshing({ c, seen: { facts, reading, now }, address }: Pick<LiveProps, 'c' | 'seen' | 'address'>) {
  const t = inLang(liveWords, c.get('lang'))
  const { id } = facts.session
  const { view, refresh } = address
  return (
    <ul class="meta">
      <li>{fill(t.clock, { time: clockOf(facts.session, now) })}</li>
      {refresh === 'on' && <li>{t.refreshing}</li>}
      <li>
        <a href={addressOf(id, { view, refresh: refresh === 'on' ? 'off' : 'on' })}>{refresh === 'on' ? t.pause : t.resume}</a>
      </li>
      {reading.isStaff && (
        <li>
          <a href={addressOf(id, { view: view === 'desk' ? 'screen' : 'desk', refresh })}>
            {view === 'desk' ? t.screen : t.desk}
          </a>
        </li>
      )}
    </ul>
  )
}

function addressOf(sessionId: string, { view, refresh }: Address): string {
  const query = new URLSearchParams({ ...(view === 'screen' && { view }), ...(refresh === 'off' && { refresh }) })
  return `/sessions/${sessionId}/live${query.size > 0 ? `?${query.toString()}` : ''}`
}

function Code({ c, sessionId }: { c: C; sessionId: string }) {
  const t = inLang(liveWords, c.get('lang'))
  return (
    <details>
      <summary>{t.code}</summary>
      <ActionForm c={c} action={`/sessions/${sessionId}/live/code`} label={t.codeSend}>
        <TextField id="code" label={t.codeLabel} />
      </ActionForm>
    </details>
  )
}

type PartProps = { c: C; seen: Seen; live: Live; isDesk: boolean }

function Now({ c, seen, live, isDesk }: PartProps) {
  const t = inLang(liveWords, c.get('lang'))
  const { at, now } = live
  return (
    <section aria-labelledby="now-title">
      <h2 id="now-title" class="live-title">
        {now === undefined ? t[at === 'during' ? 'now' : at] : `${t.now} ${spanOf(seen.facts.session, now.slot)}`}
      </h2>
      {now !== undefined && <Tables c={c} seen={seen} tables={now.tables} isDesk={isDesk} isNow />}
    </section>
  )
}

function Next({ c, seen, live: { next }, isDesk }: PartProps) {
  const t = inLang(liveWords, c.get('lang'))
  if (next === undefined) return <></>
  return (
    <section aria-labelledby="next-title">
      <h2 id="next-title" class="live-title">
        {t.next} {spanOf(seen.facts.session, next.slot)}
      </h2>
      <Tables c={c} seen={seen} tables={next.tables} isDesk={isDesk} isNow={false} />
      {isDesk && <StandbyList c={c} seen={seen} next={next} />}
    </section>
  )
}

function Tables({ c, seen, tables, isDesk, isNow }: Omit<PartProps, 'live'> & { tables: readonly LiveTable[]; isNow: boolean }) {
  const lang = c.get('lang')
  const t = inLang(liveWords, lang)
  return (
    <ul class="live-tables">
      {tables.map(({ table, meeting, seats, late, mayBeNoShow }) => (
        <li class={meeting === undefined ? 'live-free' : late.length > 0 ? 'live-late' : undefined}>
          <p class="live-table">{tableName(table, lang)}</p>
          {meeting === undefined ? (
            <p class="quiet-text">{t.free}</p>
          ) : (
            <>
              {seats.map((seat) => (
                <p class="live-who">
                  {orgOf(seat.participant, lang)} {late.includes(seat) && <span class="live-call">{t.notHere}</span>}
                </p>
              ))}
              {isNow && late.length === 0 && <Tag tone="good">{t.allHere}</Tag>}
              {isDesk && !isNow && meeting.status === 'pending' && <Tag tone="warn">{t.unconfirmed}</Tag>}
              {isDesk && (
                <Attendance
                  c={c}
                  seen={seen}
                  meeting={meeting}
                  label={tableName(table, lang)}
                  isLate={late.length > 0}
                  mayBeNoShow={mayBeNoShow}
                  from="live"
                />
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

type AttendanceProps = {
  c: C
  seen: Pick<Seen, 'facts'>
  meeting: SeatedMeeting
  /** What tells these buttons from the others of the page. */
  label: string
  isLate: boolean
  mayBeNoShow: boolean
  from: 'live' | 'outcomes'
}

/** All are here, or one side did not come; for whoever runs the session. */
export function Attendance({ c, seen, meeting, label, isLate, mayBeNoShow, from }: AttendanceProps) {
  const t = inLang(liveWords, c.get('lang'))
  const at = `/sessions/${seen.facts.session.id}/live`
  const hidden = (
    <>
      <input type="hidden" name="meeting" value={meeting.id} />
      <input type="hidden" name="from" value={from} />
      <span class="visually-hidden">{label}</span>
    </>
  )
  return (
    <div class="steps">
      {isLate && (
        <ActionForm c={c} action={`${at}/check-in`} label={t.checkIn} tone="quiet">
          {hidden}
        </ActionForm>
      )}
      {mayBeNoShow &&
        (['company', 'unit'] as const).map((side) => (
          <ActionForm c={c} action={`${at}/no-show`} label={side === 'company' ? t.noShowCompany : t.noShowUnit} tone="danger">
            {hidden}
            <input type="hidden" name="side" value={side} />
          </ActionForm>
        ))}
    </div>
  )
}

/** Who could sit at a table that is free in the next slot. */
function StandbyList({
  c,
  seen,
  next,
}: {
  c: C
  seen: Seen
  next: { slot: Slot; standby: NonNullable<Live['next']>['standby'] }
}) {
  const lang = c.get('lang')
  const t = inLang({ ...liveWords, ...sessionTabWords }, lang)
  const { session } = seen.facts
  const tables = tablesOf(session.content)
  return (
    <>
      <h3>{t.standby}</h3>
      {next.standby.length === 0 && <p class="quiet-text">{t.standbyNone}</p>}
      <ul class={next.standby.length === 0 ? undefined : 'list'}>
        {next.standby.map(({ meeting, seats, tables: free }) => (
          <li>
            <p class="item-title">{whoIn(seats, lang)}</p>
            <ActionForm
              c={c}
              action={`/sessions/${session.id}/live/standby`}
              label={fill(t.placeIt, {
                table: tableName(
                  tables.find(({ number }) => number === free[0]),
                  lang,
                ),
              })}
              tone="quiet"
            >
              <input type="hidden" name="meeting" value={meeting.id} />
              <input type="hidden" name="slot" value={String(next.slot.number)} />
              <input type="hidden" name="table" value={String(free[0])} />
            </ActionForm>
          </li>
        ))}
      </ul>
    </>
  )
}

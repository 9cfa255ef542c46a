import type { Child } from 'hono/jsx'
import type { Form } from '../accounts/form.ts'
import type { Refusal } from '../shared/refusal.ts'
import { dayWords, endedWords, sessionTabWords } from '../web/board-words.ts'
import { ActionForm, Pairs, RefusalNote, SelectField, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { clockOf, orgOf, SessionFrame, spanOf, tableName, whoIn } from '../sessions/session-frame.tsx'
import type { Seen } from '../sessions/seen-request.ts'
import { MeetingTag } from './board-tables.tsx'
import { dayOfParticipant } from './day.ts'
import type { DayMeeting } from './day.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'
import { SessionDownloads } from '../papers/sheet-downloads.tsx'

type DayProps = {
  c: C
  seen: Seen
  participant: StoredParticipant | undefined
  /** Whether its reader acts for this participant. */
  isOwn: boolean
  scenes: ReadonlyMap<string, string>
  refusal: Refusal | undefined
  typed: Form
}

/** Read on a telephone on the way to the table: what comes next stands out, everything else follows in order. */
export function DayPage(props: DayProps) {
  const { c, seen, participant, isOwn, refusal } = props
  const { facts, reading } = seen
  const lang = c.get('lang')
  const t = inLang(dayWords, lang)
  const title = participant === undefined ? t.own : isOwn ? t.own : fill(t.title, { org: orgOf(participant, lang) })
  const isOut = ['published', 'live', 'closing', 'closed'].includes(facts.session.status)
  return (
    <SessionFrame c={c} seen={seen} tab="day" title={title}>
      <div class="prose">
        <RefusalNote refusal={refusal} lang={lang} />
        {reading.isStaff && <Whose c={c} seen={seen} participant={participant} />}
        {participant === undefined ? (
          <p>{t.noOne}</p>
        ) : (
          <>
            {!isOut && <p class="notice">{t.notPublished}</p>}
            <Where {...props} participant={participant} />
            <Lines {...props} participant={participant} />
          </>
        )}
        <SessionDownloads c={c} sessionId={facts.session.id} isStaff={false} isParticipant={reading.own !== undefined} />
      </div>
    </SessionFrame>
  )
}

/** For the desk: anybody's day. */
function Whose({ c, seen: { facts }, participant }: Pick<DayProps, 'c' | 'seen' | 'participant'>) {
  const lang = c.get('lang')
  const t = inLang(dayWords, lang)
  const options = facts.participants
    .filter(({ status }) => status === 'joined')
    .map((one) => ({ id: one.id, zh: one.orgName, en: orgOf(one, 'en') }))
  return (
    <form method="get" action={`/sessions/${facts.session.id}/day`} class="search-box">
      <SelectField id="participant" label={t.of} options={options} value={participant?.id} lang={lang} />
      <button type="submit" class="quiet">
        {t.show}
      </button>
    </form>
  )
}

type OwnProps = DayProps & { participant: StoredParticipant }

function Where({ c, seen: { facts }, participant, isOwn }: OwnProps) {
  const t = inLang(dayWords, c.get('lang'))
  const { place, link } = facts.session.content
  const isComing = participant.status === 'joined' && ['published', 'live'].includes(facts.session.status)
  const pairs: [string, Child][] = [
    [t.whereTitle, place ?? ''],
    [sessionTabWords.link[c.get('lang')], link === undefined ? '' : <a href={link}>{link}</a>],
  ]
  return (
    <>
      <Pairs pairs={pairs} />
      {isOwn && isComing && (
        <p class="check-in">
          {t.code} <strong>{participant.checkInCode}</strong> <span class="quiet-text">{t.codeNote}</span>
        </p>
      )}
    </>
  )
}

function Lines(props: OwnProps) {
  const { c, seen, participant } = props
  const { facts, now } = seen
  const lang = c.get('lang')
  const t = inLang(dayWords, lang)
  const day = dayOfParticipant(facts, participant, now)
  return (
    <>
      {day.lines.length === 0 && <p>{t.none}</p>}
      <ol class="day">
        {day.lines.map((line) =>
          line.kind === 'break' ? (
            <li class="day-break">
              <span class="day-time">{spanOf(facts.session, line)}</span> {line.label ?? sessionTabWords.break[lang]}
            </li>
          ) : (
            <Entry {...props} one={line} />
          ),
        )}
      </ol>
      <Others {...props} title={t.waiting} entries={day.waiting} />
      <Others {...props} title={t.over} entries={day.over} />
    </>
  )
}

function Others({ title, entries, ...props }: OwnProps & { title: string; entries: readonly DayMeeting[] }) {
  if (entries.length === 0) return <></>
  return (
    <section>
      <h2>{title}</h2>
      <ul class="day">
        {entries.map((one) => (
          <Entry {...props} one={one} />
        ))}
      </ul>
    </section>
  )
}

function Entry({ one, ...props }: OwnProps & { one: DayMeeting }) {
  const { c, seen, scenes } = props
  const lang = c.get('lang')
  const t = inLang(dayWords, lang)
  const { meeting, slot, table, own, others, isNow, isNext } = one
  const { session } = seen.facts
  const isFirst = isNow || isNext
  return (
    <li class={isFirst ? 'day-next' : undefined} id={`meeting-${meeting.id}`}>
      <p class="day-head">
        {slot !== undefined && (
          <time class="day-time" datetime={slot.startsAt.toISOString()}>
            {isFirst ? spanOf(session, slot) : clockOf(session, slot.startsAt)}
          </time>
        )}{' '}
        <strong class="day-table">{slot === undefined ? '' : tableName(table, lang)}</strong>{' '}
        {isFirst && <Tag tone="accent">{isNow ? t.now : t.next}</Tag>} <MeetingTag status={meeting.status} lang={lang} />
      </p>
      <p class="day-who">{whoIn(others, lang)}</p>
      <ul class="meta">
        {meeting.sceneId !== null && scenes.has(meeting.sceneId) && (
          <li>
            <a href={`/scenes/${meeting.sceneId}`}>{scenes.get(meeting.sceneId)}</a>
          </li>
        )}
        <li>
          {t.mine}
          {lang === 'zh' ? '：' : ': '}
          {own.person?.name ?? t.nobody}
        </li>
        {meeting.status === 'pending' && <li>{own.hasAccepted ? t.waitsForThem : t.waitsForUs}</li>}
        {meeting.statusReason !== null && ['declined', 'cancelled'].includes(meeting.status) && (
          <li>{endedWords[meeting.statusReason]?.[lang] ?? meeting.statusReason}</li>
        )}
      </ul>
      {props.isOwn && <Steps {...props} one={one} />}
    </li>
  )
}

function Steps({ one, ...props }: OwnProps & { one: DayMeeting }) {
  const { c, seen, typed } = props
  const t = inLang(dayWords, c.get('lang'))
  const { meeting, steps } = one
  const at = `/sessions/${seen.facts.session.id}/day`
  const hidden = <input type="hidden" name="meeting" value={meeting.id} />
  const reason = (path: string, label: string, tone: 'quiet' | 'danger') => (
    <details open={typed['meeting'] === meeting.id && typed['step'] === path}>
      <summary>{label}</summary>
      <ActionForm c={c} action={`${at}/${path}`} label={label} tone={tone}>
        {hidden}
        <input type="hidden" name="step" value={path} />
        <TextField id={`${path}-${meeting.id}`} name="reason" label={t.declineReason} />
      </ActionForm>
    </details>
  )
  if (steps.length === 0) return <></>
  return (
    <div class="steps">
      {steps.includes('check_in') && (
        <ActionForm c={c} action={`${at}/check-in`} label={t.checkIn}>
          {hidden}
        </ActionForm>
      )}
      {steps.includes('accept') && (
        <ActionForm c={c} action={`${at}/acceptance`} label={t.accept}>
          {hidden}
        </ActionForm>
      )}
      {steps.includes('minutes') && (
        <a class="button quiet" href={`/meetings/${meeting.id}/minutes`}>
          {t.minutes}
        </a>
      )}
      {steps.includes('decline') && reason('refusal', t.decline, 'quiet')}
      {steps.includes('cancel') && reason('cancellation', t.cancel, 'danger')}
    </div>
  )
}

import type { Child } from 'hono/jsx'
import type { Form } from '../accounts/form.ts'
import { allowedActions } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ActionForm, Pairs, RefusalNote, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { participantWords, sessionStepWords, sessionWords } from '../web/session-words.ts'
import { orgOf, SessionEyebrow, SessionTabs, titleOfSession } from './session-frame.tsx'
import type { Seen } from './seen-request.ts'
import { InviteForm } from './overview-invite.tsx'
import { OwnPart } from './overview-own.tsx'
import type { Overview } from './overview.ts'
import { participantStatuses } from './session-status.ts'
import { targetOfSession } from './session.ts'

export type OverviewProps = {
  c: C
  seen: Seen
  overview: Overview
  refusal?: Refusal | undefined
  typed?: Form
}

export function OverviewPage(props: OverviewProps) {
  const { c, seen, overview, refusal } = props
  const lang = c.get('lang')
  const t = inLang(sessionWords, lang)
  const { session } = seen.facts
  const title = titleOfSession(session, lang)
  return (
    <Layout c={c} title={title} example={session.isExample} address={`/sessions/${session.id}`}>
      {session.status !== 'planned' && <SessionTabs c={c} session={session} reading={seen.reading} />}
      <h1>{title}</h1>
      <SessionEyebrow session={session} lang={lang} />
      <div class="prose">
        <RefusalNote refusal={refusal} lang={lang}>
          <Findings refusal={refusal} lang={lang} />
        </RefusalNote>
        {session.statusReason !== null && (
          <p class="notice">
            {t.why}: {session.statusReason}
          </p>
        )}
        <Facts {...props} />
        {seen.reading.own !== undefined && <OwnPart {...props} own={seen.reading.own} />}
        {seen.reading.isStaff && <Participants {...props} />}
        {overview.invitable !== undefined && <InviteForm c={c} sessionId={session.id} invitable={overview.invitable} />}
        <Steps {...props} />
      </div>
    </Layout>
  )
}

function Findings({ refusal, lang }: { refusal: Refusal | undefined; lang: 'zh' | 'en' }) {
  const findings = (refusal?.['findings'] ?? []) as { zh: string; en: string }[]
  return findings.length === 0 ? (
    <></>
  ) : (
    <ul>
      {findings.map((finding) => (
        <li>{finding[lang]}</li>
      ))}
    </ul>
  )
}

function Facts({ c, seen }: OverviewProps) {
  const lang = c.get('lang')
  const t = inLang(sessionWords, lang)
  const { session, slots } = seen.facts
  const { kind, place, link, rooms, breaks, slotMinutes, summary, capacity, safetyNotes } = session.content
  const isForTables = kind === 'tables'
  const pairs: [string, Child][] = [
    [t.runBy, orgOf(session, lang)],
    [t.place, place],
    [t.link, link === undefined ? '' : <a href={link}>{link}</a>],
    [t.slots, isForTables ? fill(t.slotsValue, { n: slots.length, minutes: slotMinutes }) : ''],
    [t.breaks, breaks.map(({ from, to, label }) => `${from}–${to} ${label ?? ''}`.trim()).join(lang === 'zh' ? '；' : '; ')],
    [t.tables, isForTables ? rooms.map(({ name, tables }) => `${name} ${tables}`).join(lang === 'zh' ? '，' : ', ') : ''],
    [t.capacity, capacity === undefined ? '' : String(capacity)],
    [t.safety, safetyNotes],
    [t.minutes, session.minutes],
  ]
  return (
    <>
      {summary !== undefined && <p>{summary}</p>}
      <Pairs pairs={pairs} />
    </>
  )
}

function Participants({ c, seen }: OverviewProps) {
  const lang = c.get('lang')
  const { participants } = seen.facts
  return (
    <section aria-labelledby="participants">
      <h2 id="participants">
        {participantWords.all[lang]} ({participants.length})
      </h2>
      <ul>
        {participants.map((one) => (
          <li>
            {orgOf(one, lang)}{' '}
            <Tag tone={one.status === 'joined' ? 'good' : undefined}>{labelOf(participantStatuses, one.status, lang)}</Tag>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Only what the state and the reader’s role allow. */
function Steps({ c, seen, typed = {} }: OverviewProps) {
  const lang = c.get('lang')
  const [t, step] = [inLang(sessionWords, lang), inLang(sessionStepWords, lang)]
  const { session } = seen.facts
  const allowed = new Set<Action>(allowedActions(c.get('actor'), 'session', targetOfSession(session)))
  const isVisit = session.content.kind === 'site_visit'
  const address = `/sessions/${session.id}`
  const reason = <TextField id="reason" label={t.reasonIfLate} value={typed['reason'] ?? ''} />
  if (![...allowed].some((action) => action.startsWith('session.'))) return <></>
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">{t.steps}</h2>
      {allowed.has('session.edit') && (
        <p>
          <a class="button quiet" href={`${address}/edit`}>
            {t.edit}
          </a>
        </p>
      )}
      {allowed.has('session.open') && <ActionForm c={c} action={`${address}/opening`} label={step.opening} />}
      {allowed.has('session.begin') && <ActionForm c={c} action={`${address}/beginning`} label={step.beginning} tone="quiet" />}
      {allowed.has('session.write_minutes') && isVisit && (
        <ActionForm c={c} action={`${address}/minutes`} label={step.minutes}>
          <TextField id="text" label={t.visitText} value={typed['text'] ?? session.minutes ?? ''} rows={6} />
        </ActionForm>
      )}
      {allowed.has('session.postpone') && (
        <details>
          <summary>{step.postponement}</summary>
          <ActionForm c={c} action={`${address}/postponement`} label={step.postponement} tone="quiet">
            <TextField id="date" label={t.newDate} value={typed['date'] ?? ''} />
            {reason}
          </ActionForm>
        </details>
      )}
      {allowed.has('session.cancel') && (
        <details>
          <summary>{step.cancellation}</summary>
          <ActionForm c={c} action={`${address}/cancellation`} label={step.cancellation} tone="danger">
            <TextField id="cancel-reason" name="reason" label={t.reasonIfLate} value={typed['reason'] ?? ''} />
          </ActionForm>
        </details>
      )}
    </section>
  )
}

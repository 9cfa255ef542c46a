import type { Child } from 'hono/jsx'
import { permit } from '../accounts/permissions.ts'
import { isoIn } from '../shared/time.ts'
import { sessionTabWords } from '../web/board-words.ts'
import { ExampleTag, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf, nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import type { Seen } from './seen-request.ts'
import type { StoredParticipant } from './participant-store.ts'
import { sessionStatuses } from './session-status.ts'
import type { StoredSession } from './session-store.ts'
import { targetOfSession } from './session.ts'
import type { Span, Table } from './slots.ts'

type Tab = 'board' | 'plans' | 'day' | 'live' | 'outcomes'
type FrameProps = {
  c: C
  seen: Pick<Seen, 'facts' | 'reading'>
  tab: Tab
  title: string
  children: Child
  /** Where the page can be read again, when it answers a form. */
  address?: string
}

/** What every page of a session's day begins with: whose session, its state and zone, and the way to the others. */
export function SessionFrame({ c, seen, tab, title, children, address }: FrameProps) {
  const lang = c.get('lang')
  const { session } = seen.facts
  return (
    <Layout c={c} title={title} example={session.isExample} address={address ?? `/sessions/${session.id}/${tab}`}>
      <SessionTabs c={c} session={session} reading={seen.reading} tab={tab} />
      <h1>{title}</h1>
      <SessionEyebrow session={session} lang={lang} />
      {children}
    </Layout>
  )
}

/** Its state, its day and the zone of its times. */
export function SessionEyebrow({ session, lang }: { session: StoredSession; lang: Lang }) {
  const { date, startsAt, endsAt } = session.content
  return (
    <p class="eyebrow">
      <ExampleTag isExample={session.isExample} lang={lang} />
      <Tag tone={session.status === 'live' ? 'good' : undefined}>{labelOf(sessionStatuses, session.status, lang)}</Tag>
      <span>
        {date} {startsAt}–{endsAt}
      </span>
      <span>{zoneNote(session, lang)}</span>
    </p>
  )
}

type TabsProps = { c: C; session: StoredSession; reading: Seen['reading']; tab?: Tab }

/** From the session to the pages of its day, as far as the reader may see them. */
export function SessionTabs({ c, session, reading, tab }: TabsProps) {
  const t = inLang(sessionTabWords, c.get('lang'))
  const mayPlan = permit(c.get('actor'), 'session.plan', { ...targetOfSession(session), status: 'draft_schedule' }).ok
  const isForTables = session.content.kind === 'tables'
  const isLive = session.status === 'live' || session.status === 'closing'
  const tabs: { tab: Tab | undefined; label: string; isShown: boolean }[] = [
    { tab: undefined, label: t.overview, isShown: true },
    { tab: 'day', label: t.day, isShown: reading.own !== undefined },
    { tab: 'board', label: t.board, isShown: reading.isStaff && isForTables },
    { tab: 'plans', label: t.plans, isShown: reading.isStaff && mayPlan && isForTables },
    { tab: 'live', label: t.live, isShown: isForTables && (reading.isStaff || isLive) },
    { tab: 'outcomes', label: t.minutes, isShown: reading.isStaff || reading.own !== undefined },
  ]
  return (
    <nav class="tabs" aria-label={t.nav}>
      <ul>
        {tabs
          .filter(({ isShown }) => isShown)
          .map((one) => (
            <li>
              <a
                href={one.tab === undefined ? `/sessions/${session.id}` : `/sessions/${session.id}/${one.tab}`}
                aria-current={one.tab === tab ? 'page' : undefined}
              >
                {one.label}
              </a>
            </li>
          ))}
      </ul>
    </nav>
  )
}

export function titleOfSession({ content }: StoredSession, lang: Lang): string {
  return nameIn({ name: content.title, nameEn: content.titleEn ?? null }, lang)
}

/** An instant as the clock on the wall of the session shows it. */
export function clockOf({ zone }: Pick<StoredSession, 'zone'>, instant: Date): string {
  return isoIn(zone, instant).slice(11, 16)
}

export function spanOf(session: Pick<StoredSession, 'zone'>, { startsAt, endsAt }: Span): string {
  return `${clockOf(session, startsAt)}–${clockOf(session, endsAt)}`
}

/** Which clock all times are by, so that who comes from elsewhere can work out their own. */
function zoneNote({ zone, startsAt }: Pick<StoredSession, 'zone' | 'startsAt'>, lang: Lang): string {
  const parts = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone, timeZoneName: 'long' })
  const name = parts.formatToParts(startsAt).find(({ type }) => type === 'timeZoneName')?.value ?? zone
  const offset = `UTC${isoIn(zone, startsAt).slice(-6)}`
  return fill(sessionTabWords.zone[lang], { zone: name, offset })
}

export function orgOf({ orgName, orgNameEn }: Pick<StoredParticipant, 'orgName' | 'orgNameEn'>, lang: Lang): string {
  return nameIn({ name: orgName, nameEn: orgNameEn }, lang)
}

/** Everybody in a meeting by the names of their organisations. */
export function whoIn(seats: readonly { participant: StoredParticipant }[], lang: Lang): string {
  return seats.map(({ participant }) => orgOf(participant, lang)).join(' × ')
}

export function tableName(table: Table | undefined, lang: Lang): string {
  const t = inLang(sessionTabWords, lang)
  return table === undefined ? t.noTable : fill(t.tableIn, { room: table.room, n: table.inRoom })
}

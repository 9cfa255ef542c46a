import { Hono } from 'hono'
import { attempt } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { pageLimitDefault } from '../shared/page.ts'
import { refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { camelKey } from '../shared/wire.ts'
import { ExampleTag, NextPage, Tag } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { contentToForm, formToContent } from '../web/form-content.ts'
import type { FormError, Typed } from '../web/form-content.ts'
import { ErrorSummary, FormChapters } from '../web/form-fields.tsx'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { formWords, inLang } from '../web/messages.ts'
import { afterId, pageOf } from '../web/request.ts'
import { sessionWords } from '../web/session-words.ts'
import { titleOfSession } from './session-frame.tsx'
import { createSession, editSession } from './create-session.ts'
import { overviewPages } from './overview-pages.tsx'
import { readsAll } from './session-access.ts'
import type { SessionContent } from './session-content.ts'
import { SessionForm, sessionFields, usualDay } from './session-fields.ts'
import { readSession, sessionId } from './session-request.ts'
import { sessionStatuses } from './session-status.ts'
import { countSessions, listSessions } from './session-store.ts'
import type { StoredSession } from './session-store.ts'

/** The list of sessions, and the form by which one is laid out. */
export const sessionPages = new Hono<Env>()

sessionPages.get('/sessions', about({ action: 'session.read', summary: 'Sessions one is invited to, or runs' }), async (c) => {
  const [actor, { db }] = [c.get('actor'), c.get('ports')]
  unwrap(permit(actor, 'session.read'))
  const sees = readsAll(actor, actor.districtId) ? ('all' as const) : { orgId: actor.orgId }
  const filter = { districtId: actor.districtId, sees }
  const rows = await listSessions(db, filter, afterId(c.req.query('cursor')), pageLimitDefault + 1)
  const page = pageOf(rows, pageLimitDefault, await countSessions(db, filter))
  return c.html(<Sessions c={c} sessions={page.items} nextCursor={page.nextCursor} />)
})

sessionPages.get('/sessions/new', about({ action: 'session.create', summary: 'Lay out a session' }), (c) => {
  unwrap(permit(c.get('actor'), 'session.create'))
  return c.html(<DayForm c={c} typed={contentToForm(sessionFields, usualDay)} />)
})

sessionPages.post('/sessions/new', about({ action: 'session.create', summary: 'Lay out a session' }), (c) => {
  unwrap(permit(c.get('actor'), 'session.create'))
  return save(c, undefined, (content) => createSession(c.get('ports'), c.get('actor'), content))
})

sessionPages.get('/sessions/:id/edit', about({ action: 'session.edit', summary: 'Change the layout' }), async (c) => {
  const { session } = await readSession(c, 'session.edit')
  return c.html(
    <DayForm c={c} session={session} typed={contentToForm(sessionFields, session.content)} version={session.version} />,
  )
})

sessionPages.post('/sessions/:id/edit', about({ action: 'session.edit', summary: 'Change the layout' }), async (c) => {
  const { session } = await readSession(c, 'session.edit')
  const cleared = { titleEn: null, summary: null, place: null, link: null, capacity: null, safetyNotes: null }
  return save(c, session, (content, version) =>
    editSession(c.get('ports'), c.get('actor'), sessionId(c), version, { ...cleared, ...content }),
  )
})

sessionPages.route('/', overviewPages)

type Saving = (content: SessionContent, version: number) => Promise<StoredSession>

async function save(c: C, session: StoredSession | undefined, saving: Saving): Promise<Response> {
  const data = await c.req.formData()
  const { patch, errors, typed } = formToContent(sessionFields, SessionForm, data, c.get('lang'))
  const typedVersion = data.get('version')
  const version = typeof typedVersion === 'string' && /^\d{1,9}$/u.test(typedVersion) ? Number(typedVersion) : 0
  const form = { c, session, typed, version: session === undefined ? undefined : version }
  const added = data.get('add')
  if (typeof added === 'string') return c.html(<DayForm {...form} addedTo={added} />)
  if (errors.length > 0) return c.html(<DayForm {...form} errors={errors} />, 422)
  const attempted = await attempt(() => saving(patch, version))
  if ('value' in attempted)
    return redirectWith(c, `/sessions/${attempted.value.id}`, session === undefined ? 'sessionCreated' : 'sessionSaved')
  const { refusal } = attempted
  const isOutrun = refusal.code === 'request.precondition_failed'
  return c.html(
    <DayForm
      {...form}
      version={isOutrun ? session?.version : form.version}
      errors={faultsOf(c, refusal)}
      note={noteOf(c, refusal)}
    />,
    refusals[refusal.code].status,
  )
}

function faultsOf(c: C, refusal: Refusal): FormError[] {
  const found = (refusal['findings'] ?? []) as { field: string; zh: string; en: string }[]
  return found.map((finding) => ({ name: camelKey(finding.field), text: finding[c.get('lang')] }))
}

function noteOf(c: C, refusal: Refusal): string {
  const lang = c.get('lang')
  return refusal.code === 'request.precondition_failed' ? formWords.changedMeanwhile[lang] : refusals[refusal.code][lang]
}

type DayFormProps = {
  c: C
  session?: StoredSession | undefined
  typed: Typed
  version?: number | undefined
  errors?: readonly FormError[]
  note?: string
  addedTo?: string
}

function DayForm({ c, session, typed, version, errors = [], note, addedTo }: DayFormProps) {
  const lang = c.get('lang')
  const t = inLang(sessionWords, lang)
  const title = session === undefined ? t.newTitle : t.editTitle
  return (
    <Layout c={c} title={title} example={session?.isExample === true}>
      <h1>{title}</h1>
      <p class="lead">{session === undefined ? t.formLead : t.editLead}</p>
      <ErrorSummary errors={errors} lang={lang} note={note} />
      <form method="post" class="prose">
        <Csrf c={c} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        <button class="visually-hidden" type="submit" tabindex={-1} aria-hidden="true">
          {t.save}
        </button>
        <FormChapters fields={sessionFields} state={{ typed, errors, lang, addedTo }} />
        <p class="buttons">
          <button type="submit">{t.save}</button>{' '}
          <a href={session === undefined ? '/sessions' : `/sessions/${session.id}`}>{formWords.cancel[lang]}</a>
        </p>
      </form>
    </Layout>
  )
}

function Sessions({ c, sessions, nextCursor }: { c: C; sessions: readonly StoredSession[]; nextCursor: string | null }) {
  const lang = c.get('lang')
  const t = inLang(sessionWords, lang)
  return (
    <Layout c={c} title={t.title} example={sessions.some(({ isExample }) => isExample)}>
      <h1>{t.title}</h1>
      {permit(c.get('actor'), 'session.create').ok && (
        <p class="buttons">
          <a class="button" href="/sessions/new">
            {t.begin}
          </a>
        </p>
      )}
      {sessions.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <ul class="list">
          {sessions.map((session) => (
            <li>
              <h2 class="item-title">
                <a href={`/sessions/${session.id}`}>{titleOfSession(session, lang)}</a>
              </h2>
              <p class="eyebrow">
                <ExampleTag isExample={session.isExample} lang={lang} />
                <Tag tone={session.status === 'live' ? 'good' : undefined}>{labelOf(sessionStatuses, session.status, lang)}</Tag>
                <span>
                  {session.content.date} {session.content.startsAt}–{session.content.endsAt}
                </span>
                <span>{session.content.place}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      <NextPage c={c} cursor={nextCursor} />
    </Layout>
  )
}

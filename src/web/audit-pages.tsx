import { Hono } from 'hono'
import { checkChain, listEvents } from '../accounts/audit.ts'
import type { ChainReport } from '../accounts/audit.ts'
import { organisationStatusTerms } from '../accounts/organisation.ts'
import { permit } from '../accounts/permissions.ts'
import { findPerson } from '../accounts/person-store.ts'
import { cardStatuses, companyStatuses } from '../companies/company.ts'
import { invitationStatuses, pitchStatuses } from '../pitches/pitch-status.ts'
import { sceneStatuses } from '../scenes/scene.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import { actionLabel, auditWords } from './audit-words.ts'
import { momentOf, Tag } from './components.tsx'
import { about } from './http.ts'
import type { C, Env } from './http.ts'
import { labelOf } from './language.ts'
import type { Bilingual } from './language.ts'
import { Layout } from './layout.tsx'
import { weightsStatusTerms } from './learning-words.ts'
import { fill, inLang } from './messages.ts'

/** What happened to an object, for those who oversee it. */
export const auditPages = new Hono<Env>()

auditPages.get(
  '/audit/:object_type/:object_id',
  about({ action: 'audit.read', summary: 'What happened to an object, to read' }),
  async (c) => {
    const { object_type: objectType, object_id: objectId } = c.req.param()
    const [{ db }, actor] = [c.get('ports'), c.get('actor')]
    const events = await listEvents(db, objectType, objectId)
    unwrap(permit(actor, 'audit.read', { orgId: null, districtId: events[0]?.districtId ?? actor.districtId }))
    if (events.length === 0) throw new RefusedError({ code: 'audit.not_found' })
    const names = new Map<string, string>()
    for (const id of new Set(events.map((event) => event.actorId))) {
      const person = idPattern.test(id) ? await findPerson(db, id) : undefined
      names.set(id, person?.name ?? auditWords.system[c.get('lang')])
    }
    return c.html(
      <AuditPage c={c} at={addressOf(objectType, objectId)} events={events} names={names} chain={await checkChain(events)} />,
    )
  },
)

const idPattern = /^[0-9a-f-]{36}$/iu

type Event = Awaited<ReturnType<typeof listEvents>>[number]
type AuditProps = {
  c: C
  at: string | undefined
  events: readonly Event[]
  names: ReadonlyMap<string, string>
  chain: ChainReport
}

function AuditPage({ c, at, events, names, chain }: AuditProps) {
  const t = inLang(auditWords, c.get('lang'))
  const columns = [t.what, t.status, t.who, t.time, t.reason]
  return (
    <Layout c={c} title={t.title}>
      {at !== undefined && (
        <p>
          <a href={at}>{t.back}</a>
        </p>
      )}
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>
        {chain.ok ? (
          <Tag tone="good">{fill(t.whole, { n: chain.events })}</Tag>
        ) : (
          <Tag tone="bad">{fill(t.broken, { n: chain.brokenAt ?? 1 })}</Tag>
        )}
      </p>
      <table class="stack">
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow c={c} event={event} who={names.get(event.actorId) ?? event.actorId} />
          ))}
        </tbody>
      </table>
    </Layout>
  )
}

function EventRow({ c, event, who }: { c: C; event: Event; who: string }) {
  const lang = c.get('lang')
  const t = inLang(auditWords, lang)
  const said = [event.fromStatus, event.toStatus].filter((status) => status !== null)
  const steps = said.map((status) => labelOf(statuses[event.objectType] ?? [], status, lang))
  return (
    <tr>
      <th scope="row">
        {event.seq}. {actionLabel(event.action, lang)}
      </th>
      <td data-label={t.status}>{steps.join(' → ') || '—'}</td>
      <td data-label={t.who}>{who}</td>
      <td data-label={t.time}>{momentOf(c, event.at)}</td>
      <td>
        {event.reason !== null && <p class="text">{event.reason}</p>}
        <details>
          <summary>{t.detail}</summary>
          <p class="quiet-text">
            <code>{event.action}</code> <code>{JSON.stringify(event.detail)}</code> <code>{event.hash}</code>
          </p>
        </details>
      </td>
    </tr>
  )
}

const statuses: Record<string, readonly ({ id: string } & Bilingual)[]> = {
  scene: sceneStatuses,
  company: companyStatuses,
  card: cardStatuses,
  organisation: organisationStatusTerms,
  weights: weightsStatusTerms,
  pitch: pitchStatuses,
  pitch_invitation: invitationStatuses,
}

/** Where the object itself is read; a person or a pair has no page of its own. */
function addressOf(objectType: string, objectId: string): string | undefined {
  if (objectType === 'weights') return '/office/weights'
  const at: Record<string, string> = {
    scene: '/scenes',
    company: '/companies',
    card: '/cards',
    pitch: '/pitches',
    organisation: '/office/organisations',
  }
  return at[objectType] === undefined ? undefined : `${at[objectType]}/${objectId}`
}

import { Hono } from 'hono'
import { ticked } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import type { DeadChange } from '../db/outbox.ts'
import { unwrap } from '../shared/refusal.ts'
import { ActionForm, momentOf, NextPage } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { relayWords } from '../web/relay-words.ts'
import { RelayQuery, relayState, ReplayRequest } from './relay-request.ts'
import type { RelayState } from './relay-request.ts'
import { replayChanges } from './replay-changes.ts'

/** For administrators: what the search index did not take. */
export const relayPages = new Hono<Env>()

const address = '/office/relay'

relayPages.get(address, about({ action: 'relay.read' }), queryOf(RelayQuery), async (c) =>
  c.html(<RelayPage c={c} state={await relayState(c.get('ports'), c.get('actor'), c.req.valid('query'))} />),
)

// The language is switched by a GET of the address a refused form was posted to.
relayPages.get(`${address}/replay`, about({ action: 'relay.read' }), (c) => {
  unwrap(permit(c.get('actor'), 'relay.read'))
  return c.redirect(address, 303)
})

relayPages.post(`${address}/replay`, about({ action: 'relay.replay' }), async (c) => {
  const named = await ticked(c, 'id')
  const { ids } = validated(ReplayRequest, named.length > 0 ? { ids: named } : {})
  await replayChanges(c.get('ports'), c.get('actor'), ids)
  return redirectWith(c, address, 'replayed')
})

function RelayPage({ c, state }: { c: C; state: RelayState }) {
  const t = inLang(relayWords, c.get('lang'))
  const waiting = fill(t.open, { n: state.open })
  const since = state.oldestAt === null ? '' : fill(t.oldest, { at: momentOf(c, state.oldestAt) })
  return (
    <Layout c={c} title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>{[waiting, since].filter((part) => part !== '').join(c.get('lang') === 'zh' ? '，' : ', ')}</p>
      {state.total === 0 ? <p>{t.none}</p> : <DeadChanges c={c} state={state} />}
    </Layout>
  )
}

function DeadChanges({ c, state }: { c: C; state: RelayState }) {
  const t = inLang(relayWords, c.get('lang'))
  const mayReplay = permit(c.get('actor'), 'relay.replay').ok
  const columns = [t.object, t.error, t.attempts, t.changedAt, t.deadAt, ...(mayReplay ? [t.action] : [])]
  return (
    <>
      <h2>{fill(t.dead, { n: state.total })}</h2>
      {mayReplay && <ActionForm c={c} action={`${address}/replay`} label={t.replayAll} />}
      <table class="stack">
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {state.items.map((change) => (
            <DeadRow c={c} change={change} mayReplay={mayReplay} />
          ))}
        </tbody>
      </table>
      <NextPage c={c} cursor={state.nextCursor} />
    </>
  )
}

const addresses = { scene: '/scenes', company: '/companies', card: '/cards' } as const

function DeadRow({ c, change, mayReplay }: { c: C; change: DeadChange; mayReplay: boolean }) {
  const t = inLang(relayWords, c.get('lang'))
  const { id, objectType, objectId, attempts, lastError, createdAt, deadAt } = change
  return (
    <tr>
      <th scope="row">
        {t[objectType]} <a href={`${addresses[objectType]}/${objectId}`}>{objectId}</a>
      </th>
      <td data-label={t.error}>
        <code>{lastError ?? '—'}</code>
      </td>
      <td data-label={t.attempts}>{attempts}</td>
      <td data-label={t.changedAt}>{momentOf(c, createdAt)}</td>
      <td data-label={t.deadAt}>{momentOf(c, deadAt)}</td>
      {mayReplay && (
        <td data-label={t.action}>
          <ActionForm c={c} action={`${address}/replay`} label={t.replay} tone="quiet">
            <input type="hidden" name="id" value={id} />
          </ActionForm>
        </td>
      )}
    </tr>
  )
}

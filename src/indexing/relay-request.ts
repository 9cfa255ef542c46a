import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { countOutbox, listDead } from '../db/outbox.ts'
import type { DeadChange, OutboxCounts } from '../db/outbox.ts'
import type { Ports } from '../ports.ts'
import { decodeCursor, encodeCursor, pageLimitDefault, pageQuery } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { replayMax } from './replay-changes.ts'

/** Rows of the outbox count up. */
const rowId = /^\d{1,18}$/u

export const RelayQuery = v.strictObject({ ...pageQuery, lang: v.optional(v.string()) })

export const ReplayRequest = v.strictObject({
  ids: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(rowId, 'is not the id of a change'))), v.maxLength(replayMax))),
})

export type RelayState = Page<DeadChange> & Pick<OutboxCounts, 'open' | 'oldestAt'>

/** How far the index is behind, and what it was given up on. */
export async function relayState(
  { db }: Pick<Ports, 'db'>,
  actor: Actor,
  { limit = pageLimitDefault, cursor }: v.InferOutput<typeof RelayQuery>,
): Promise<RelayState> {
  unwrap(permit(actor, 'relay.read', { orgId: null, districtId: actor.districtId }))
  const rows = await listDead(db, actor.districtId, afterRow(cursor), limit + 1)
  const { open, oldestAt, dead } = await countOutbox(db, actor.districtId)
  const items = rows.slice(0, limit)
  return { open, oldestAt, items, nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null, total: dead }
}

function afterRow(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [id] = decodeCursor(cursor, 1)
  return typeof id === 'string' && rowId.test(id) ? id : unwrap<never>(refuse('request.bad_cursor'))
}

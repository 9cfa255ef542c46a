import { sql } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Holder } from './holders.ts'
import type { Span } from './slots.ts'

export type Place = { slot: number; tableNo: number; during: Span; holders: readonly Holder[] }

/** Gives a meeting its place, instead of the one it had; whoever is taken is told at the commit at the latest. */
export function holdPlace(tx: Tx, meeting: { id: string }, place: Place, now: Date): Promise<void> {
  return holdPlaces(tx, [{ ...place, meetingId: meeting.id }], now)
}

/** The same for many at once, of which two may change places. Version and calendar sequence rise. */
export async function holdPlaces(tx: Tx, places: readonly (Place & { meetingId: string })[], now: Date): Promise<void> {
  if (places.length === 0) return
  await deleteBookings(
    tx,
    places.map(({ meetingId }) => meetingId),
  )
  const placed = places.map(({ meetingId, slot, tableNo, during }) => ({
    id: meetingId,
    slot,
    table_no: tableNo,
    during: spanText(during),
  }))
  await sql`update meeting set slot = placed.slot, table_no = placed.table_no, during = placed.during,
      sequence = meeting.sequence + 1, version = meeting.version + 1, updated_at = ${now}
    from jsonb_to_recordset(${jsonValue(placed)}::jsonb) as placed (id uuid, slot integer, table_no integer, during tstzrange)
    where meeting.id = placed.id`.execute(tx)
  const bookings = places.flatMap(({ meetingId, during, holders }) =>
    holders.map(({ kind, holder }) => ({ meeting_id: meetingId, kind, holder, during: spanText(during) })),
  )
  await sql`insert into booking (meeting_id, kind, holder, during)
    select meeting_id, kind, holder, during
    from jsonb_to_recordset(${jsonValue(bookings)}::jsonb) as booked (meeting_id uuid, kind text, holder text, during tstzrange)`.execute(
    tx,
  )
}

/** The place is free again, and the meeting has none; when it would have been stays written, to be taken back in calendars. */
export function releasePlace(tx: Tx, meetingId: string, now: Date): Promise<void> {
  return releasePlaces(tx, [meetingId], now)
}

export async function releasePlaces(tx: Tx, meetingIds: readonly string[], now: Date): Promise<void> {
  if (meetingIds.length === 0) return
  await deleteBookings(tx, meetingIds)
  await tx
    .updateTable('meeting')
    .set((eb) => ({
      slot: null,
      tableNo: null,
      sequence: eb('sequence', '+', 1),
      version: eb('version', '+', 1),
      updatedAt: now,
    }))
    .where('id', '=', anyOf(meetingIds))
    .where('slot', 'is not', null)
    .execute()
}

/** Frees what a meeting that is over held; when and where it was stays written. */
export async function deleteBookings(tx: Tx, meetingIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('booking').where('meetingId', '=', anyOf(meetingIds)).execute()
}

export type Clash = Holder & { meetingId: string }

/** Who of these is taken at that time, by other meetings of whatever session. */
export function findClashes(db: Db, meetingId: string, during: Span, holders: readonly Holder[]): Promise<Clash[]> {
  if (holders.length === 0) return Promise.resolve([])
  return db
    .selectFrom('booking')
    .select(['booking.meetingId', 'booking.kind', 'booking.holder'])
    .where('booking.meetingId', '<>', meetingId)
    .where(sql<boolean>`booking.during && ${spanText(during)}::tstzrange`)
    .where(
      sql<boolean>`(booking.kind, booking.holder) in (select kind, holder from jsonb_to_recordset(${jsonValue([...holders])}::jsonb) as asked (kind text, holder text))`,
    )
    .orderBy('booking.kind')
    .orderBy('booking.holder')
    .execute()
}

/** `[from,until)`, as Postgres reads it. */
export function spanText({ startsAt, endsAt }: Span): string {
  return `[${startsAt.toISOString()},${endsAt.toISOString()})`
}

function anyOf(ids: readonly string[]) {
  return sql<string>`any(${[...ids]}::uuid[])`
}

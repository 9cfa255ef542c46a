import { sql } from 'kysely'
import type { Ports } from '../ports.ts'

/** As it was set, with nothing asked for yet; the trail stays. */
export async function clearSequence(db: Ports['db']): Promise<void> {
  await sql`do $$ begin
    delete from booking; delete from meeting_seat; delete from meeting; delete from session_pair_mark; delete from session_plan;
    update session_person set left_at = null where left_at is not null;
    update session set status = 'open_for_interest', published_at = null where status <> 'open_for_interest';
  end $$`.execute(db)
}

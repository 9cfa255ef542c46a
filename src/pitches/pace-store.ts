import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'

/** How long companies take from draft to handing in, and how much of a draft their profile gave. */
export type Pace = { pitches: number; medianSeconds: number; medianPrefilledShare: number }

/** Over the district's pitches whose deadline has passed: of the others nobody learns more than how many. */
export async function findPace(db: Db, districtId: string, now: Date): Promise<Pace | undefined> {
  const { rows } = await sql<Pace>`
    select count(*)::int as pitches,
      percentile_cont(0.5) within group (order by extract(epoch from pitch.submitted_at - pitch.created_at)) as "medianSeconds",
      percentile_cont(0.5) within group (order by pitch.prefilled_share) as "medianPrefilledShare"
    from pitch join scene on scene.id = pitch.scene_id
    where pitch.district_id = ${districtId} and pitch.submitted_at is not null and pitch.prefilled_share is not null
      and (scene.deadline_at <= ${now} or scene.published_at is distinct from pitch.round_at)`.execute(db)
  const [pace] = rows
  return pace === undefined || pace.pitches === 0 ? undefined : pace
}

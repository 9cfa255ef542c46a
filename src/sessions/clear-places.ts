import { releasePlaces } from './booking-store.ts'
import type { Work } from './change-session.ts'
import { findMeetings } from './meeting-store.ts'

/** Every meeting that lies ahead gives up its place and stays agreed; how many had one. */
export async function clearPlaces({ tx, session, now }: Work): Promise<number> {
  const meetings = await findMeetings(tx, session.id, ['proposed', 'pending', 'accepted'])
  const placed = meetings.filter(({ slot }) => slot !== null).map(({ id }) => id)
  await releasePlaces(tx, placed, now)
  return placed.length
}

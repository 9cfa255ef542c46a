import type { Migration } from 'kysely/migration'
import * as start from './0001-start.ts'
import * as accounts from './0002-accounts.ts'
import * as office from './0003-office.ts'
import * as relay from './0004-relay.ts'
import * as learning from './0005-learning.ts'
import * as insights from './0006-insights.ts'
import * as pitches from './0007-pitches.ts'
import * as sessions from './0008-sessions.ts'
import * as lostPlaces from './0009-lost-places.ts'

/** A static list, because the edge has no file system; a migration once released is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-start': start,
  '0002-accounts': accounts,
  '0003-office': office,
  '0004-relay': relay,
  '0005-learning': learning,
  '0006-insights': insights,
  '0007-pitches': pitches,
  '0008-sessions': sessions,
  '0009-lost-places': lostPlaces,
}

import * as v from 'valibot'
import type { Ports } from '../ports.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { decodeCursor, encodeCursor, pageLimitDefault, pageQuery } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import type { Viewing } from '../accounts/actor.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { countQuestions, listQuestions } from './question-store.ts'
import { questionsSeenBy, questionView } from './question-view.ts'
import type { QuestionView } from './question-view.ts'

export const QuestionQuery = v.strictObject({ ...pageQuery, lang: v.optional(v.string()) })

type Asked = { limit?: number | undefined; cursor?: string | undefined }

/** The questions of a scene in the order in which they were asked, as far as the reader may see them. */
export async function questionsOf(
  { db }: Pick<Ports, 'db'>,
  { actor, now }: Viewing,
  scene: StoredScene,
  { limit = pageLimitDefault, cursor }: Asked,
): Promise<Page<QuestionView>> {
  const seen = questionsSeenBy(actor, scene, now)
  const after = cursor === undefined ? undefined : seqOf(cursor)
  const [rows, total] = await Promise.all([
    listQuestions(db, scene.id, seen, { after, limit: limit + 1 }),
    countQuestions(db, scene.id, seen),
  ])
  const items = rows.slice(0, limit)
  return {
    items: items.map((question) => questionView(question, actor)),
    nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.seq]) : null,
    total,
  }
}

function seqOf(cursor: string): number {
  const [seq] = decodeCursor(cursor, 1)
  const isSeq = typeof seq === 'number' && seq >= 0 && seq < 2 ** 31
  return isSeq ? seq : unwrap<never>(refuse('request.bad_cursor'))
}

import { Hono } from 'hono'
import * as v from 'valibot'
import { readScene } from '../scenes/scene-request.ts'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { isoIn } from '../shared/time.ts'
import { about, answer, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { afterId, pageAs, pageOf } from '../web/request.ts'
import { countVisits, listVisits } from './session-store.ts'
import { Instant } from './session-view.ts'

const Visit = v.object({ sessionId: v.string(), title: v.string(), date: v.string(), minutes: v.string(), minutesAt: Instant })
const VisitList = v.object({ items: v.array(Visit), nextCursor: v.nullable(v.string()), total: v.number() })

/** What was shown and asked at site visits, for whoever was not there. */
export const visitApi = new Hono<Env>()

visitApi.get(
  '/scenes/:id/visits',
  about({
    action: 'public.read',
    summary: 'Site visits to a scene, with what was shown and asked there',
    answers: { 200: VisitList },
    refusals: ['scene.not_found', 'request.bad_cursor'],
  }),
  queryOf(v.strictObject(pageQuery)),
  async (c) => {
    const scene = await readScene(c)
    const { db } = c.get('ports')
    const { cursor, limit = pageLimitDefault } = c.req.valid('query')
    const [rows, total] = await Promise.all([listVisits(db, scene.id, afterId(cursor), limit + 1), countVisits(db, scene.id)])
    return answer(
      c,
      pageAs(pageOf(rows, limit, total), ({ id, content: { title, date }, zone, minutes, minutesAt }) => ({
        sessionId: id,
        title,
        date,
        minutes,
        minutesAt: isoIn(zone, minutesAt!),
      })),
    )
  },
)

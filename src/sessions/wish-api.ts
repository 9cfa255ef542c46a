import { Hono } from 'hono'
import * as v from 'valibot'
import { decodeCursor, encodeCursor, pageLimitDefault, pageQuery } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { markPair, setWishes, unmarkPair } from './mark-pair.ts'
import { findPairMarks, findWishes } from './participant-store.ts'
import { participantFor } from './session-access.ts'
import { PairMarking, Wishes } from './session-input.ts'
import { participantId, readSession, sessionId } from './session-request.ts'
import { pairMarkView, PairMarkView, participantView, ParticipantView } from './session-view.ts'
import { suggestWishes } from './suggest-wishes.ts'

const SuggestionView = v.object({ participant: ParticipantView, score: v.number(), sceneId: v.string() })
const SuggestionList = v.object({
  items: v.array(SuggestionView),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
  degraded: v.array(v.string()),
})
const MarkList = v.object({ items: v.array(PairMarkView), nextCursor: v.nullable(v.string()), total: v.number() })
const WishList = v.object({ participantIds: v.array(v.string()) })

const refused = ['session.not_found', 'participant.not_found'] as const

/** Whom participants would like to meet, and the matchmaker's word on pairs. */
export const wishApi = new Hono<Env>()

wishApi.get(
  '/sessions/:id/participants/:participant/wishes',
  about({
    action: 'session.read',
    summary: 'Whom a participant would like to meet, the best first; nobody else learns of it but staff',
    answers: { 200: WishList },
    refusals: refused,
  }),
  async (c) => {
    const { session } = await readSession(c)
    const { db } = c.get('ports')
    const participant = await participantFor(db, c.get('actor'), session, participantId(c), 'session.read')
    const wishes = (await findWishes(db, session.id)).filter((wish) => wish.participantId === participant.id)
    return answer(c, { participantIds: wishes.map(({ wishedId }) => wishedId) })
  },
)

wishApi.put(
  '/sessions/:id/participants/:participant/wishes',
  about({
    action: 'participant.edit',
    summary: 'The whole list anew, the best first',
    answers: { 200: WishList },
    refusals: [...refused, 'session.wrong_state'],
  }),
  jsonBody(Wishes),
  async (c) => {
    const wished = c.req.valid('json').participantIds
    return answer(c, {
      participantIds: await setWishes(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), wished),
    })
  },
)

wishApi.get(
  '/sessions/:id/wishes/suggested',
  about({
    action: 'participant.edit',
    summary: 'Whom the ranking would have a participant meet, of those who come; the caller’s own where none is named',
    answers: { 200: SuggestionList },
    refusals: [...refused, 'request.bad_cursor'],
  }),
  queryOf(v.strictObject({ ...pageQuery, participant: v.optional(v.pipe(v.string(), v.uuid())) })),
  async (c) => {
    const { session, ...reading } = await readSession(c)
    const { participant: asked, cursor, limit = pageLimitDefault } = c.req.valid('query')
    const id = asked ?? reading.own?.id ?? unwrap<never>(refuse('participant.not_found'))
    const participant = await participantFor(c.get('ports').db, c.get('actor'), session, id, 'participant.edit')
    const { items, degraded } = await suggestWishes(c.get('ports'), c.get('actor'), participant)
    const offset = offsetOf(cursor)
    const shown = items.slice(offset, offset + limit)
    return answer(c, {
      items: shown.map((item) => ({
        ...item,
        participant: participantView(item.participant, session, { isStaff: false, own: undefined }),
      })),
      nextCursor: items.length > offset + limit ? encodeCursor([offset + limit]) : null,
      total: items.length,
      degraded,
    })
  },
)

wishApi.get(
  '/sessions/:id/pairs',
  about({
    action: 'session.read_all',
    summary: 'Pairs the matchmaker pinned or banned',
    answers: { 200: MarkList },
    refusals: ['session.not_found', 'actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(v.strictObject(pageQuery)),
  async (c) => {
    const { session } = await readSession(c, 'session.read_all')
    const { cursor, limit = pageLimitDefault } = c.req.valid('query')
    const marks = await findPairMarks(c.get('ports').db, session.id)
    const offset = offsetOf(cursor)
    return answer(c, {
      items: marks.slice(offset, offset + limit).map((mark) => pairMarkView(mark, session)),
      nextCursor: marks.length > offset + limit ? encodeCursor([offset + limit]) : null,
      total: marks.length,
    })
  },
)

wishApi.put(
  '/sessions/:id/pairs',
  about({
    action: 'session.mark_pair',
    summary: 'Say that two meet, or do not, with a reason',
    answers: { 200: PairMarkView },
    refusals: [...refused, 'session.wrong_state', 'meeting.conflict', 'meeting.exists', 'session.full'],
  }),
  jsonBody(PairMarking),
  async (c) => {
    const mark = await markPair(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json'))
    return answer(c, pairMarkView(mark, (await readSession(c)).session))
  },
)

wishApi.delete(
  '/sessions/:id/pairs/:department/:company',
  about({
    action: 'session.mark_pair',
    summary: 'Take it back',
    answers: { 204: undefined },
    refusals: [...refused, 'session.wrong_state'],
  }),
  async (c) => {
    await unmarkPair(c.get('ports'), c.get('actor'), sessionId(c), pairPart(c, 'department'), pairPart(c, 'company'))
    return c.body(null, 204)
  },
)

function pairPart(c: C, name: 'department' | 'company'): string {
  return pathId(c, 'participant.not_found', name)
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const [offset] = decodeCursor(cursor, 1)
  return typeof offset === 'number' && offset >= 0 ? offset : unwrap<never>(refuse('request.bad_cursor'))
}

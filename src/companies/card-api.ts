import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { CalendarDate, line } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { camelKey } from '../shared/wire.ts'
import { about, answer, ifMatch, jsonBody, queryOf, withEtag } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pageOf, pathId, viewing } from '../web/request.ts'
import { countCards, findCard, listCards } from './card-store.ts'
import type { CardRecord } from './card-store.ts'
import { maySee } from './company-access.ts'
import { CardPatch, Reason } from './company-content.ts'
import { cardStatuses } from './company.ts'
import { findCompany } from './company-store.ts'
import { CardView, cardView, targetOfCard, targetOfCompany } from './company-view.ts'
import { draftCard, hideCard, patchCard, submitCard, withdrawCard } from './edit-card.ts'
import { renewCard } from './renew-card.ts'
import { listCard, resumeCard, returnCard, suspendCard, verifyCard } from './review-card.ts'

const CardQuery = v.strictObject({
  ...pageQuery,
  status: v.optional(v.picklist(idsOf(cardStatuses))),
  own: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((value) => value === 'true'),
    ),
  ),
})

const CardPage = v.object({ items: v.array(CardView), nextCursor: v.nullable(v.string()), total: v.number() })

const Verification = v.strictObject({
  /** As on the wire: a field such as one_line, or a member of a list such as cases.0. */
  field: line(60),
  level: v.picklist(['self', 'document', 'verified']),
  until: v.optional(CalendarDate),
})

const stepRefusals = [
  'card.not_found',
  'card.wrong_state',
  'actor.forbidden',
  'organisation.not_verified',
] as const satisfies RefusalCode[]
const editRefusals = [
  'request.invalid',
  'request.precondition_failed',
  'request.precondition_required',
  'card.incomplete',
] as const satisfies RefusalCode[]

export const cardApi = new Hono<Env>()

cardApi.post(
  '/companies/:id/cards',
  about({
    action: 'card.draft',
    summary: 'Begin a capability card',
    answers: { 201: CardView },
    refusals: ['company.not_found', 'card.too_many', 'actor.forbidden', 'request.invalid'],
  }),
  jsonBody(CardPatch),
  async (c) =>
    answerCard(c, await draftCard(c.get('ports'), c.get('actor'), pathId(c, 'company.not_found'), c.req.valid('json')), 201),
)

cardApi.get(
  '/companies/:id/cards',
  about({
    action: 'public.read',
    summary: 'The cards of a company that you may see',
    answers: { 200: CardPage },
    refusals: ['company.not_found', 'request.bad_cursor'],
  }),
  queryOf(CardQuery),
  async (c) => {
    const { actor, now } = viewing(c)
    const company = await findCompany(c.get('ports').db, actor.districtId, pathId(c, 'company.not_found'))
    if (company === undefined || !maySee(actor, targetOfCompany(company, now))) return unwrap<never>(refuse('company.not_found'))
    return answerPage(c, c.req.valid('query'), company.id)
  },
)

cardApi.get(
  '/cards',
  about({
    action: 'public.read',
    summary: 'Cards you may see: those listed, and with status= or own=true also others',
    answers: { 200: CardPage },
    refusals: ['request.bad_cursor', 'request.invalid'],
  }),
  queryOf(CardQuery),
  (c) => answerPage(c, c.req.valid('query'), undefined),
)

cardApi.get(
  '/cards/:id',
  about({ action: 'public.read', summary: 'One card', answers: { 200: CardView }, refusals: ['card.not_found'] }),
  async (c) => {
    const { actor, now } = viewing(c)
    const card = await findCard(c.get('ports').db, actor.districtId, cardId(c))
    if (card === undefined || !maySee(actor, targetOfCard(card, now))) return unwrap<never>(refuse('card.not_found'))
    return answerCard(c, card)
  },
)

cardApi.patch(
  '/cards/:id',
  about({
    action: 'card.edit',
    summary: 'Change a card; null clears a field. What somebody had verified of a changed field is unverified again',
    answers: { 200: CardView },
    refusals: [...stepRefusals, ...editRefusals],
  }),
  jsonBody(CardPatch),
  async (c) => answerCard(c, await patchCard(c.get('ports'), c.get('actor'), cardId(c), ifMatch(c), c.req.valid('json'))),
)

cardApi.post(
  '/cards/:id/submission',
  about({
    action: 'card.submit',
    summary: 'Submit a card to the matchmaker',
    answers: { 201: CardView },
    refusals: [...stepRefusals, 'card.incomplete'],
  }),
  async (c) => answerCard(c, await submitCard(c.get('ports'), c.get('actor'), cardId(c)), 201),
)

cardApi.delete(
  '/cards/:id/submission',
  about({ action: 'card.withdraw', summary: 'Take a submitted card back', answers: { 200: CardView }, refusals: stepRefusals }),
  async (c) => answerCard(c, await withdrawCard(c.get('ports'), c.get('actor'), cardId(c))),
)

cardApi.post(
  '/cards/:id/return',
  about({
    action: 'card.return',
    summary: 'Return a submitted card with comments',
    answers: { 201: CardView },
    refusals: [...stepRefusals, 'request.invalid'],
  }),
  jsonBody(Reason),
  async (c) => answerCard(c, await returnCard(c.get('ports'), c.get('actor'), cardId(c), c.req.valid('json').reason), 201),
)

cardApi.post(
  '/cards/:id/listing',
  about({
    action: 'card.list',
    summary: 'Show a card: the matchmaker a submitted one, its owner one they had hidden',
    answers: { 201: CardView },
    refusals: [...stepRefusals, 'actor.own_writing'],
  }),
  async (c) => answerCard(c, await listCard(c.get('ports'), c.get('actor'), cardId(c)), 201),
)

cardApi.delete(
  '/cards/:id/listing',
  about({ action: 'card.hide', summary: 'Hide a card', answers: { 200: CardView }, refusals: stepRefusals }),
  async (c) => answerCard(c, await hideCard(c.get('ports'), c.get('actor'), cardId(c))),
)

cardApi.post(
  '/cards/:id/suspension',
  about({
    action: 'card.suspend',
    summary: 'Suspend a card, with a reason',
    answers: { 201: CardView },
    refusals: [...stepRefusals, 'request.invalid'],
  }),
  jsonBody(Reason),
  async (c) => answerCard(c, await suspendCard(c.get('ports'), c.get('actor'), cardId(c), c.req.valid('json').reason), 201),
)

cardApi.delete(
  '/cards/:id/suspension',
  about({
    action: 'card.resume',
    summary: 'End the suspension; the card is as it was before',
    answers: { 200: CardView },
    refusals: stepRefusals,
  }),
  async (c) => answerCard(c, await resumeCard(c.get('ports'), c.get('actor'), cardId(c))),
)

cardApi.post(
  '/cards/:id/renewal',
  about({
    action: 'card.renew',
    summary: 'Renew a card for a year from today',
    answers: { 201: CardView },
    refusals: stepRefusals,
  }),
  async (c) => answerCard(c, await renewCard(c.get('ports'), c.get('actor'), cardId(c)), 201),
)

cardApi.post(
  '/cards/:id/verifications',
  about({
    action: 'card.verify',
    summary: 'Say how far one claim of a card has been checked, and until when',
    answers: { 201: CardView },
    refusals: [...stepRefusals, 'card.no_such_claim', 'actor.own_writing', 'request.invalid'],
  }),
  jsonBody(Verification),
  async (c) => {
    const { field, level, until } = c.req.valid('json')
    const verification = { field: camelKey(field), level, until }
    return answerCard(
      c,
      await verifyCard(c.get('ports'), c.get('actor'), cardId(c), c.get('district').timeZone, verification),
      201,
    )
  },
)

async function answerPage(c: C, query: v.InferOutput<typeof CardQuery>, companyId: string | undefined): Promise<Response> {
  const { limit = pageLimitDefault, cursor, status, own } = query
  const { db } = c.get('ports')
  const { actor, now } = viewing(c)
  const filter = { actor, now, status, own, companyId }
  const rows = await listCards(db, filter, { after: afterId(cursor), limit: limit + 1 })
  const page = pageOf(rows, limit, await countCards(db, filter))
  return answer(
    c,
    pageAs(page, (card) => cardView(card, viewing(c))),
  )
}

function cardId(c: C): string {
  return pathId(c, 'card.not_found')
}

function answerCard(c: C, card: CardRecord, status: 200 | 201 = 200): Response {
  withEtag(c, card.version)
  return answer(c, cardView(card, viewing(c)), status)
}

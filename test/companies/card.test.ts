import { describe, expect, test } from 'vitest'
import { permissions, permit } from '../../src/accounts/permissions.ts'
import {
  cardsPerCompanyMax,
  cardTransitions,
  editCard,
  moveCard,
  roomForCard,
  statusAt,
  verifyClaim,
} from '../../src/companies/card.ts'
import type { CardFacts, CardStep } from '../../src/companies/card.ts'
import { cardTarget } from '../../src/companies/company-access.ts'
import { cardStatuses } from '../../src/companies/company.ts'
import type { CardStatus } from '../../src/companies/company.ts'
import { actorWith } from '../support/world.ts'
import { cardContent } from './fixtures.ts'

const now = new Date('2026-03-02T02:00:00Z')
const soon = new Date('2026-06-01T00:00:00Z')
const company = { status: 'listed', validUntil: soon, orgVerified: true } as const
const org = { id: 'org', districtId: 'district', status: 'verified' } as const
const editor = actorWith(['company_editor'], org)
const matchmaker = actorWith(['matchmaker', 'district_officer'], { ...org, id: 'office' })

function card(facts: Partial<CardFacts> = {}): CardFacts {
  return {
    orgId: 'org',
    districtId: 'district',
    status: 'draft',
    validUntil: soon,
    suspendedFrom: null,
    writtenBy: 'somebody',
    content: cardContent,
    claims: [],
    ...facts,
  }
}

function step(facts: CardFacts, action: CardStep, actor = editor, orgVerified = true) {
  const permitted = permit(actor, action, cardTarget(facts, company, now))
  return permitted.ok ? moveCard(facts, action, { actor, orgVerified, now, reason: '说明' }) : permitted
}

describe('every step from every state', () => {
  const steps = Object.keys(cardTransitions) as CardStep[]
  const cases = steps.flatMap((action) => cardStatuses.map(({ id }) => ({ action, status: id })))

  test.each(cases)('$action from $status', ({ action, status }) => {
    const actor = (permissions[action].to as readonly string[]).includes('company_editor') ? editor : matchmaker
    const facts = card({ status, suspendedFrom: status === 'suspended' ? 'hidden' : null })
    const outcome = step(facts, action, actor)
    const to = cardTransitions[action] === 'where it was' ? 'hidden' : cardTransitions[action]
    const may = (permissions[action].states as readonly CardStatus[]).includes(status)
    const refused = { ok: false, refusal: { code: 'card.wrong_state', state: status } }
    expect(outcome).toMatchObject(may ? { ok: true, value: { status: to } } : refused)
  })
})

test('a card past its end reads as expired before any timer has run, and can only be renewed', () => {
  const past = card({ status: 'listed', validUntil: now })
  expect(statusAt(past, now)).toBe('expired')
  expect(statusAt(past, new Date(now.getTime() - 1))).toBe('listed')
  expect(step(past, 'card.hide')).toMatchObject({
    ok: false,
    refusal: { code: 'card.wrong_state', state: 'expired', allowed: ['card.renew'] },
  })
  expect(step(past, 'card.renew')).toMatchObject({
    ok: true,
    value: { status: 'listed', validUntil: new Date('2027-03-02T02:00:00Z') },
  })
})

test('a suspended card returns to where it was', () => {
  const suspended = step(card({ status: 'hidden' }), 'card.suspend', matchmaker)
  expect(suspended).toMatchObject({ ok: true, value: { status: 'suspended', suspendedFrom: 'hidden', statusReason: '说明' } })
  expect(step(card({ status: 'suspended', suspendedFrom: 'listed' }), 'card.resume', matchmaker)).toMatchObject({
    ok: true,
    value: { status: 'listed', suspendedFrom: null },
  })
})

test('submitting needs the required fields and names those missing as on the wire', () => {
  const { oneLine: _oneLine, coopModes: _coopModes, ...rest } = cardContent
  expect(step(card({ content: rest }), 'card.submit')).toMatchObject({
    ok: false,
    refusal: { code: 'card.incomplete', missing: ['one_line', 'coop_modes'] },
  })
})

test('nobody lists or verifies a card they wrote, nor lists one of an organisation not verified', () => {
  const own = card({ status: 'submitted', writtenBy: matchmaker.personId! })
  expect(step(own, 'card.list', matchmaker)).toMatchObject({ refusal: { code: 'actor.own_writing' } })
  expect(verifyClaim(own, { field: 'stage', level: 'verified' }, matchmaker)).toMatchObject({
    refusal: { code: 'actor.own_writing' },
  })
  expect(step(card({ status: 'submitted' }), 'card.list', matchmaker, false)).toMatchObject({
    refusal: { code: 'organisation.not_verified' },
  })
})

test('a company takes twenty cards and not one more', () => {
  expect(roomForCard(cardsPerCompanyMax - 1).ok).toBe(true)
  expect(roomForCard(cardsPerCompanyMax)).toMatchObject({ ok: false, refusal: { code: 'card.too_many' } })
})

test('an edit of a verified field takes its verification away and leaves the others', () => {
  const claims = [
    { field: 'stage', level: 'verified', by: '甲', on: '2026-01-01' },
    { field: 'cases.0', level: 'verified', by: '甲' },
    { field: 'metrics', level: 'document' },
  ] as const
  const listed = card({ status: 'listed', claims: [...claims] })
  const outcome = editCard(
    listed,
    {
      stage: 'market',
      cases: [{ outcome: '发现时间由 40 分钟降到 1 分钟', description: '部署 30 个房间', client: '示例养老院' }],
      metrics: null,
    },
    editor,
  )
  expect(outcome).toMatchObject({ ok: true, value: { writtenBy: editor.personId } })
  expect(outcome.ok && outcome.value.claims).toEqual([{ field: 'stage', level: 'self' }, claims[1]])
})

test('a listed card cannot lose a required field; a draft can', () => {
  expect(editCard(card({ status: 'listed' }), { solves: null }, editor)).toMatchObject({
    refusal: { code: 'card.incomplete', missing: ['solves'] },
  })
  expect(editCard(card(), { solves: null }, editor).ok).toBe(true)
})

test('only what the card says can be verified', () => {
  const submitted = card({ status: 'submitted' })
  for (const field of ['advantages', 'cases.1', 'stage.0', 'toString', 'cases.0.client', '']) {
    expect(verifyClaim(submitted, { field, level: 'verified' }, matchmaker)).toMatchObject({
      refusal: { code: 'card.no_such_claim' },
    })
  }
  const again = verifyClaim(
    card({ claims: [{ field: 'cases.0', level: 'document' }] }),
    { field: 'cases.0', level: 'verified' },
    matchmaker,
  )
  expect(again).toEqual({ ok: true, value: { claims: [{ field: 'cases.0', level: 'verified' }] } })
})

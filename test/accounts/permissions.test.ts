import { expect, test } from 'vitest'
import { publicActor, systemActor } from '../../src/accounts/actor.ts'
import type { Actor } from '../../src/accounts/actor.ts'
import { permissions, permit } from '../../src/accounts/permissions.ts'
import type { Action, Target } from '../../src/accounts/permissions.ts'
import { roles } from '../../src/accounts/role.ts'
import type { Role } from '../../src/accounts/role.ts'
import { absent, ownOnly, states, steady, table, withoutVerification } from './permission-table.ts'

const actions = Object.keys(permissions) as Action[]
const [here, elsewhere] = ['district-1', 'district-2']
const [mine, theirs] = ['org-1', 'org-2']

function rule(action: Action): { who: string[]; from: string[] | undefined } {
  const [who, from] = table[action].split('|').map((part) => part.trim().split(' '))
  return { who: who!, from }
}

const shortOf = (role: Role) => roles.find(({ id }) => id === role)!.short
const nounOf = (action: Action) => action.split('.')[0]!

function holder(role: Role | undefined, orgVerified = true): Actor {
  return {
    kind: 'person',
    personId: 'p',
    name: null,
    orgId: mine,
    orgVerified,
    districtId: here,
    roles: role === undefined ? [] : [role],
  }
}

/** What the table says somebody with this one role gets: ok, or a refusal's code. */
function expected(role: Role | undefined, action: Action, target: Target, orgVerified: boolean): string {
  const { who, from } = rule(action)
  if (who[0] === 'everybody' || who[0] === 'registered') return 'ok'
  const ofDistrict = role !== undefined && !ownOnly.includes(role)
  const withinReach = target.districtId === here && (target.orgId === mine || ofDistrict)
  if (!withinReach) return absent[action] ?? absent[nounOf(action)]!
  if (role === undefined || !who.includes(shortOf(role))) return 'actor.forbidden'
  if (!orgVerified && !withoutVerification.includes(action)) return 'organisation.not_verified'
  return from === undefined || from.includes(target.status!) ? 'ok' : `${nounOf(action)}.wrong_state`
}

function outcome(actor: Actor, action: Action, target: Target): string {
  const permitted = permit(actor, action, target)
  return permitted.ok ? 'ok' : permitted.refusal.code
}

function* targets(action: Action): Generator<Target> {
  for (const status of states[nounOf(action)] ?? [undefined]) {
    const at = status === undefined ? {} : { status }
    yield { orgId: mine, districtId: here, ...at }
    yield { orgId: theirs, districtId: here, ...at }
    yield { orgId: theirs, districtId: elsewhere, ...at }
    yield { orgId: null, districtId: here, ...at }
  }
}

test('the table names every action of the matrix, and no other', () => {
  expect(Object.keys(table).toSorted()).toEqual([...actions].toSorted())
})

test('every role gets for every action in every state, near and far, exactly what the table says', () => {
  const everybody = [...roles.map(({ id }) => id), undefined]
  const wrong: string[] = []
  let asked = 0
  for (const action of actions) {
    for (const target of targets(action)) {
      for (const role of everybody) {
        for (const verified of [true, false]) {
          asked += 1
          const [is, should] = [outcome(holder(role, verified), action, target), expected(role, action, target, verified)]
          if (is !== should)
            wrong.push(
              `${role ?? 'no role'} ${verified ? '' : '(unverified) '}${action} ${JSON.stringify(target)}: ${is}, not ${should}`,
            )
        }
      }
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(10_000)
})

test('the public may do what everybody may, and is asked to sign in for the rest', () => {
  for (const action of actions) {
    for (const target of targets(action)) {
      expect([action, outcome(publicActor(here), action, target)]).toEqual([
        action,
        rule(action).who[0] === 'everybody' ? 'ok' : 'login.required',
      ])
    }
  }
})

test('the timer is held to the states, and to nothing else', () => {
  for (const action of actions) {
    for (const target of targets(action)) {
      const { from } = rule(action)
      const should = from === undefined || from.includes(target.status!) ? 'ok' : `${nounOf(action)}.wrong_state`
      expect([action, outcome(systemActor(elsewhere), action, target)]).toEqual([action, should])
    }
  }
})

test('a refusal for the state names what may be done instead, as the table has it', () => {
  for (const { id: role } of roles) {
    for (const action of actions) {
      for (const target of targets(action)) {
        const permitted = permit(holder(role), action, target)
        if (permitted.ok || !permitted.refusal.code.endsWith('.wrong_state')) continue
        const possible = actions.filter(
          (other) =>
            nounOf(other) === nounOf(action) && rule(other).from !== undefined && expected(role, other, target, true) === 'ok',
        )
        expect(permitted.refusal).toMatchObject({
          state: target.status,
          allowed: possible.filter((other) => !steady.includes(other)),
        })
      }
    }
  }
  expect(permit(holder('publisher_editor'), 'scene.edit', { orgId: mine, districtId: here, status: 'submitted' })).toMatchObject({
    refusal: { state: 'submitted', allowed: ['scene.withdraw'] },
  })
})

test('what everybody may see is not hidden from those who may not change it', () => {
  const published: Target = { orgId: theirs, districtId: here, status: 'published', public: true }
  expect(outcome(holder('publisher_approver'), 'scene.amend', published)).toBe('actor.forbidden')
  expect(outcome(holder('publisher_approver'), 'scene.amend', { ...published, public: false })).toBe('scene.not_found')
})

import type { Tx } from '../db/transact.ts'
import { bodyOf } from '../sessions/holders.ts'
import type { PlanFacts } from './plan-facts.ts'
import { findBookedElsewhere } from './plan-store.ts'
import { readSessionFacts } from '../sessions/session-facts.ts'

/** Of one moment, where the transaction holds the session. */
export async function readPlanFacts(tx: Tx, sessionId: string, now: Date): Promise<PlanFacts> {
  const facts = await readSessionFacts(tx, sessionId)
  const people = new Map(facts.people.filter(({ personId }) => personId !== null).map((person) => [person.id, bodyOf(person)]))
  const booked = await findBookedElsewhere(tx, sessionId, facts.session, [...new Set(people.values())])
  const byBody = Map.groupBy(booked, ({ holder }) => holder)
  return { ...facts, now, busy: new Map([...people].map(([id, body]) => [id, byBody.get(body) ?? []])) }
}

import type { Seat } from './meeting-store.ts'
import type { SessionPerson } from './participant-store.ts'

export type Holder = { kind: 'participant' | 'person' | 'table'; holder: string }

/** Whom and what a meeting at this table holds; without a table, whom. */
export function holdersOf(
  sessionId: string,
  seats: readonly Pick<Seat, 'participantId' | 'personId'>[],
  people: ReadonlyMap<string, Pick<SessionPerson, 'id' | 'personId'>>,
  tableNo: number | null,
): Holder[] {
  const named = new Set(seats.flatMap(({ personId }) => (personId === null ? [] : bodiesOf(people.get(personId)))))
  return [
    ...seats.map(({ participantId }) => ({ kind: 'participant' as const, holder: participantId })),
    ...[...named].map((holder) => ({ kind: 'person' as const, holder })),
    ...(tableNo === null ? [] : [{ kind: 'table' as const, holder: `${sessionId}:${tableNo}` }]),
  ]
}

function bodiesOf(person: Pick<SessionPerson, 'id' | 'personId'> | undefined): string[] {
  return person === undefined ? [] : [bodyOf(person)]
}

/** Whether somebody would sit there for two of them. */
export function sitsTwice(
  seats: readonly Pick<Seat, 'personId'>[],
  people: ReadonlyMap<string, Pick<SessionPerson, 'id' | 'personId'>>,
): boolean {
  const bodies = seats.flatMap(({ personId }) => (personId === null ? [] : bodiesOf(people.get(personId))))
  return new Set(bodies).size < bodies.length
}

/** Somebody with an account is one person in all sessions, however often they are named. */
export function bodyOf({ id, personId }: Pick<SessionPerson, 'id' | 'personId'>): string {
  return personId === null ? id : `person:${personId}`
}

import type { Actor } from '../accounts/actor.ts'
import { findMemberships } from '../accounts/organisation-store.ts'
import { permit } from '../accounts/permissions.ts'
import { findPerson } from '../accounts/person-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, reshapeSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { findPeople, insertPersonOf, updateParticipant, updatePersonOf } from './participant-store.ts'
import type { SessionPerson, StoredParticipant } from './participant-store.ts'
import { participantFor, targetOfParticipant } from './session-access.ts'
import { peopleMax } from './session-input.ts'
import type { NamedPerson, ParticipantPatch, PersonPatch } from './session-input.ts'
import { isIn, openStatuses } from './session.ts'
import { slotsOf } from './slots.ts'
import { scenesOf } from './invite-participants.ts'
import { fillSeats, reseat } from './staff-seats.ts'

/** Says who comes for a participant; seats that wait for somebody are theirs where they are free. */
export function namePerson(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  named: NamedPerson,
): Promise<SessionPerson> {
  return editing(ports, actor, sessionId, participantId, async (work, participant) => {
    const coming = (await findPeople(work.tx, sessionId)).filter(
      (one) => one.participantId === participantId && one.leftAt === null,
    )
    const twice = coming.find(({ personId }) => named.personId !== undefined && personId === named.personId)
    if (twice !== undefined || coming.length >= peopleMax) unwrap(refuse('participant.exists', { person: twice?.id ?? null }))
    const person: SessionPerson = {
      id: work.ports.ids(),
      sessionId,
      participantId,
      personId: named.personId ?? null,
      name: await nameOf(work, participant, named),
      post: named.post ?? null,
      unavailable: slotsWithin(work, named.unavailable ?? []),
      leftAt: null,
      createdAt: work.now,
    }
    await insertPersonOf(work.tx, person)
    await fillSeats(work, participantId)
    await record(work, 'participant.name_person', { detail: { participant: participantId, person: person.id } })
    return person
  })
}

export function editPerson(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  id: string,
  patch: PersonPatch,
): Promise<SessionPerson> {
  return editing(ports, actor, sessionId, participantId, async (work) => {
    const person = await personOf(work, participantId, id)
    const { name = person.name, post = person.post, unavailable = person.unavailable } = patch
    const change = { name, post, unavailable: slotsWithin(work, unavailable) }
    await updatePersonOf(work.tx, id, change)
    await record(work, 'participant.edit_person', { detail: { participant: participantId, person: id } })
    return { ...person, ...change }
  })
}

/** Somebody does not come any more: their seats go to whoever else is named and free. */
export function dismissPerson(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  id: string,
): Promise<{ moved: string[]; unstaffed: string[] }> {
  return editing(ports, actor, sessionId, participantId, async (work) => {
    const person = await personOf(work, participantId, id)
    await updatePersonOf(work.tx, id, { leftAt: work.now })
    const told = await reseat(work, person)
    await record(work, 'participant.dismiss_person', { detail: { participant: participantId, person: id, ...told } })
    return told
  })
}

/** When it can be there and how often it wants to meet; which scenes it brings is the matchmaker's to say. */
export function editParticipant(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  { version, patch }: { version: number; patch: ParticipantPatch },
): Promise<StoredParticipant> {
  return editing(ports, actor, sessionId, participantId, async (work, participant) => {
    if (participant.version !== version) unwrap(refuse('request.precondition_failed', { version: participant.version }))
    const { meetingsMin = participant.meetingsMin, meetingsMax = participant.meetingsMax } = patch
    if (meetingsMin > meetingsMax) unwrap(invalid('meetings_min', 'is above the maximum'))
    const sceneIds = patch.sceneIds === undefined ? participant.sceneIds : await newScenes(work, participant, patch.sceneIds)
    const unavailable = slotsWithin(work, patch.unavailable ?? participant.unavailable)
    const changed = await updateParticipant(work.tx, participant, { meetingsMin, meetingsMax, sceneIds, unavailable }, work.now)
    await record(work, 'participant.edit', { detail: { participant: participantId, ...patch } })
    return changed
  })
}

function newScenes(work: Work, participant: StoredParticipant, sceneIds: readonly string[]): Promise<string[]> {
  unwrap(permit(work.actor, 'session.invite', { ...targetOfParticipant(work.session, participant), status: work.session.status }))
  if (participant.side !== 'department') unwrap(invalid('scene_ids', 'only a department brings scenes'))
  return scenesOf(work, participant.orgId, sceneIds)
}

async function personOf({ tx, session }: Work, participantId: string, id: string): Promise<SessionPerson> {
  const person = (await findPeople(tx, session.id)).find((one) => one.id === id)
  if (person === undefined || person.participantId !== participantId || person.leftAt !== null)
    return unwrap<never>(refuse('person.not_found'))
  return person
}

/** An account must be one of the participant's own people. */
async function nameOf({ tx }: Work, { orgId }: StoredParticipant, { personId, name }: NamedPerson): Promise<string> {
  if (personId === undefined) return name ?? unwrap<never>(invalid('name', 'is needed without an account'))
  const [person, memberships] = [await findPerson(tx, personId), await findMemberships(tx, personId)]
  if (person === undefined || !memberships.some((membership) => membership.orgId === orgId))
    return unwrap<never>(refuse('person.not_found'))
  return name ?? person.name
}

function slotsWithin({ session }: Work, numbers: readonly number[]): number[] {
  const count = slotsOf(session.content, session.zone).length
  if (numbers.some((number) => number > count)) unwrap(invalid('unavailable', `there are ${count} slots`))
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}

function invalid(field: string, message: string) {
  return refuse('request.invalid', { errors: [{ field, message }] })
}

function editing<T>(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  run: (work: Work, participant: StoredParticipant) => Promise<T>,
): Promise<T> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const participant = await participantFor(work.tx, actor, work.session, participantId, 'participant.edit')
    unwrap(isIn(work.session, [...openStatuses, 'postponed']))
    if (!['invited', 'joined', 'waiting'].includes(participant.status))
      unwrap(refuse('participant.wrong_state', { state: participant.status, allowed: ['participant.join'] }))
    return run(work, participant)
  })
}

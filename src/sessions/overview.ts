import type { Actor } from '../accounts/actor.ts'
import { listMembers } from '../accounts/organisation-store.ts'
import type { Member } from '../accounts/organisation-store.ts'
import { permit } from '../accounts/permissions.ts'
import { listCompanies } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import type { Ports } from '../ports.ts'
import { listScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { talkable } from './counterparts.ts'
import type { StoredParticipant } from './participant-store.ts'
import type { Reading } from './session-access.ts'
import type { SessionFacts } from './session-facts.ts'
import { targetOfSession } from './session.ts'
import { suggestWishes } from './suggest-wishes.ts'

/** What the page of a session needs beside the session itself. */
export type Overview = {
  /** Whom the reader’s own organisation may ask, and wish for, those it wishes for in order. */
  counterparts: StoredParticipant[]
  wished: string[]
  isSuggested: boolean
  /** Of the reader’s organisation, who could come. */
  members: Member[]
  /** For the matchmaker: who could be invited still. */
  invitable: { scenes: StoredScene[]; companies: CompanyRecord[]; companiesAfter: string | undefined } | undefined
}

type Seen = { facts: SessionFacts; reading: Reading; now: Date }

const listedMax = 100

export async function overviewOf(
  ports: Ports,
  actor: Actor,
  { facts, reading, now }: Seen,
  { isSuggested, companiesAfter }: { isSuggested: boolean; companiesAfter?: string | undefined },
): Promise<Overview> {
  const { own } = reading
  const suggested = isSuggested && own !== undefined ? await suggestWishes(ports, actor, own) : undefined
  const wished = facts.wishes.filter(({ participantId }) => participantId === own?.id).map(({ wishedId }) => wishedId)
  const mayInvite = permit(actor, 'session.invite', targetOfSession(facts.session)).ok
  return {
    counterparts: own === undefined ? [] : await talkable(ports.db, own),
    wished: suggested?.items.map(({ participant }) => participant.id) ?? wished,
    isSuggested: suggested !== undefined,
    members: own === undefined ? [] : await listMembers(ports.db, own.orgId, undefined, listedMax),
    invitable: mayInvite ? await invitableTo(ports, actor, facts, now, companiesAfter) : undefined,
  }
}

/** Published scenes of units, and listed companies, that are not on the list yet. */
async function invitableTo(
  { db }: Ports,
  actor: Actor,
  { participants }: SessionFacts,
  now: Date,
  after: string | undefined,
): Promise<Overview['invitable']> {
  const invited = new Set(participants.map(({ orgId }) => orgId))
  const { districtId } = actor
  const scenes = await listScenes(db, { districtId, sees: 'all', status: 'published', now }, undefined, listedMax)
  const companies = await listCompanies(db, { actor, now, status: 'listed' }, { after, limit: listedMax })
  return {
    scenes: scenes.filter(({ orgId }) => !invited.has(orgId)),
    companies: companies.filter(({ orgId }) => !invited.has(orgId)),
    companiesAfter: companies.length === listedMax ? companies.at(-1)!.id : undefined,
  }
}

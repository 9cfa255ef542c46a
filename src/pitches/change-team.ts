import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { findCompany } from '../companies/company-store.ts'
import { targetOfCompany } from '../companies/company-view.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { lockPitch } from './change-pitch.ts'
import type { PitchFacts, VerbPorts } from './change-pitch.ts'
import { conflictsFor, findConflicts, findSupplies } from './explain-pair.ts'
import { readerOf, statusFor, targetFor } from './pitch-access.ts'
import { findPitch } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { answerMember, deleteMember, putMember } from './pitch-team-store.ts'
import { mayAnswer, mayAsk, mayLeave } from './pitch-team.ts'
import type { PitchMember } from './pitch-team.ts'
import { takesPitch } from './pitch.ts'

/** Asks a listed company into the team; nobody is in it before they say so themselves. */
export function askMember(ports: VerbPorts, actor: Actor, id: string, companyId: string, role: string): Promise<StoredPitch> {
  return changeTeam(ports, actor, id, async (tx, facts, now) => {
    unwrap(permit(actor, 'pitch.ask_member', targetFor(actor, facts, now)))
    unwrap(takesPitch(facts.pitch, facts.scene, now))
    const company = await findCompany(tx, facts.pitch.districtId, companyId)
    if (company === undefined || !targetOfCompany(company, now).public) return unwrap<never>(refuse('company.not_found'))
    unwrap(mayAsk(facts.pitch, facts.members, companyId))
    await refuseRelated(tx, facts, { companyId, toldTo: facts.pitch.companyId }, now)
    const { id: pitchId } = facts.pitch
    const unanswered = { status: 'asked' as const, askedAt: now, answeredBy: null, answeredAt: null }
    await putMember(tx, { pitchId, companyId, orgId: company.orgId, role, ...unanswered })
    return { action: 'pitch.ask_member', detail: { companyId, role } }
  })
}

/** The leading company asks no longer, or goes on without one that had joined. */
export function dropMember(ports: VerbPorts, actor: Actor, id: string, companyId: string): Promise<StoredPitch> {
  return changeTeam(ports, actor, id, async (tx, facts, now) => {
    unwrap(permit(actor, 'pitch.ask_member', targetFor(actor, facts, now)))
    const member = facts.members.find((one) => one.companyId === companyId)
    if (member === undefined) return unwrap<never>(refuse('company.not_found'))
    await deleteMember(tx, id, companyId)
    return { action: 'pitch.drop_member', detail: { companyId } }
  })
}

/** The company that was asked joins, or declines. */
export function answerTeam(ports: VerbPorts, actor: Actor, id: string, answer: 'accepted' | 'declined'): Promise<StoredPitch> {
  return changeTeam(ports, actor, id, async (tx, facts, now) => {
    const member = ownMembership(actor, facts)
    unwrap(mayAnswer(facts.pitch, member))
    unwrap(takesPitch(facts.pitch, facts.scene, now))
    if (answer === 'accepted') await refuseRelated(tx, facts, { companyId: member.companyId, toldTo: member.companyId }, now)
    await answerMember(tx, member, { status: answer, answeredBy: actorId(actor), answeredAt: now })
    return { action: `pitch.team_${answer}`, detail: { companyId: member.companyId } }
  })
}

/** A member leaves while nothing is handed in; after that its name stands in what was submitted. */
export function leaveTeam(ports: VerbPorts, actor: Actor, id: string): Promise<StoredPitch> {
  return changeTeam(ports, actor, id, async (tx, facts, now) => {
    const member = ownMembership(actor, facts)
    unwrap(mayLeave(facts.pitch, member))
    unwrap(takesPitch(facts.pitch, facts.scene, now))
    await answerMember(tx, member, { status: 'declined', answeredBy: actorId(actor), answeredAt: now })
    return { action: 'pitch.team_left', detail: { companyId: member.companyId } }
  })
}

type TeamEvent = { action: Action | `pitch.${string}`; detail: Record<string, unknown> }

/** The same lock as every change of the pitch, so that nothing is handed in while its team changes. */
function changeTeam(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  change: (tx: Tx, facts: PitchFacts, now: Date) => Promise<TeamEvent>,
): Promise<StoredPitch> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPitch(tx, actor, id)
    const reader = readerOf(actor, facts, now)
    if (reader === undefined) unwrap(refuse('pitch.not_found'))
    const pitch = { ...facts.pitch, status: statusFor(reader, facts.pitch) }
    const { action, detail } = await change(tx, { ...facts, pitch }, now)
    await recordEvent(tx, ports, actor, { objectType: 'pitch', objectId: id, action, detail })
    return (await findPitch(tx, id))!
  })
}

function ownMembership(actor: Actor, { pitch, members }: PitchFacts): PitchMember {
  const member = members.find(({ orgId }) => orgId === actor.orgId)
  if (member === undefined) return unwrap<never>(refuse('pitch.not_found'))
  unwrap(permit(actor, 'pitch.answer_team', { orgId: member.orgId, districtId: pitch.districtId, public: true }))
  return member
}

type Related = { companyId: string; toldTo: string }

async function refuseRelated(tx: Tx, { scene }: PitchFacts, { companyId, toldTo }: Related, now: Date): Promise<void> {
  const conflicts = await findConflicts(tx, scene, await findSupplies(tx, [companyId], now))
  if (conflicts.length > 0) unwrap(refuse('pitch.conflict', { conflicts: conflictsFor(toldTo, conflicts) }))
}

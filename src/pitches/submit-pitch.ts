import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { changePitch } from './change-pitch.ts'
import type { Decision, PitchFacts, VerbPorts } from './change-pitch.ts'
import { conflictsFor, findConflicts, findSupplies } from './explain-pair.ts'
import { findInvitationForUpdate, findInvitationOf, updateInvitation } from './pitch-invitation-store.ts'
import { invitationStatusAt } from './pitch-invitation.ts'
import type { StoredPitch } from './pitch-store.ts'
import { submit } from './pitch-submission.ts'
import type { SubmissionFacts } from './pitch-submission.ts'
import { hasSignatory } from './pitch-team-store.ts'
import { joined } from './pitch-team.ts'
import { entered } from './pitch.ts'

/** Hands it in, by somebody who signs for the company. */
export async function submitPitch(ports: VerbPorts, actor: Actor, id: string): Promise<StoredPitch> {
  await sayWhoSigns(ports, actor)
  return changePitch(ports, actor, id, {
    action: 'pitch.submit',
    decide: async (tx, facts, now) => {
      const submission = await submissionFacts(tx, facts, now)
      const change = unwrap(submit(facts.pitch, actor, submission, now))
      await markPitched(tx, facts.pitch, now)
      const { prefilledShare, createdAt } = facts.pitch
      const seconds = Math.round((now.getTime() - createdAt.getTime()) / 1000)
      return done<Decision>({ change, detail: { prefilledShare, seconds, members: joined(facts.members).length } })
    },
  })
}

/** Takes it back; what it said stays with its company and the auditor. */
export function withdrawPitch(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action: 'pitch.withdraw',
    decide: (_tx, _facts, now) => {
      // Whether anything was decided already shows in nothing that happens before the release.
      const undecided = { decision: null, decisionCodes: null, feedback: null, decidedBy: null, decidedAt: null }
      const change = { ...entered('withdrawn', now, reason || null), ...undecided, withdrawnAt: now }
      return done<Decision>({ change, ...(reason !== '' && { reason }) })
    },
  })
}

export async function submissionFacts(
  tx: Tx | Ports['db'],
  { pitch, scene, members }: PitchFacts,
  now: Date,
): Promise<SubmissionFacts> {
  const companyIds = [pitch.companyId, ...joined(members).map(({ companyId }) => companyId)]
  const supplies = await findSupplies(tx, companyIds, now)
  return { scene, members, supplies, conflicts: conflictsFor(pitch.companyId, await findConflicts(tx, scene, supplies)) }
}

/** Where nobody of the company can sign, the refusal says so: it is not a matter of asking a colleague. */
async function sayWhoSigns({ db }: Pick<Ports, 'db'>, actor: Actor): Promise<void> {
  if (actor.orgId === null || permit(actor, 'pitch.submit').ok || !permit(actor, 'pitch.draft').ok) return
  unwrap(refuse('actor.forbidden', { needs: 'company_signatory', hasSignatory: await hasSignatory(db, actor.orgId) }))
}

/** Of this the invitation's own trail says nothing: who reads it would know before the deadline who has pitched. */
async function markPitched(tx: Tx, { sceneId, companyId }: StoredPitch, now: Date): Promise<void> {
  const sent = await findInvitationOf(tx, sceneId, companyId)
  // Held, so that a colleague who answers it at the same moment does not undo the handing in.
  const invitation = sent && (await findInvitationForUpdate(tx, sent.id))
  if (invitation === undefined || !['invited', 'accepted'].includes(invitationStatusAt(invitation, now))) return
  await updateInvitation(tx, invitation, { status: 'pitched' })
}

import { refuse, done } from '../shared/refusal.ts'
import type { Outcome, RefusalCode } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { districtRoles } from './role.ts'
import type { Role } from './role.ts'

/**
 * What an object tells the matrix: whose it is, and its state.
 * `public`: anybody may know that it exists, so a missing right is 403 and not 404.
 */
export type Target = { orgId: string | null; districtId: string; status?: string; public?: boolean }

export type Grant = { to: 'everybody' | 'registered' | 'system' | readonly Role[] }

const own = {
  write: ['publisher_editor', 'publisher_approver'],
  approve: ['publisher_approver'],
  supply: ['company_editor', 'company_signatory'],
} as const satisfies Record<string, readonly Role[]>

const openStates = ['draft', 'submitted', 'returned', 'published', 'closed', 'suspended'] as const

/**
 * The permission matrix. `states` lists the states an action may start from; absent: any, or there is no object.
 * A role reaches its own organisation or its district, as role.ts says.
 */
export const permissions = {
  'public.read': { to: 'everybody' },
  'login.create': { to: 'everybody' },
  'login.delete': { to: 'everybody' },
  'organisation.register': { to: 'everybody' },
  'invitation.accept': { to: 'everybody' },
  'office.found': { to: 'everybody' },
  'self.read': { to: 'registered' },
  'self.set_password': { to: 'registered' },
  'key.manage': { to: 'registered' },
  'organisation.invite': { to: ['publisher_approver', 'company_signatory', 'administrator'] },
  'organisation.read_members': { to: [...own.write, ...own.supply, 'district_officer', 'administrator', 'auditor'] },
  'organisation.list': { to: ['district_officer', 'administrator', 'auditor'] },
  'organisation.add_side': { to: ['publisher_approver', 'company_signatory'] },
  'organisation.verify': { to: ['district_officer'], states: ['registered'] },
  'organisation.withdraw': { to: ['district_officer'], states: ['verified'] },
  'organisation.suspend': { to: ['district_officer', 'auditor'], states: ['registered', 'verified'] },
  'organisation.resume': { to: ['district_officer', 'auditor'], states: ['suspended'] },
  'person.reset_password': { to: ['administrator'] },
  'audit.read': { to: ['auditor', 'district_officer', 'administrator'] },
  'relay.read': { to: ['administrator'] },
  'relay.replay': { to: ['administrator'] },
  'insight.read_exposure': { to: ['district_officer', 'auditor', 'administrator'] },
  'insight.read_unmet': { to: ['district_officer', 'matchmaker', 'auditor'] },
  'learning.read': { to: ['administrator', 'auditor'] },
  'learning.activate': { to: ['administrator'] },
  'learning.roll_back': { to: ['administrator'] },

  'scene.read_own': { to: [...own.write, 'district_officer', 'matchmaker', 'compliance_reviewer', 'auditor'] },
  'scene.draft': { to: own.write },
  'scene.edit': { to: own.write, states: ['draft', 'returned'] },
  'scene.submit': { to: own.write, states: ['draft', 'returned'] },
  'scene.answer_comment': { to: own.write, states: ['returned'] },
  'scene.withdraw': { to: own.write, states: ['submitted'] },
  'scene.answer_duplicate': { to: own.write, states: ['draft', 'returned', 'submitted'] },
  'scene.return': { to: ['district_officer'], states: ['submitted'] },
  'scene.tick_compliance': { to: ['compliance_reviewer'], states: ['submitted'] },
  'scene.untick_compliance': { to: ['compliance_reviewer'], states: ['submitted'] },
  'scene.publish': { to: ['district_officer'], states: ['submitted'] },
  'scene.amend': { to: own.approve, states: ['published'] },
  'scene.close': { to: own.approve, states: ['published'] },
  'scene.suspend': { to: ['district_officer', 'auditor'], states: ['published', 'closed'] },
  'scene.resume': { to: ['district_officer', 'auditor'], states: ['suspended'] },
  'scene.cancel': { to: [...own.approve, 'district_officer'], states: openStates },
  // One of two people at least: who decided of any pitch does not release.
  'scene.release': { to: [...own.approve, 'district_officer'], states: ['closed'] },
  'scene.unmatch': { to: ['district_officer'], states: ['closed', 'decided'] },
  'scene.redraft': { to: own.write, states: ['unmatched'] },
  'scene.review': { to: ['district_officer', 'compliance_reviewer', 'matchmaker', 'auditor'] },

  'company.read_own': { to: [...own.supply, 'district_officer', 'matchmaker', 'compliance_reviewer', 'auditor'] },
  'company.create': { to: own.supply },
  'company.edit': { to: own.supply, states: ['draft', 'listed', 'hidden'] },
  'company.list': { to: own.supply, states: ['draft', 'hidden'] },
  'company.hide': { to: own.supply, states: ['listed'] },
  'company.suspend': { to: ['district_officer', 'auditor'], states: ['draft', 'listed', 'hidden'] },
  'company.resume': { to: ['district_officer', 'auditor'], states: ['suspended'] },
  'card.draft': { to: own.supply },
  'card.edit': { to: own.supply, states: ['draft', 'returned', 'listed', 'hidden'] },
  'card.submit': { to: own.supply, states: ['draft', 'returned'] },
  'card.withdraw': { to: own.supply, states: ['submitted'] },
  'card.return': { to: ['matchmaker'], states: ['submitted'] },
  'card.list': { to: ['matchmaker'], states: ['submitted'] },
  'card.hide': { to: own.supply, states: ['listed'] },
  'card.show': { to: own.supply, states: ['hidden'] },
  'card.renew': { to: own.supply, states: ['listed', 'expired'] },
  'card.suspend': { to: ['district_officer', 'auditor'], states: ['listed', 'hidden'] },
  'card.resume': { to: ['district_officer', 'auditor'], states: ['suspended'] },
  'card.verify': { to: ['matchmaker', 'compliance_reviewer'], states: ['submitted', 'listed'] },

  'match.read_scene': { to: [...own.write, 'district_officer', 'matchmaker', 'auditor'] },
  'match.read_company': { to: [...own.supply, 'matchmaker'] },
  'match.preview': { to: [...own.write, 'district_officer', 'matchmaker'] },
  'match.mark_scene': { to: own.supply },
  'match.mark_company': { to: own.write },

  'question.ask': { to: own.supply },
  'question.answer': { to: own.write },
  'pitch_invitation.invite': { to: ['publisher_approver', 'matchmaker'] },
  'pitch_invitation.read': { to: [...own.write, ...own.supply, 'district_officer', 'matchmaker', 'auditor'] },
  'pitch_invitation.answer': { to: own.supply, states: ['invited'] },
  'pitch.read': { to: [...own.supply, 'district_officer', 'matchmaker', 'auditor'] },
  'pitch.read_scene': { to: [...own.write, 'district_officer', 'matchmaker', 'auditor'] },
  'pitch.draft': { to: own.supply },
  'pitch.edit': { to: own.supply, states: ['draft', 'withdrawn'] },
  'pitch.ask_member': { to: own.supply, states: ['draft', 'withdrawn'] },
  'pitch.answer_team': { to: own.supply },
  'pitch.submit': { to: ['company_signatory'], states: ['draft', 'withdrawn'] },
  'pitch.withdraw': { to: ['company_signatory'], states: ['submitted', 'in_review', 'scored', 'consensus', 'shortlisted'] },
  'pitch.rule_out': { to: ['district_officer'], states: ['submitted', 'in_review'] },
  'pitch.appeal': { to: ['company_signatory'], states: ['ineligible'] },
  'pitch.readmit': { to: ['auditor'], states: ['ineligible'] },
  'pitch.dismiss_appeal': { to: ['auditor'], states: ['ineligible'] },
  'pitch.disqualify': {
    to: ['district_officer', 'auditor'],
    states: ['submitted', 'in_review', 'scored', 'consensus', 'shortlisted'],
  },
  'panel.read': { to: [...own.write, 'district_officer', 'auditor'] },
  'panel.appoint': { to: ['district_officer'] },
  'panel.step_aside': { to: ['evaluator'] },
  'score.read': { to: ['evaluator'] },
  'score.write': { to: ['evaluator'] },
  'consensus.write': { to: ['evaluator'] },
  'decision.shortlist': { to: own.approve },
  'decision.write': { to: own.approve },
  'decision.read': { to: [...own.approve, 'district_officer', 'auditor'] },

  'session.read': { to: [...own.write, ...own.supply, 'district_officer', 'matchmaker', 'auditor', 'administrator'] },
  'session.read_all': { to: ['district_officer', 'matchmaker', 'auditor'] },
  'session.create': { to: ['matchmaker'] },
  'session.edit': {
    to: ['matchmaker'],
    states: ['planned', 'open_for_interest', 'draft_schedule', 'published', 'live', 'postponed'],
  },
  'session.open': { to: ['matchmaker'], states: ['planned', 'postponed'] },
  'session.invite': { to: ['matchmaker'], states: ['planned', 'open_for_interest', 'draft_schedule', 'published', 'live'] },
  'session.mark_pair': { to: ['matchmaker'], states: ['planned', 'open_for_interest', 'draft_schedule', 'published', 'live'] },
  'session.plan': { to: ['matchmaker'], states: ['open_for_interest', 'draft_schedule', 'published', 'live'] },
  'session.publish': { to: ['matchmaker'], states: ['open_for_interest', 'draft_schedule', 'published', 'live'] },
  'session.begin': { to: ['matchmaker'], states: ['published'] },
  'session.finish': { to: ['matchmaker'], states: ['live'] },
  'session.close': { to: ['matchmaker'], states: ['closing'] },
  'session.write_minutes': { to: ['matchmaker'], states: ['live', 'closing', 'closed'] },
  'session.postpone': { to: ['matchmaker'], states: ['planned', 'open_for_interest', 'draft_schedule', 'published'] },
  'session.cancel': { to: ['matchmaker'], states: ['planned', 'open_for_interest', 'draft_schedule', 'published', 'postponed'] },
  'participant.answer': { to: [...own.write, ...own.supply, 'matchmaker'] },
  'participant.edit': { to: [...own.write, ...own.supply, 'matchmaker'] },
  'meeting.request': { to: [...own.write, ...own.supply] },
  'meeting.propose': { to: ['matchmaker'] },
  'meeting.accept': { to: [...own.write, ...own.supply], states: ['pending'] },
  'meeting.decline': { to: [...own.write, ...own.supply], states: ['pending'] },
  'meeting.cancel': { to: [...own.write, ...own.supply, 'matchmaker'], states: ['proposed', 'pending', 'accepted'] },
  'meeting.pin': { to: ['matchmaker'], states: ['proposed', 'pending', 'accepted'] },
  'meeting.seat': { to: [...own.write, ...own.supply, 'matchmaker'], states: ['proposed', 'pending', 'accepted'] },
  'meeting.check_in': { to: [...own.write, ...own.supply, 'matchmaker'], states: ['accepted', 'pending'] },
  'meeting.no_show': { to: ['matchmaker'], states: ['accepted', 'pending'] },
  'meeting.write_minutes': { to: [...own.write, ...own.supply, 'matchmaker'], states: ['checked_in', 'held'] },
  'calendar.read': { to: 'registered' },
} as const satisfies Record<string, Grant & { states?: readonly string[] }>

export type Action = keyof typeof permissions

/**
 * Whether the actor may do this to the target now.
 * Out of reach, or of another district: the noun's not_found, so that a foreign id tells nothing.
 * A role that may not: actor.forbidden. A state that does not allow it: the noun's wrong_state, with what is allowed.
 */
export function permit(actor: Actor, action: Action, target?: Target): Outcome<Action> {
  const grant = permissions[action]
  const noun = subjects[action] ?? action.split('.')[0]!
  if (grant.to === 'everybody') return done(action)
  if (actor.kind === 'public') return refuse('login.required')
  if (grant.to === 'registered') return done(action)
  if (target !== undefined && !reaches(actor, target)) {
    return target.public === true ? refuse('actor.forbidden') : refuse(notFound(noun))
  }
  if (!holdsRole(actor, grant.to, target)) return refuse('actor.forbidden')
  if (writes(action) && !beforeVerification.includes(action) && !actor.orgVerified) return refuse('organisation.not_verified')
  const states: readonly string[] | undefined = 'states' in grant ? grant.states : undefined
  if (target?.status !== undefined && states !== undefined && !states.includes(target.status)) {
    return refuse(wrongState(noun), { state: target.status, allowed: allowedTransitions(actor, noun, target) })
  }
  return done(action)
}

/** Edits and remarks, which no state table lists: a view offers them, and a refused transition does not. */
const steady: readonly Action[] = [
  'scene.edit',
  'scene.answer_comment',
  'scene.answer_duplicate',
  'company.edit',
  'card.edit',
  'card.verify',
  'pitch.edit',
  'pitch.ask_member',
  'session.edit',
  'session.invite',
  'session.mark_pair',
  'session.plan',
  'session.write_minutes',
  'meeting.pin',
  'meeting.seat',
  'meeting.write_minutes',
]

/** Where the actor could take it from its state instead. */
export function allowedTransitions(actor: Actor, noun: string, target: Target): Action[] {
  return allowedActions(actor, noun, target).filter((action) => !steady.includes(action))
}

/** The actions on this noun that the actor could take now. */
export function allowedActions(actor: Actor, noun: string, target: Target): Action[] {
  const entries = Object.entries(permissions) as [Action, Grant & { states?: readonly string[] }][]
  return entries
    .filter(([action, grant]) => action.startsWith(`${noun}.`) && grant.states?.includes(target.status ?? '') === true)
    .filter(([, grant]) => Array.isArray(grant.to) && reaches(actor, target) && holdsRole(actor, grant.to, target))
    .map(([action]) => action)
}

function reaches(actor: Actor, target: Target): boolean {
  if (actor.kind === 'system') return true
  if (actor.districtId !== target.districtId) return false
  return (actor.orgId !== null && actor.orgId === target.orgId) || actor.roles.some((role) => districtRoles.includes(role))
}

/** A role of the organisation counts for its own objects only; a role of the district for the whole district. */
function holdsRole(actor: Actor, to: readonly Role[] | string, target: Target | undefined): boolean {
  if (actor.kind === 'system') return true
  const isOwn = target === undefined || (actor.orgId !== null && actor.orgId === target.orgId)
  return actor.roles.some((role) => to.includes(role) && (isOwn || districtRoles.includes(role)))
}

/** What the target is, where the action's name does not begin with it. */
const subjects: Partial<Record<Action, string>> = {
  'match.read_scene': 'scene',
  'match.mark_company': 'scene',
  'match.read_company': 'company',
  'match.mark_scene': 'company',
  'question.ask': 'company',
  'question.answer': 'scene',
  'pitch_invitation.invite': 'scene',
  'pitch.draft': 'company',
  'pitch.read_scene': 'scene',
  'panel.read': 'scene',
  'panel.appoint': 'scene',
  'panel.step_aside': 'scene',
  'score.read': 'scene',
  'score.write': 'pitch',
  'consensus.write': 'pitch',
  'decision.shortlist': 'pitch',
  'decision.write': 'pitch',
  'decision.read': 'scene',
  'participant.answer': 'session',
  'participant.edit': 'session',
  'meeting.request': 'session',
  'meeting.propose': 'session',
}

const reading: readonly Action[] = [
  'organisation.read_members',
  'organisation.list',
  'audit.read',
  'relay.read',
  'insight.read_exposure',
  'insight.read_unmet',
  'learning.read',
  'scene.read_own',
  'scene.review',
  'company.read_own',
  'match.read_scene',
  'match.read_company',
  'match.preview',
  'pitch_invitation.read',
  'pitch.read',
  'pitch.read_scene',
  'panel.read',
  'score.read',
  'decision.read',
  'session.read',
  'session.read_all',
]

/** What a registered organisation may prepare while it waits to be verified. */
const beforeVerification: readonly Action[] = ['company.create', 'company.edit', 'card.draft', 'card.edit']

function writes(action: Action): boolean {
  return !reading.includes(action)
}

function notFound(noun: string): RefusalCode {
  const codes: Record<string, RefusalCode> = {
    scene: 'scene.not_found',
    company: 'company.not_found',
    card: 'card.not_found',
    organisation: 'organisation.not_found',
    person: 'person.not_found',
    audit: 'audit.not_found',
    pitch_invitation: 'pitch_invitation.not_found',
    pitch: 'pitch.not_found',
    session: 'session.not_found',
    meeting: 'meeting.not_found',
  }
  return codes[noun] ?? 'route.not_found'
}

function wrongState(noun: string): RefusalCode {
  const codes: Record<string, RefusalCode> = {
    scene: 'scene.wrong_state',
    company: 'company.wrong_state',
    card: 'card.wrong_state',
    organisation: 'organisation.wrong_state',
    pitch_invitation: 'pitch_invitation.wrong_state',
    pitch: 'pitch.wrong_state',
    session: 'session.wrong_state',
    meeting: 'meeting.wrong_state',
  }
  return codes[noun] ?? 'route.not_found'
}

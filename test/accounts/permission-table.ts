import type { Action } from '../../src/accounts/permissions.ts'
import type { Role } from '../../src/accounts/role.ts'

/**
 * Who may do what, written by hand from the decisions and the domain and not from the matrix: roles by their short names
 * (SY is the timer and may do whatever anybody may), then the states it may start from, if states matter.
 */
export const table: Record<Action, string> = {
  'public.read': 'everybody',
  'login.create': 'everybody',
  'login.delete': 'everybody',
  'organisation.register': 'everybody',
  'invitation.accept': 'everybody',
  'office.found': 'everybody',
  'self.read': 'registered',
  'self.set_password': 'registered',
  'key.manage': 'registered',

  // Onboarding: register, verified by the district office, members join by invitation, passwords reset by an administrator.
  'organisation.invite': 'PA CS AD',
  'organisation.add_side': 'PA CS',
  'organisation.list': 'DA AU AD',
  'organisation.read_members': 'PE PA CE CS DA AU AD',
  'organisation.verify': 'DA | registered',
  'organisation.withdraw': 'DA | verified',
  'organisation.suspend': 'DA AU | registered verified',
  'organisation.resume': 'DA AU | suspended',
  'person.reset_password': 'AD',
  'audit.read': 'DA AU AD',

  // What the search index did not take is a matter of the machinery, which an administrator looks after.
  'relay.read': 'AD',
  'relay.replay': 'AD',

  // Whom rankings show is the office’s, the auditor’s and the administrator’s to watch; what nobody supplies names who comes nearest.
  'insight.read_exposure': 'DA AU AD',
  'insight.read_unmet': 'DA MM AU',
  // What the ranking learned is open to who audits it; who looks after the machinery puts it into force.
  'learning.read': 'AD AU',
  'learning.activate': 'AD',
  'learning.roll_back': 'AD',

  // PE drafts, PA signs off; DA publishes; CO ticks; AU reads everything and writes only holds.
  'scene.read_own': 'PE PA DA MM CO AU',
  'scene.review': 'DA MM CO AU',
  'scene.draft': 'PE PA',
  'scene.edit': 'PE PA | draft returned',
  'scene.submit': 'PE PA | draft returned',
  'scene.answer_comment': 'PE PA | returned',
  'scene.answer_duplicate': 'PE PA | draft returned submitted',
  'scene.withdraw': 'PE PA | submitted',
  'scene.return': 'DA | submitted',
  'scene.tick_compliance': 'CO | submitted',
  'scene.untick_compliance': 'CO | submitted',
  'scene.publish': 'DA | submitted',
  'scene.amend': 'PA | published',
  'scene.close': 'PA | published',
  'scene.suspend': 'DA AU | published closed',
  'scene.resume': 'DA AU | suspended',
  'scene.cancel': 'PA DA | draft submitted returned published closed suspended',
  'scene.unmatch': 'DA | closed',
  'scene.redraft': 'PE PA | unmatched',

  'company.read_own': 'CE CS DA MM CO AU',
  'company.create': 'CE CS',
  'company.edit': 'CE CS | draft listed hidden',
  'company.list': 'CE CS | draft hidden',
  'company.hide': 'CE CS | listed',
  'company.suspend': 'DA AU | draft listed hidden',
  'company.resume': 'DA AU | suspended',
  'card.draft': 'CE CS',
  'card.edit': 'CE CS | draft returned listed hidden',
  'card.submit': 'CE CS | draft returned',
  'card.withdraw': 'CE CS | submitted',
  'card.return': 'MM | submitted',
  'card.list': 'MM | submitted',
  'card.hide': 'CE CS | listed',
  'card.show': 'CE CS | hidden',
  'card.renew': 'CE CS | listed expired',
  'card.suspend': 'DA AU | listed hidden',
  'card.resume': 'DA AU | suspended',
  'card.verify': 'MM CO | submitted listed',

  // A ranking: the scene's organisation, district office, matchmaker, auditor. Opportunities: the company itself and matchmakers.
  'match.read_scene': 'PE PA DA MM AU',
  'match.read_company': 'CE CS MM',
  'match.preview': 'PE PA DA MM',
  'match.mark_scene': 'CE CS',
  'match.mark_company': 'PE PA',
}

/** Roles that count for their own organisation's objects; all others count for the district. */
export const ownOnly: readonly Role[] = ['publisher_editor', 'publisher_approver', 'company_editor', 'company_signatory']

/** What somebody whose organisation is not verified may still do. */
export const withoutVerification: readonly Action[] = [
  'organisation.list',
  'organisation.read_members',
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
  'company.create',
  'company.edit',
  'card.draft',
  'card.edit',
]

/** What the state tables do not list, because it leads from no state to another. */
export const steady: readonly Action[] = [
  'scene.edit',
  'scene.answer_comment',
  'scene.answer_duplicate',
  'company.edit',
  'card.edit',
  'card.verify',
]

/** The refusal that a foreign object answers with, as an absent one does. */
export const absent: Record<string, string> = {
  organisation: 'organisation.not_found',
  person: 'person.not_found',
  audit: 'audit.not_found',
  relay: 'route.not_found',
  insight: 'route.not_found',
  learning: 'route.not_found',
  scene: 'scene.not_found',
  company: 'company.not_found',
  card: 'card.not_found',
  'match.read_scene': 'scene.not_found',
  'match.mark_company': 'scene.not_found',
  'match.read_company': 'company.not_found',
  'match.mark_scene': 'company.not_found',
  'match.preview': 'route.not_found',
}

export const states: Record<string, readonly string[]> = {
  scene: ['draft', 'submitted', 'returned', 'published', 'closed', 'unmatched', 'suspended', 'cancelled'],
  company: ['draft', 'listed', 'hidden', 'suspended'],
  card: ['draft', 'submitted', 'returned', 'listed', 'hidden', 'suspended', 'expired'],
  organisation: ['registered', 'verified', 'suspended'],
}

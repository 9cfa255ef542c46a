import type { Actor } from '../accounts/actor.ts'
import type { Action } from '../accounts/permissions.ts'
import type { companyWords } from '../web/company-words.ts'
import type { Flash } from '../web/flash.ts'
import type { VerbPorts } from './change-card.ts'
import { hideCard, submitCard, withdrawCard } from './edit-card.ts'
import { stepCompany } from './edit-company.ts'
import { renewCard } from './renew-card.ts'
import { listCard, resumeCard, returnCard, suspendCard } from './review-card.ts'

/** A step that a form takes: a button, or a button with a reason. */
export type Step = {
  path: string
  action: Action
  label: keyof typeof companyWords
  needsReason?: true
  flash: Flash
  tone?: 'quiet' | 'danger'
  take: (ports: VerbPorts, actor: Actor, id: string, reason: string) => Promise<unknown>
}

export const companySteps: readonly Step[] = [
  {
    path: 'listing',
    action: 'company.list',
    label: 'listing',
    flash: 'companyListed',
    take: (ports, actor, id) => stepCompany(ports, actor, id, 'company.list'),
  },
  {
    path: 'hiding',
    action: 'company.hide',
    label: 'hiding',
    flash: 'companyHidden',
    tone: 'quiet',
    take: (ports, actor, id) => stepCompany(ports, actor, id, 'company.hide'),
  },
  {
    path: 'suspension',
    action: 'company.suspend',
    label: 'suspension',
    needsReason: true,
    flash: 'companySuspended',
    tone: 'danger',
    take: (ports, actor, id, reason) => stepCompany(ports, actor, id, 'company.suspend', reason),
  },
  {
    path: 'resumption',
    action: 'company.resume',
    label: 'resumption',
    flash: 'companyResumed',
    take: (ports, actor, id) => stepCompany(ports, actor, id, 'company.resume'),
  },
]

export const cardSteps: readonly Step[] = [
  { path: 'submission', action: 'card.submit', label: 'submission', flash: 'cardSubmitted', take: submitCard },
  { path: 'acceptance', action: 'card.list', label: 'acceptance', flash: 'cardListed', take: listCard },
  {
    path: 'return',
    action: 'card.return',
    label: 'return',
    needsReason: true,
    flash: 'cardReturned',
    tone: 'quiet',
    take: returnCard,
  },
  { path: 'withdrawal', action: 'card.withdraw', label: 'withdrawal', flash: 'cardWithdrawn', tone: 'quiet', take: withdrawCard },
  { path: 'listing', action: 'card.show', label: 'listing', flash: 'cardListed', take: listCard },
  { path: 'renewal', action: 'card.renew', label: 'renewal', flash: 'cardRenewed', tone: 'quiet', take: renewCard },
  { path: 'hiding', action: 'card.hide', label: 'hiding', flash: 'cardHidden', tone: 'quiet', take: hideCard },
  {
    path: 'suspension',
    action: 'card.suspend',
    label: 'suspension',
    needsReason: true,
    flash: 'cardSuspended',
    tone: 'danger',
    take: suspendCard,
  },
  { path: 'resumption', action: 'card.resume', label: 'resumption', flash: 'cardResumed', take: resumeCard },
]

import type { Actor } from '../accounts/actor.ts'
import type { CardRecord } from './card-store.ts'
import { stepCard } from './change-card.ts'
import type { VerbPorts } from './change-card.ts'

/** The owner says that the card still holds: another year from today, also for one that has expired. */
export function renewCard(ports: VerbPorts, actor: Actor, id: string): Promise<CardRecord> {
  return stepCard(ports, actor, id, 'card.renew')
}

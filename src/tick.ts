import { tickCompanies } from './companies/tick-companies.ts'
import type { Ports } from './ports.ts'
import { tickScenes } from './scenes/tick-scenes.ts'

/** Writes down what time has done: deadlines that passed, cards that ran out. Safe to repeat. */
export async function tick(ports: Ports, now: Date): Promise<void> {
  await tickScenes(ports, now)
  await tickCompanies(ports, now)
  await ports.relay()
}

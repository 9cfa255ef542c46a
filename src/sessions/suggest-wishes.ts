import type { Actor } from '../accounts/actor.ts'
import type { Part } from '../shared/fault.ts'
import { rankCompanies } from '../matching/rank-companies.ts'
import { rankScenes } from '../matching/rank-scenes.ts'
import type { Ports } from '../ports.ts'
import { talkable } from './counterparts.ts'
import type { StoredParticipant } from './participant-store.ts'

/** Somebody of the other side, and what speaks for meeting them. */
export type Suggestion = { participant: StoredParticipant; score: number; sceneId: string }
export type Suggestions = { items: Suggestion[]; degraded: readonly Part[] }

/** Places of a ranking that are looked through for those who come. */
const rankedMax = 100

/** Whom the ranking would have this participant meet, the best first: of those who come, and once each. */
export async function suggestWishes(ports: Ports, actor: Actor, participant: StoredParticipant): Promise<Suggestions> {
  const others = await talkable(ports.db, participant)
  if (others.length === 0) return { items: [], degraded: [] }
  const found =
    participant.companyId === null
      ? await forScenes(ports, actor, participant, others)
      : await forCompany(ports, actor, participant.companyId, others)
  return { items: bestOfEach(found.items), degraded: found.degraded }
}

async function forScenes(
  ports: Ports,
  actor: Actor,
  { sceneIds }: StoredParticipant,
  companies: readonly StoredParticipant[],
): Promise<Suggestions> {
  const byCompany = new Map(companies.map((participant) => [participant.companyId, participant]))
  const [items, degraded] = [[] as Suggestion[], new Set<Part>()]
  for (const sceneId of sceneIds) {
    const ranking = await rankCompanies(ports, actor, sceneId, { limit: rankedMax })
    for (const part of ranking.degraded ?? []) degraded.add(part)
    for (const { company, score } of ranking.items) {
      const participant = byCompany.get(company.id)
      if (participant !== undefined) items.push({ participant, score, sceneId })
    }
  }
  return { items, degraded: [...degraded] }
}

async function forCompany(
  ports: Ports,
  actor: Actor,
  companyId: string,
  departments: readonly StoredParticipant[],
): Promise<Suggestions> {
  const ranking = await rankScenes(ports, actor, companyId, { limit: rankedMax })
  const items = ranking.items.flatMap(({ scene, score }) =>
    departments
      .filter(({ sceneIds }) => sceneIds.includes(scene.id))
      .map((participant) => ({ participant, score, sceneId: scene.id })),
  )
  return { items, degraded: ranking.degraded ?? [] }
}

function bestOfEach(found: readonly Suggestion[]): Suggestion[] {
  const best = new Map<string, Suggestion>()
  for (const suggestion of found.toSorted((a, b) => b.score - a.score))
    if (!best.has(suggestion.participant.id)) best.set(suggestion.participant.id, suggestion)
  return [...best.values()]
}

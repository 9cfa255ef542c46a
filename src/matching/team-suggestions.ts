import type { Ports } from '../ports.ts'
import type { Demand } from './demand.ts'
import type { Coverage } from './evidence.ts'
import { viewPairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'
import { findLayers } from './team-store.ts'
import { teamsFor } from './team.ts'
import type { Team } from './team.ts'
import { coverageThresholds } from './weights.ts'

export type TeamMember = {
  company: { id: string; name: string; nameEn: string | null; isExample: boolean }
  layer: string | null
  /** Its place in the ranking by fit. */
  place: number
  brings: Coverage[]
}

/** Who together covers what nobody covers alone, with the words that say so; `open`: essential requirements still nobody's. */
export type TeamView = { members: TeamMember[]; open: string[] }

/** Teams out of a ranking whose pairs are scored already. */
export async function suggestTeams(
  ports: Pick<Ports, 'db' | 'matcher' | 'clock' | 'meanings'>,
  demand: Demand,
  ranked: readonly Scored[],
): Promise<TeamView[]> {
  const { requirements } = demand
  if (requirements.filter(({ must }) => must).length < 2) return []
  const byId = new Map(ranked.map((scored, index) => [scored.contender.standing.id, { scored, place: index + 1 }]))
  const layers = await findLayers(ports.db, [...byId.keys()])
  const candidates = [...byId].map(([id, { scored }]) => ({
    id,
    covered: scored.pair.covered,
    ...(layers.has(id) && { layer: layers.get(id)! }),
  }))
  const teams = teamsFor(requirements, candidates, coverageThresholds.partly)
  const members = [...new Set(teams.flatMap((team) => team.members.map(({ id }) => id)))].map((id) => byId.get(id)!)
  const views = await viewPairs(
    ports,
    members.map(({ scored }) => scored),
  )
  const coverage = new Map(members.map(({ scored }, index) => [scored.contender.standing.id, views[index]!.coverage]))
  return teams.flatMap((team) =>
    viewOf(team, demand, (id) => ({ ...byId.get(id)!, layer: layers.get(id) ?? null, coverage: coverage.get(id)! })),
  )
}

type Known = { scored: Scored; place: number; layer: string | null; coverage: readonly Coverage[] }

/** What a card denies looks covered until its sentences are read; a team that lost a member's reason to be in it is none. */
function viewOf(team: Team, { requirements }: Demand, known: (id: string) => Known): TeamView[] {
  const members = team.members.map(({ id, brings }) => {
    const { scored, place, layer, coverage } = known(id)
    const { standing } = scored.contender
    const { name, nameEn } = scored.pair
    return {
      company: { id: standing.id, name, nameEn, isExample: standing.isExample },
      layer,
      place,
      brings: brings.map((index) => coverage[index]!).filter(({ outcome }) => outcome === 'met' || outcome === 'partly'),
    }
  })
  if (!members.every(({ brings }) => brings.some(({ must }) => must))) return []
  const brought = new Set(members.flatMap(({ brings }) => brings.map(({ requirement }) => requirement)))
  return [{ members, open: requirements.filter(({ text, must }) => must && !brought.has(text)).map(({ text }) => text) }]
}

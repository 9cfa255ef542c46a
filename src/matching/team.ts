/** A company that could join: which requirements it covers and how far, and where in the chain it stands. */
export type TeamCandidate = { id: string; layer?: string; covered: readonly number[] }

export type TeamRequirement = { must: boolean }

/** Who together covers what nobody covers alone; `brings` are the requirements that each covers best of them. */
export type Team = { members: { id: string; brings: number[] }[]; open: number[] }

export const membersMax = 3
export const teamsMax = 3

/** Companies from which a team is begun, best first. */
const leadsMax = 12

/**
 * Teams of two or three, by greedy set cover from each of the best candidates on: the next member is the one that adds
 * the most essential requirements, then covers them best, then stands higher. Members stand on different layers of the
 * chain; only where no such team gains anything may they share one. Nobody is suggested where one company covers all.
 */
export function teamsFor(
  requirements: readonly TeamRequirement[],
  candidates: readonly TeamCandidate[],
  coveredMin: number,
): Team[] {
  const asked = { requirements, coveredMin }
  const essential = requirements.flatMap(({ must }, index) => (must ? [index] : []))
  const openAlone = Math.min(
    essential.length,
    ...candidates.map((one) => essential.filter((index) => !covers(asked, one, index)).length),
  )
  if (openAlone === 0) return []
  for (const differ of [true, false]) {
    const teams = leadsAmong(asked, essential, candidates)
      .map((lead) => teamFrom(asked, essential, lead, candidates, differ))
      .filter((team) => team !== undefined && team.open.length < openAlone)
    if (teams.length > 0) return best(teams as Team[], candidates)
  }
  return []
}

type Asked = { requirements: readonly TeamRequirement[]; coveredMin: number }

function covers({ coveredMin }: Asked, { covered }: TeamCandidate, index: number): boolean {
  return covered[index]! >= coveredMin
}

function leadsAmong(asked: Asked, essential: readonly number[], candidates: readonly TeamCandidate[]): TeamCandidate[] {
  return candidates.filter((one) => essential.some((index) => covers(asked, one, index))).slice(0, leadsMax)
}

function teamFrom(
  asked: Asked,
  essential: readonly number[],
  lead: TeamCandidate,
  candidates: readonly TeamCandidate[],
  differ: boolean,
): Team | undefined {
  const members = [lead]
  let open = essential.filter((index) => !covers(asked, lead, index))
  while (open.length > 0 && members.length < membersMax) {
    const next = nextMember(
      asked,
      open,
      candidates.filter((one) => mayJoin(one, members, differ)),
    )
    if (next === undefined) break
    members.push(next)
    open = open.filter((index) => !covers(asked, next, index))
  }
  const brought = members.map(({ id }, own) => ({ id, brings: broughtBy(asked, members, own) }))
  // Whoever brings nothing essential of its own only stands in the way.
  const isNeeded = brought.every(({ brings }) => brings.some((index) => essential.includes(index)))
  return members.length > 1 && isNeeded ? { members: brought, open } : undefined
}

function mayJoin({ id, layer }: TeamCandidate, members: readonly TeamCandidate[], differ: boolean): boolean {
  return members.every((member) => member.id !== id && (!differ || layer === undefined || member.layer !== layer))
}

function nextMember(asked: Asked, open: readonly number[], candidates: readonly TeamCandidate[]): TeamCandidate | undefined {
  let found: { one: TeamCandidate; adds: number; strength: number } | undefined
  for (const one of candidates) {
    const added = open.filter((index) => covers(asked, one, index))
    const strength = added.reduce((sum, index) => sum + one.covered[index]!, 0)
    const isBetter =
      found === undefined || added.length > found.adds || (added.length === found.adds && strength > found.strength)
    if (added.length > 0 && isBetter) found = { one, adds: added.length, strength }
  }
  return found?.one
}

/** The requirements that this member covers, and no member before covers as well. */
function broughtBy(asked: Asked, members: readonly TeamCandidate[], own: number): number[] {
  return asked.requirements.flatMap((_, index) => {
    if (!covers(asked, members[own]!, index)) return []
    const most = Math.max(...members.map(({ covered }) => covered[index]!))
    return members.findIndex(({ covered }) => covered[index] === most) === own ? [index] : []
  })
}

/** The fewest open, then the smallest, then those whose members stand highest; each set of members once. */
function best(teams: readonly Team[], candidates: readonly TeamCandidate[]): Team[] {
  const place = new Map(candidates.map(({ id }, index) => [id, index]))
  const depth = (team: Team) => team.members.reduce((sum, { id }) => sum + place.get(id)!, 0)
  const bySet = new Map(
    teams.toReversed().map((team) => [
      team.members
        .map(({ id }) => id)
        .toSorted()
        .join(' '),
      team,
    ]),
  )
  return [...bySet.values()]
    .toSorted((a, b) => a.open.length - b.open.length || a.members.length - b.members.length || depth(a) - depth(b))
    .slice(0, teamsMax)
}

/** Something asked for that nobody supplies. `times`: how often it was asked. */
export type Unmet = { key: string; times: number; tokens: readonly string[]; vector: Float32Array | null }

/**
 * Two groups are one from this average likeness of their members on. Titles of the example data lie at .22 in the middle
 * and one pair in twenty above .40; a few words that mean one of them come to .57 and more with it.
 */
export const clusterLikenessMin = 0.5

/** More than these are not compared; those asked most come first. */
export const clusteredMax = 300

export type Cluster<T> = {
  /** The most typical one first. */
  members: T[]
  times: number
}

/** Groups by meaning: the two groups most alike become one, until none are alike enough (average linkage). */
export function clusterUnmet<T extends Unmet>(items: readonly T[]): Cluster<T>[] {
  const asked = items.toSorted((a, b) => b.times - a.times || (a.key < b.key ? -1 : 1)).slice(0, clusteredMax)
  const likenesses = asked.map((one) => asked.map((other) => likeness(one, other)))
  const groups = merged(likenesses)
  return groups
    .map((group) => ({
      members: byTypicality(group, likenesses).map((index) => asked[index]!),
      times: group.reduce((sum, index) => sum + asked[index]!.times, 0),
    }))
    .toSorted(
      (a, b) => b.members.length - a.members.length || b.times - a.times || (a.members[0]!.key < b.members[0]!.key ? -1 : 1),
    )
}

/** The cosine of their mean vectors; shared tokens where a text holds no word that has one. */
export function likeness(a: Omit<Unmet, 'times'>, b: Omit<Unmet, 'times'>): number {
  if (a.vector === null || b.vector === null) return sharedTokens(new Set(a.tokens), new Set(b.tokens))
  let dot = 0
  for (let index = 0; index < a.vector.length; index += 1) dot += a.vector[index]! * b.vector[index]!
  return dot
}

/** Lance and Williams (1967): the likeness to a group just made is the mean of those to its parts. */
function merged(likenesses: readonly (readonly number[])[]): number[][] {
  const between = likenesses.map((row) => [...row])
  const groups: (number[] | undefined)[] = likenesses.map((_, index) => [index])
  for (;;) {
    const [a, b] = mostAlike(between, groups)
    if (a === undefined || b === undefined) return groups.filter((group) => group !== undefined)
    const [left, right] = [groups[a]!, groups[b]!]
    for (const [other, group] of groups.entries()) {
      if (group === undefined || other === a || other === b) continue
      const mean = (left.length * between[a]![other]! + right.length * between[b]![other]!) / (left.length + right.length)
      between[a]![other] = mean
      between[other]![a] = mean
    }
    groups[a] = [...left, ...right]
    groups[b] = undefined
  }
}

function mostAlike(between: readonly (readonly number[])[], groups: readonly unknown[]): [number, number] | [] {
  let [best, found]: [number, [number, number] | []] = [clusterLikenessMin, []]
  for (let a = 0; a < groups.length; a += 1) {
    if (groups[a] === undefined) continue
    for (let b = a + 1; b < groups.length; b += 1) {
      const near = between[a]![b]!
      if (groups[b] === undefined || near < best || (near === best && found.length > 0)) continue
      best = near
      found = [a, b]
    }
  }
  return found
}

function byTypicality(group: readonly number[], likenesses: readonly (readonly number[])[]): number[] {
  const toAll = (one: number) => group.reduce((sum, other) => sum + likenesses[one]![other]!, 0)
  return group.toSorted((a, b) => toAll(b) - toAll(a) || a - b)
}

function sharedTokens(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const common = [...a].filter((token) => b.has(token)).length
  return a.size + b.size === 0 ? 0 : common / (a.size + b.size - common)
}

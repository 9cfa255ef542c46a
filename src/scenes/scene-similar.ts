import { tokensOf } from '../shared/text.ts'
import type { SceneContent } from './scene-content.ts'

/** From here on a scene is a probable duplicate, and the submitter must say what it is. */
export const duplicateSimilarityMin = 0.85
export const similarShown = 5

export type Similar = { id: string; similarity: number }

/** How much of the shorter demand stands in the other, 0–1: the larger of Jaccard and, for texts long enough, containment. */
export function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  if (small.size === 0) return 0
  const common = [...small].filter((shingle) => large.has(shingle)).length
  const jaccard = common / (small.size + large.size - common)
  return small.size < containmentShinglesMin ? jaccard : Math.max(jaccard, common / small.size)
}

/** Pairs of neighbouring tokens of what is asked for; the frame of dates and terms is the same in many scenes. */
export function shinglesOf(content: SceneContent): Set<string> {
  return new Set(demandTexts(content).flatMap((text) => pairs(tokensOf(text))))
}

/** The most similar first; ties by id, so that the list is the same every time. */
export function mostSimilar(
  content: SceneContent,
  others: readonly { id: string; content: SceneContent }[],
  limit: number,
): Similar[] {
  const own = shinglesOf(content)
  return others
    .map((other) => ({ id: other.id, similarity: similarity(own, shinglesOf(other.content)) }))
    .filter((other) => other.similarity > 0)
    .toSorted((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}

/** A short scene's few shingles are easily all found in a long one. */
const containmentShinglesMin = 60

function demandTexts({
  title = '',
  summary = '',
  background = '',
  problem = '',
  essential = [],
  desirable = [],
}: SceneContent): string[] {
  return [title, summary, background, problem, ...essential, ...desirable]
}

function pairs(tokens: readonly string[]): string[] {
  if (tokens.length === 1) return [...tokens]
  return tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`)
}

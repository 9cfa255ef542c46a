import type { WordBag, WordTable } from '../shared/word-table.ts'
import sample from './meaning-sample.json' with { type: 'json' }
import { weights } from './weights.ts'

/** A text of a profile: its distinct words, and their weighted sum. */
type Said = { bag: WordBag; sum: Float32Array }

/**
 * What a text says beside its own matter, in weighted words beyond those that every text is allowed: the words of its
 * sentences that have nothing to do with what the others say, here and in the profile around it. A card that names the
 * needs of many unrelated fields strays; one that speaks of its subject in ever other words does not.
 */
export function strayWords(table: WordTable, text: Said, said: readonly WordBag[], around?: Said): number {
  const { allowed } = weights.stray
  if (text.bag.total <= allowed) return 0
  const stray = new Set(straying(table, text, said, around).flatMap(({ ids }) => [...ids]))
  return Math.max(0, table.bagOnce(stray).total - allowed)
}

/** The sentences that have nothing to do with what the others say, each once. */
export function straying(table: WordTable, text: Said, said: readonly WordBag[], around?: Said): WordBag[] {
  // Who says a thing twice does not bear it out.
  const sentences = [...new Map(said.map((bag) => [bag.ids.join(), bag])).values()]
  const standing = countBySentence(sentences, around)
  const whole = text.sum.slice()
  if (around !== undefined) addTo(whole, around.sum, 1)
  const common = commonOf(table)
  // Without vectors nobody can tell what has to do with what.
  if (common === null) return []
  return sentences.filter((bag) => {
    const own = table.sum(bag)
    // What another sentence says too is still said there.
    const alone = bag.ids.filter((id) => standing.get(id) === 1)
    const others = whole.slice()
    if (alone.length > 0) addTo(others, alone.length === bag.ids.length ? own : table.sum(table.bagOnce(alone)), -1)
    return relation(own, others, common) < weights.stray.relatedMin
  })
}

function addTo(sum: Float32Array, other: Float32Array, times: number): void {
  for (let index = 0; index < sum.length; index += 1) sum[index]! += times * other[index]!
}

/** In how many sentences each word stands; the profile around the text counts as one. */
function countBySentence(sentences: readonly WordBag[], around: Said | undefined): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { ids } of sentences) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const id of around?.bag.ids ?? []) if (counts.has(id)) counts.set(id, counts.get(id)! + 1)
  return counts
}

/** The cosine of two sums less what all texts of such a market have in common; what says nothing else is related to all. */
function relation(a: Float32Array, b: Float32Array, common: Float32Array): number {
  const [shareA, shareB] = [dot(a, common), dot(b, common)]
  const [squareA, squareB] = [dot(a, a) - shareA ** 2, dot(b, b) - shareB ** 2]
  return squareA <= leastSquare || squareB <= leastSquare ? 1 : (dot(a, b) - shareA * shareB) / Math.sqrt(squareA * squareB)
}

const leastSquare = 1e-9

const commons = new WeakMap<WordTable, Float32Array | null>()

/** The direction in which demands and offers lie whatever they are about (Arora, Liang, Ma 2017), from the sample. */
function commonOf(table: WordTable): Float32Array | null {
  const known = commons.get(table)
  if (known !== undefined) return known
  const means = sample
    .flatMap(({ asked, offered }) => [asked, offered])
    .flatMap((text) => table.mean([table.sum(table.bagOnce(table.words(text)))]) ?? [])
  const common = table.mean(means)
  commons.set(table, common)
  return common
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += a[index]! * b[index]!
  return sum
}

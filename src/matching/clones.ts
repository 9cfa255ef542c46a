import type { SupplyAnalysis } from './analysis.ts'
import { tokensOf } from '../shared/text.ts'
import { hash } from '../shared/word-table.ts'

/** The smallest of a profile's hashed tokens, ascending: a fixed sample of what it says, whoever says it. */
export type Signature = Uint32Array

/** From this share of common tokens on two profiles are one profile twice. */
export const cloneSimilarityMin = 0.9

/** Sampling error of the similarity is at most .03; a profile of fewer tokens is compared whole. */
const signatureSize = 128

/** A profile that says less than this is alike to many without being anybody's copy. */
const tokensMin = 24

/** Two signatures that share nine tokens in ten share one of their first eight, but for one case in ten million. */
const keysCompared = 8

const known = new WeakMap<SupplyAnalysis, Signature>()

/** What the profile and its cards say but for the company's own names, which a copy changes first. */
export function signatureOf(analysis: SupplyAnalysis): Signature {
  const kept = known.get(analysis)
  if (kept !== undefined) return kept
  const { supply, own, cards } = analysis
  const names = supply.fields.filter(({ field }) => /^(?:name|aliases)\b/u.test(field)).map(({ text }) => text)
  const naming = new Set([supply.name, ...names].flatMap(tokensOf).map((token) => hash(token) | 0))
  const said = new Set<number>()
  for (const { hashes } of [own.tokens, ...cards.map(({ text }) => text.tokens)])
    for (const token of hashes) if (!naming.has(token)) said.add(token)
  const signature = Uint32Array.from(said, mixed).sort().slice(0, signatureSize)
  known.set(analysis, signature)
  return signature
}

/** The share of tokens that two profiles have in common, of all that either says; 0 as soon as it must be below `least`. */
export function alikeness(a: Signature, b: Signature, least = 0): number {
  const size = a.length < signatureSize && b.length < signatureSize ? Infinity : signatureSize
  let [i, j, seen, common] = [0, 0, 0, 0]
  while (seen < size && (i < a.length || j < b.length)) {
    const [left, right] = [a[i] ?? Infinity, b[j] ?? Infinity]
    seen += 1
    if (left === right) common += 1
    else if (seen - common > size * (1 - least)) return 0
    if (left <= right) i += 1
    if (right <= left) j += 1
  }
  return seen === 0 ? 0 : common / seen
}

/** Whoever keeps a place, and those near-identical to it, which share that place. */
export type Fold<T> = { first: T; behind: T[] }

/**
 * One exposure account for near-identical profiles: of those, the best placed keeps its place, and the others follow
 * it behind a fold, in their order. Whoever is like nobody above stands alone.
 */
export function foldClones<T>(ranked: readonly T[], signatureOfItem: (item: T) => Signature): Fold<T>[] {
  const folds: (Fold<T> & { signature: Signature })[] = []
  const byKey = new Map<number, typeof folds>()
  for (const item of ranked) {
    const signature = signatureOfItem(item)
    const keys = signature.length < tokensMin ? [] : [...signature.subarray(0, keysCompared)]
    const near = new Set(keys.flatMap((key) => byKey.get(key) ?? []))
    const isSame = (fold: { signature: Signature }) =>
      alikeness(fold.signature, signature, cloneSimilarityMin) >= cloneSimilarityMin
    const original = [...near].find(isSame)
    if (original !== undefined) {
      original.behind.push(item)
      continue
    }
    const fold = { first: item, behind: [], signature }
    folds.push(fold)
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), fold])
  }
  return folds.map(({ first, behind }) => ({ first, behind }))
}

/** Spreads FNV's values evenly (the finaliser of MurmurHash3), so that the smallest are drawn at random. */
function mixed(value: number): number {
  let spread = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  spread = Math.imul(spread ^ (spread >>> 13), 0xc2b2ae35)
  return (spread ^ (spread >>> 16)) >>> 0
}

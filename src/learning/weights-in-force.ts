import type { Matcher } from '../matching/matcher.ts'
import { weights } from '../matching/weights.ts'
import type { Ports } from '../ports.ts'
import { findActive } from './weights-store.ts'

/** By the weights that this district's rankings are made by: what it learned, or else the shipped ones. */
export async function matcherInForce({ db, matcher }: Pick<Ports, 'db' | 'matcher'>, districtId: string): Promise<Matcher> {
  const active = await findActive(db, districtId, weights.version)
  if (active === undefined) return matcher
  const { base: _base, ...learned } = active.parameters
  return matcher.by({ ...weights, ...learned, version: active.version })
}

import { weights } from '../matching/weights.ts'
import type { Ports } from '../ports.ts'
import { findActive } from './weights-store.ts'

/** The ports with the weights that this district's rankings are made by: what it learned, or else the shipped ones. */
export async function withWeightsInForce<P extends Pick<Ports, 'db' | 'matcher'>>(ports: P, districtId: string): Promise<P> {
  const active = await findActive(ports.db, districtId, weights.version)
  if (active === undefined) return ports
  const { base: _base, ...learned } = active.parameters
  return { ...ports, matcher: ports.matcher.by({ ...weights, ...learned, version: active.version }) }
}

import type { Role } from './role.ts'

/** Who asks: the public, a signed-in person or an API key acting for one of their organisations, or the clock. */
export type Actor = {
  kind: 'public' | 'person' | 'system'
  personId: string | null
  name: string | null
  /** The organisation the person acts for now; null for the public and for somebody without one. */
  orgId: string | null
  orgVerified: boolean
  districtId: string
  roles: readonly Role[]
}

export function publicActor(districtId: string): Actor {
  return { kind: 'public', personId: null, name: null, orgId: null, orgVerified: false, districtId, roles: [] }
}

/** The timer's own hand: deadlines, expiry. */
export function systemActor(districtId: string): Actor {
  return { kind: 'system', personId: null, name: null, orgId: null, orgVerified: true, districtId, roles: [] }
}

/** The id that stands in the audit trail. */
export function actorId(actor: Actor): string {
  return actor.personId ?? actor.kind
}

/** Who looks, when, and in which zone a calendar date ends. */
export type Viewing = { actor: Actor; now: Date; zone: string }

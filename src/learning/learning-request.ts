import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { weights } from '../matching/weights.ts'
import type { Part } from '../matching/weights.ts'
import type { Ports } from '../ports.ts'
import { decodeCursor, encodeCursor, pageLimitDefault, pageQuery } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import { isBetter } from './ranking-weights.ts'
import type { LearningReport, WeightsStatus } from './ranking-weights.ts'
import { countWeights, findActive, listWeights } from './weights-store.ts'
import type { LearnedWeights } from './weights-store.ts'

export const WeightsQuery = v.strictObject({ ...pageQuery, lang: v.optional(v.string()) })

export const ReasonRequest = v.strictObject({ reason: v.optional(text(300)) })

/** The version that a path names; one that could be nobody's answers as an unknown one does. */
export function versionOf(version: string | undefined): string {
  return version !== undefined && /^[\w.-]{1,80}$/u.test(version) ? version : unwrap<never>(refuse('learning.not_found'))
}

/** A version as people read it; the shipped one has no report, for it was made before anybody judged anything here. */
export type WeightsView = {
  version: string
  status: WeightsStatus
  base: string
  parts: Record<Part, number>
  madeAt: Date | null
  activeFrom: Date | null
  replaces: string | null
  report: LearningReport | null
  /** Measured to be better than what it would replace, and learned from the weights that are shipped now. */
  mayActivate: boolean
}

export type WeightsPage = Page<WeightsView> & { inForce: string }

/** Every version of the weights with what it was measured to be worth, the newest first and the shipped ones last. */
export async function listVersions(
  { db }: Pick<Ports, 'db'>,
  actor: Actor,
  { limit = pageLimitDefault, cursor }: v.InferOutput<typeof WeightsQuery>,
): Promise<WeightsPage> {
  const { districtId } = actor
  unwrap(permit(actor, 'learning.read', { orgId: null, districtId }))
  const offset = offsetOf(cursor)
  const active = await findActive(db, districtId, weights.version)
  const learned = await listWeights(db, districtId, offset, limit + 1)
  const views = learned.length > limit ? learned.map(viewOf) : [...learned.map(viewOf), shippedView(active !== undefined)]
  const isMore = views.length > limit
  return {
    inForce: active?.version ?? weights.version,
    items: views.slice(0, limit),
    nextCursor: isMore ? encodeCursor([offset + limit]) : null,
    total: (await countWeights(db, districtId)) + 1,
  }
}

function viewOf({ version, status, parameters, madeAt, activeFrom, replaces, report }: LearnedWeights): WeightsView {
  const { base, parts } = parameters
  const isOurs = base === weights.version
  const mayActivate = isOurs && status !== 'active' && isBetter(report)
  // Put into force with other shipped weights than these, it is in force no more.
  const shown = isOurs || status !== 'active' ? status : 'replaced'
  return { version, status: shown, base, parts, madeAt, activeFrom, replaces, report, mayActivate }
}

function shippedView(isReplaced: boolean): WeightsView {
  const { version, parts } = weights
  const status = isReplaced ? 'shipped' : 'active'
  return {
    version,
    status,
    base: version,
    parts,
    madeAt: null,
    activeFrom: null,
    replaces: null,
    report: null,
    mayActivate: false,
  }
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const [offset] = decodeCursor(cursor, 1)
  return typeof offset === 'number' && offset >= 0 ? offset : unwrap<never>(refuse('request.bad_cursor'))
}

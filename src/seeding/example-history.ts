import { instantsOf, needsCompliance } from '../scenes/scene.ts'
import type { CancelReason, Scene, SceneStatus } from '../scenes/scene.ts'
import { startOfDate } from '../shared/time.ts'
import type { ExampleScene } from './example-records.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Who did what to the examples. */
export type Hands = { editor: string; approver: string; officer: string; compliance: string }

/** What a scene went through until now, so that its dates fit its state and one another. */
export type History = Omit<Scene, 'id' | 'districtId' | 'orgId' | 'ref' | 'content' | 'isExample' | 'updatedAt'>

const neverSubmitted: readonly SceneStatus[] = ['draft']
const neverPublished: readonly SceneStatus[] = ['draft', 'submitted', 'returned']
const versions: Record<SceneStatus, number> = {
  draft: 1,
  submitted: 2,
  returned: 3,
  published: 3,
  closed: 4,
  decided: 5,
  unmatched: 5,
  suspended: 4,
  cancelled: 4,
}

export function historyOf({ state, content, reason }: ExampleScene, hands: Hands, now: Date, zone: string): History {
  const published = neverPublished.includes(state) ? null : publishedAt(content.opensAt, now, zone)
  const submitted = neverSubmitted.includes(state) ? null : before(published ?? before(now, 30 * hourMs), 3 * dayMs)
  const instants = published === null ? { opensAt: null, deadlineAt: null } : instantsOf(content, zone)
  return {
    status: state,
    version: versions[state],
    writtenBy: hands.editor,
    createdAt: before(submitted ?? now, 6 * dayMs),
    submittedBy: submitted && hands.approver,
    submittedAt: submitted,
    complianceBy: published && needsCompliance(content) ? hands.compliance : null,
    publishedBy: published && hands.officer,
    publishedAt: published,
    ...instants,
    statusReason: reasonOf(state, reason),
    statusSince: sinceWhen(state, { now, submitted, published, deadline: instants.deadlineAt }),
    suspendedFrom: state === 'suspended' ? 'published' : null,
    duplicatesAnswered: [],
    overrides: [],
  }
}

/** At ten in the morning of the day before it opens, and never later than two hours ago. */
function publishedAt(opensAt: string | undefined, now: Date, zone: string): Date {
  const opens = opensAt === undefined ? now : startOfDate(zone, opensAt)
  return new Date(Math.min(opens.getTime() - 14 * hourMs, now.getTime() - 2 * hourMs))
}

type Moments = { now: Date; submitted: Date | null; published: Date | null; deadline: Date | null }

function sinceWhen(state: SceneStatus, { now, submitted, published, deadline }: Moments): Date {
  const recently = before(now, 2 * dayMs)
  if (state === 'draft') return before(now, 6 * dayMs)
  if (state === 'submitted') return submitted ?? recently
  if (state === 'published') return published ?? recently
  if (state === 'closed') return deadline !== null && deadline < now ? deadline : recently
  return before(now, dayMs)
}

/** A scene that was called off gives its reason's code first, as the rule writes it; ours are all the same. */
function reasonOf(state: SceneStatus, reason: string | undefined): string | null {
  if (reason === undefined) return null
  const code: CancelReason = 'duplicate'
  return state === 'cancelled' ? `${code}: ${reason}` : reason
}

function before(instant: Date, ms: number): Date {
  return new Date(instant.getTime() - ms)
}

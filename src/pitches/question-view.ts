import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Scene } from '../scenes/scene.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import type { Question } from './question.ts'
import type { QuestionsSeen } from './question-store.ts'

export const QuestionView = v.object({
  id: v.pipe(v.string(), v.uuid()),
  seq: v.number(),
  text: v.string(),
  askedAt: Instant,
  answer: v.nullable(v.string()),
  answeredAt: v.nullable(Instant),
  /** Whether the caller's own organisation asked; who else did is told to nobody. */
  isOwn: v.boolean(),
})
export type QuestionView = ReturnType<typeof questionView>

export function questionView({ id, seq, text, askedAt, answer, answeredAt, askerOrgId }: Question, actor: Actor) {
  return { id, seq, text, askedAt, answer, answeredAt, isOwn: isAsker(actor, askerOrgId) }
}

/** The unanswered ones are their asker's, the unit's and the district office's to read. */
export function questionsSeenBy(actor: Actor, scene: Scene, now: Date): QuestionsSeen {
  if (permit(actor, 'pitch.read_scene', targetOfScene(scene, now)).ok) return 'all'
  return { askerOrgId: actor.roles.some(isSupply) ? actor.orgId : null }
}

function isAsker(actor: Actor, askerOrgId: string): boolean {
  return actor.orgId === askerOrgId && actor.roles.some(isSupply)
}

function isSupply(role: string): boolean {
  return role === 'company_editor' || role === 'company_signatory'
}

import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { text } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { validated } from '../shared/validated.ts'
import type { Flash } from '../web/flash.ts'
import { cancelScene, closeScene, redraftScene, resumeScene, suspendScene, unmatchScene } from './change-scene-status.ts'
import { publishScene } from './publish-scene.ts'
import { returnScene, tickSceneCompliance, untickSceneCompliance } from './review-scene.ts'
import { Publication, reasonCharactersMax, SceneRemark } from './scene-step-input.ts'
import { cancelReasons } from './scene.ts'
import { submitScene, withdrawScene } from './submit-scene.ts'

/** What a step asks of the person who takes it. */
export type Asks = 'nothing' | 'reason' | 'reasonCode' | 'reasonAndChange' | 'comments'

export type StepForm = Record<string, string>

export type SceneStep = {
  path:
    | 'submission'
    | 'withdrawal'
    | 'return'
    | 'compliance'
    | 'uncompliance'
    | 'publication'
    | 'closure'
    | 'suspension'
    | 'resumption'
    | 'cancellation'
    | 'unmatched'
    | 'redraft'
  action: Action
  asks: Asks
  flash: Flash
  tone?: 'quiet' | 'danger'
  take: (ports: Ports, actor: Actor, id: string, form: StepForm) => Promise<unknown>
}

// What was left empty reads as blank: the rules say themselves which reason they miss.
const words = v.optional(text(reasonCharactersMax), '')
const Reason = v.object({ reason: words })
const Cancellation = v.object({ code: v.picklist(idsOf(cancelReasons)), text: words })
const Unmatched = v.object({ reason: words, wouldChange: words })
const Comments = v.array(SceneRemark)

/** The steps of a scene's life that a form can take, in the order they are offered. */
export const sceneSteps: readonly SceneStep[] = [
  { path: 'submission', action: 'scene.submit', asks: 'nothing', flash: 'sceneSubmitted', take: submitScene },
  {
    path: 'publication',
    action: 'scene.publish',
    asks: 'nothing',
    flash: 'scenePublished',
    take: (ports, actor, id, form) =>
      publishScene(ports, actor, id, validated(Publication, { overrides: overridesIn(form) }).overrides),
  },
  { path: 'compliance', action: 'scene.tick_compliance', asks: 'nothing', flash: 'sceneTicked', take: tickSceneCompliance },
  {
    path: 'uncompliance',
    action: 'scene.untick_compliance',
    asks: 'nothing',
    flash: 'sceneUnticked',
    tone: 'quiet',
    take: untickSceneCompliance,
  },
  {
    path: 'return',
    action: 'scene.return',
    asks: 'comments',
    flash: 'sceneReturned',
    tone: 'quiet',
    take: (ports, actor, id, form) => returnScene(ports, actor, id, validated(Comments, commentsIn(form))),
  },
  { path: 'withdrawal', action: 'scene.withdraw', asks: 'nothing', flash: 'sceneWithdrawn', tone: 'quiet', take: withdrawScene },
  {
    path: 'closure',
    action: 'scene.close',
    asks: 'reason',
    flash: 'sceneClosed',
    tone: 'quiet',
    take: (ports, actor, id, form) => closeScene(ports, actor, id, validated(Reason, form).reason),
  },
  { path: 'resumption', action: 'scene.resume', asks: 'nothing', flash: 'sceneResumed', take: resumeScene },
  {
    path: 'unmatched',
    action: 'scene.unmatch',
    asks: 'reasonAndChange',
    flash: 'sceneUnmatched',
    tone: 'quiet',
    take: (ports, actor, id, form) => {
      const { reason, wouldChange } = validated(Unmatched, form)
      return unmatchScene(ports, actor, id, reason, wouldChange)
    },
  },
  { path: 'redraft', action: 'scene.redraft', asks: 'nothing', flash: 'sceneRedrafted', take: redraftScene },
  {
    path: 'suspension',
    action: 'scene.suspend',
    asks: 'reason',
    flash: 'sceneSuspended',
    tone: 'danger',
    take: (ports, actor, id, form) => suspendScene(ports, actor, id, validated(Reason, form).reason),
  },
  {
    path: 'cancellation',
    action: 'scene.cancel',
    asks: 'reasonCode',
    flash: 'sceneCancelled',
    tone: 'danger',
    take: (ports, actor, id, form) => {
      const { code, text: explanation } = validated(Cancellation, form)
      return cancelScene(ports, actor, id, code, explanation)
    },
  },
]

export const commentRows = 4

/** The name of the box with the reason why a rule's finding is set aside. */
export function overrideName(rule: string): string {
  return `override.${rule}`
}

function overridesIn(form: StepForm): { rule: string; reason: string }[] {
  const given = Object.entries(form).filter(([name, reason]) => name.startsWith(overrideName('')) && reason.trim() !== '')
  return given.map(([name, reason]) => ({ rule: name.slice(overrideName('').length), reason }))
}

/** The rows that say anything. */
function commentsIn(form: StepForm): { field: string; text: string }[] {
  return Array.from({ length: commentRows }, (_, row) => ({
    field: form[`field.${row}`] ?? '',
    text: (form[`text.${row}`] ?? '').trim(),
  })).filter((comment) => comment.text !== '')
}

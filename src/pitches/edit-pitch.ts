import type { Actor } from '../accounts/actor.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { changePitch } from './change-pitch.ts'
import type { Decision, VerbPorts } from './change-pitch.ts'
import type { PitchContent, PitchPatch } from './pitch-content.ts'
import type { StoredPitch } from './pitch-store.ts'
import { stillPrefilled } from './prefill.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { takesPitch } from './pitch.ts'
import { answersTo, requirementsOf } from './requirements.ts'

/** Changes the content, if nobody has changed it since the caller read `version`. */
export function patchPitch(ports: VerbPorts, actor: Actor, id: string, version: number, patch: PitchPatch): Promise<StoredPitch> {
  return changePitch(ports, actor, id, {
    action: 'pitch.edit',
    version,
    decide: (_tx, { pitch, scene }, now) => {
      const open = takesPitch(pitch, scene, now)
      // While a scene is held, its clock stands still and drafts can be written on.
      if (!open.ok && open.refusal.code === 'pitch.too_late') return open
      return edited(pitch, scene, patch)
    },
  })
}

function edited(pitch: StoredPitch, scene: StoredScene, patch: PitchPatch): Outcome<Decision> {
  const errors = unknownRequirements(scene, patch)
  if (errors.length > 0) return refuse('request.invalid', { errors })
  const { answers } = patch
  const aligned = Array.isArray(answers) ? { answers: answersTo(scene.content, answers) } : {}
  const content: PitchContent = patched(pitch.content, { ...patch, ...aligned })
  const prefilled = stillPrefilled(pitch.prefilled, pitch.content, content)
  return done({ change: { content, prefilled } })
}

/** An answer names its requirement in the scene's own words, each once. */
function unknownRequirements(scene: StoredScene, { answers }: PitchPatch): { field: string; message: string }[] {
  const asked = new Set(requirementsOf(scene.content).map(({ text }) => text))
  return (answers ?? []).flatMap(({ requirement }, index) => {
    const isKnown = asked.delete(requirement)
    return isKnown
      ? []
      : [{ field: `answers.${index}.requirement`, message: 'is not a requirement of the scene, or stands twice' }]
  })
}

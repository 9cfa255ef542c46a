import type { SceneContent } from '../scenes/scene-content.ts'
import type { PitchAnswer, PitchContent } from './pitch-content.ts'

export type Requirement = { text: string; must: boolean }

/** What a scene asks for one by one, in its own order and words. */
export function requirementsOf({ essential = [], desirable = [] }: SceneContent): Requirement[] {
  const wanted = [...essential.map((text) => ({ text, must: true })), ...desirable.map((text) => ({ text, must: false }))]
  return [...new Map(wanted.toReversed().map((one) => [one.text, one])).values()].toReversed()
}

/** One answer to each requirement of today, those that were given among them. */
export function answersTo(scene: SceneContent, answers: readonly PitchAnswer[] = []): PitchAnswer[] {
  const given = new Map(answers.map((answer) => [answer.requirement, answer]))
  return requirementsOf(scene).map(({ text }) => given.get(text) ?? { requirement: text })
}

/** Answers to what the scene no longer asks in these words: nothing that was written is lost. */
export function staleAnswers(scene: SceneContent, { answers = [] }: PitchContent): PitchAnswer[] {
  const asked = new Set(requirementsOf(scene).map(({ text }) => text))
  return answers.filter((answer) => !asked.has(answer.requirement) && isAnswered(answer))
}

/** Requirements that stand in the scene today and were never put to this pitch. */
export function newRequirements(scene: SceneContent, { answers = [] }: PitchContent): string[] {
  const known = new Set(answers.map(({ requirement }) => requirement))
  return requirementsOf(scene).flatMap(({ text }) => (known.has(text) ? [] : [text]))
}

export function isAnswered({ claim, text = '', evidence }: PitchAnswer): boolean {
  return claim !== undefined && (text !== '' || evidence !== undefined)
}

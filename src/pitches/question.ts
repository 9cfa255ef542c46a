import * as v from 'valibot'
import { isPublic } from '../scenes/scene.ts'
import type { Scene } from '../scenes/scene.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { line } from '../shared/schema.ts'
import { addDays, endOfDate, isWorkingDay } from '../shared/time.ts'

export const questionCharactersMax = 300
export const answerCharactersMax = 600

/** What one company may ask of one scene. */
export const questionsMax = 20

const closeWorkingDays = 5
const answerDays = 2

export const QuestionText = v.strictObject({ text: line(questionCharactersMax) })
export const AnswerText = v.strictObject({ answer: line(answerCharactersMax) })

/** Everybody sees question and answer, nobody who asked. */
export type Question = {
  id: string
  sceneId: string
  seq: number
  askerOrgId: string
  askedBy: string
  text: string
  askedAt: Date
  answer: string | null
  answeredBy: string | null
  answeredAt: Date | null
}

/** Until when may be asked, and until when answered; without a deadline the scene takes no questions. */
export type QuestionTimes = { asksUntil: Date; answersUntil: Date }

type Timed = Pick<Scene, 'content'>

export function timesOf({ content }: Timed, zone: string): QuestionTimes | undefined {
  const { deadline, questionsClose } = content
  if (deadline === undefined) return undefined
  return {
    asksUntil: endOfDate(zone, questionsClose ?? workingDaysBefore(deadline, closeWorkingDays)),
    answersUntil: endOfDate(zone, addDays(deadline, -answerDays)),
  }
}

type Opened = Timed & Pick<Scene, 'status' | 'deadlineAt' | 'opensAt'>

export function mayAsk(scene: Opened, zone: string, now: Date): Outcome<null> {
  return isInTime(scene, timesOf(scene, zone)?.asksUntil, now) ? done(null) : refuse('question.too_late')
}

/** What came in before the questions closed may be answered a while longer. */
export function mayAnswer(scene: Opened, zone: string, now: Date): Outcome<null> {
  return isInTime(scene, timesOf(scene, zone)?.answersUntil, now) ? done(null) : refuse('question.too_late')
}

function isInTime(scene: Opened, until: Date | undefined, now: Date): boolean {
  return until !== undefined && now < until && scene.status === 'published' && isPublic(scene, now)
}

function workingDaysBefore(date: string, days: number): string {
  let found = date
  for (let left = days; left > 0;) {
    found = addDays(found, -1)
    if (isWorkingDay(found)) left -= 1
  }
  return found
}

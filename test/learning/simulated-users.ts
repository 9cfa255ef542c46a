import { partNames } from '../../src/learning/question.ts'
import type { Question, Shown } from '../../src/learning/question.ts'
import { scoreOf } from '../../src/learning/question.ts'
import { examination } from '../../src/matching/propensity.ts'
import { mulberry32 } from '../../src/shared/random.ts'

/** A pair with what the readers really think of it. */
export type TruePair = Omit<Shown, 'gain' | 'weight'> & { grade: number }
export type TrueQuestion = { id: string; unit: string; pairs: TruePair[] }

/** A market in which what people want is the parts under hidden weights, with some noise. */
export function hiddenMarket(
  hidden: readonly number[],
  { seed, units, each = 4, pairs = 24 }: { seed: number; units: number; each?: number; pairs?: number },
): TrueQuestion[] {
  const random = mulberry32(seed)
  return Array.from({ length: units * each }, (_, index) => {
    const made = Array.from({ length: pairs }, (_value, pair) => {
      const common = random()
      const parts = partNames.map(() => 0.25 * (0.4 * common + 0.6 * random()))
      return { id: `${index}-${pair}`, parts, rest: 0.01 * (random() - 0.5) }
    })
    const wanted = made.toSorted((a, b) => scoreOf(b, hidden) - scoreOf(a, hidden)).map(({ id }) => id)
    const graded = made.map((pair) => ({ ...pair, grade: gradeAt(wanted.indexOf(pair.id)) }))
    return { id: `q${index}`, unit: `org${Math.floor(index / each)}`, pairs: graded }
  })
}

function gradeAt(place: number): number {
  if (place < 3) return 3
  return place < 8 ? 2 : 0
}

export type Habits = {
  seed: number
  /** The order in which pairs were shown. */
  shownBy: readonly number[]
  /** The chance of a save by grade, of what was looked at. */
  savedAt: (grade: number) => number
}

/** Who looks at a place with its chance, and saves of what they see what they like. */
export function clicksOn(questions: readonly TrueQuestion[], { seed, shownBy, savedAt }: Habits): Question[] {
  const random = mulberry32(seed)
  return questions.map(({ id, unit, pairs }) => ({
    id,
    unit,
    shown: pairs
      .toSorted((a, b) => scoreOf(b, shownBy) - scoreOf(a, shownBy))
      .map(({ grade, ...pair }, index) => {
        const chance = examination(index + 1)
        const isSaved = random() < chance && random() < savedAt(grade)
        return { ...pair, gain: isSaved ? 3 : 0, weight: 1 / chance }
      }),
  }))
}

/** The same questions as the readers really grade them. */
export function trueQuestions(questions: readonly TrueQuestion[]): Question[] {
  return questions.map(({ id, unit, pairs }) => ({
    id,
    unit,
    shown: pairs.map(({ grade, ...pair }) => ({ ...pair, gain: 2 ** grade - 1, weight: 1 })),
  }))
}

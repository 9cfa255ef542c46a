import type { Filter, SearchDocument } from '../ports.ts'

type Valued = Pick<SearchDocument, 'keywords' | 'numbers'>

/** Whether the document passes every filter; a value that is not there passes none. */
export function passes(document: Valued, filters: readonly Filter[]): boolean {
  return filters.every((filter) => passesOne(document, filter))
}

function passesOne(document: Valued, filter: Filter): boolean {
  if ('or' in filter) return filter.or.some((inner) => passesOne(document, inner))
  if ('not' in filter) return !passesOne(document, filter.not)
  if ('anyOf' in filter) return document.keywords[filter.field]?.some((value) => filter.anyOf.includes(value)) ?? false
  const value = document.numbers[filter.field]
  return (
    value !== undefined && value >= (filter.min ?? Number.NEGATIVE_INFINITY) && value <= (filter.max ?? Number.POSITIVE_INFINITY)
  )
}

const [unknown, isOut, isIn] = [0, 1, 2]

/** Filters that most rankings of a market share. */
const filtersKept = 4

/** Which slots pass which filters: looked up once for each, and again when what stands there changed. */
export class SlotFilters {
  readonly #documentAt: (slot: number) => Valued | undefined
  readonly #kept: { filters: string; answers: Uint8Array }[] = []

  constructor(documentAt: (slot: number) => Valued | undefined) {
    this.#documentAt = documentAt
  }

  forget(slot: number): void {
    for (const { answers } of this.#kept) if (slot < answers.length) answers[slot] = unknown
  }

  /** For slots below `slots`. */
  passing(filters: readonly Filter[], slots: number): (slot: number) => boolean {
    const answers = this.#answersTo(JSON.stringify(filters), slots)
    return (slot) => {
      if (answers[slot] === unknown) answers[slot] = this.#passes(slot, filters) ? isIn : isOut
      return answers[slot] === isIn
    }
  }

  #passes(slot: number, filters: readonly Filter[]): boolean {
    const document = this.#documentAt(slot)
    return document !== undefined && passes(document, filters)
  }

  #answersTo(filters: string, slots: number): Uint8Array {
    const at = this.#kept.findIndex((kept) => kept.filters === filters)
    const known = at < 0 ? undefined : this.#kept.splice(at, 1)[0]!.answers
    const answers = known !== undefined && known.length >= slots ? known : new Uint8Array(Math.ceil(slots * 1.25))
    this.#kept.unshift({ filters, answers })
    this.#kept.length = Math.min(this.#kept.length, filtersKept)
    return answers
  }
}

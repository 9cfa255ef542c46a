import { domains } from '../shared/taxonomy.ts'
import { normalise } from '../shared/text.ts'
import { amountIn } from './query-money.ts'
import { rulesFor } from './query-rules.ts'
import type { QueryKind } from './query-rules.ts'

/** What of a query was taken for a condition: the words that say it, and the values or bounds they say. */
export type Understood = { field: string; text: string; values: string[]; min?: number; max?: number }

export type ParsedQuery = { rest: string; understood: Understood[] }

export type ParseOptions = {
  /** Fields whose words are left as words. */
  literal?: readonly string[]
  /** Names in the query that mean somebody and nothing else. */
  names?: readonly string[]
}

/** The field that an amount of money bounds. */
const moneyField = { scene: 'budget_max_fen', company: 'min_price_fen' } as const

/** Stands where something was taken out of the query. */
const taken = '\u0000'

/**
 * Takes out of a query what says a condition; the rest are words to look for. Nothing is dropped: whoever applies
 * `understood` shows it. Where nothing is understood the query stays as it is.
 */
export function parseQuery(query: string, kind: QueryKind, { literal = [], names = [] }: ParseOptions = {}): ParsedQuery {
  const said = new Said(query, names, literal)
  const amount = amountIn(said.masked)
  if (amount !== undefined) {
    const { start, end, minFen: min, maxFen: max } = amount
    said.take(start, end, {
      field: moneyField[kind],
      values: [],
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    })
  }
  for (const { field, pattern, valuesOf } of rulesFor(kind)) {
    for (const match of said.masked.matchAll(pattern)) {
      said.take(match.index, match.index + match[0].length, { field, values: [...valuesOf(match[1]!)] })
    }
  }
  return said.parsed()
}

/** The query while parts of it are being taken out; normalising leaves every character in its place. */
class Said {
  readonly #query: string
  readonly #literal: readonly string[]
  /** Taken out, and looked for all the same. */
  readonly #words: string[] = []
  readonly #understood: Understood[] = []
  masked: string

  /** Names are hidden from the rules, not from the search. */
  constructor(query: string, names: readonly string[], literal: readonly string[]) {
    this.#query = query
    this.#literal = literal
    this.masked = normalise(query)
    const hidden = names.map(normalise).filter((name) => name !== '')
    for (const name of hidden.toSorted((a, b) => b.length - a.length)) {
      for (let at = this.masked.indexOf(name); at >= 0; at = this.masked.indexOf(name, at + name.length)) {
        this.masked = this.masked.slice(0, at) + hiddenLetter.repeat(name.length) + this.masked.slice(at + name.length)
      }
    }
  }

  take(start: number, end: number, { field, values, ...bounds }: Omit<Understood, 'text'>): void {
    if (this.masked.slice(start, end).includes(taken)) return
    const text = this.#query.slice(start, end).trim()
    this.masked = this.masked.slice(0, start) + taken.repeat(end - start) + this.masked.slice(end)
    if (this.#literal.includes(field)) {
      this.#words.push(text)
      return
    }
    const known = this.#understood.find((one) => one.field === field)
    if (known === undefined) this.#understood.push({ field, text, values, ...bounds })
    else Object.assign(known, { text: `${known.text} ${text}`, values: [...new Set([...known.values, ...values])] })
  }

  parsed(): ParsedQuery {
    const segments = [...this.masked.matchAll(segmentPattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    }))
    for (const segment of segments) {
      const core = this.#core(segment)
      const id = domainIds.get(this.masked.slice(core.start, core.end))
      if (id !== undefined) this.take(core.start, core.end, { field: 'domain', values: [id] })
    }
    if (this.#understood.length === 0) return { rest: this.#query, understood: [] }
    const left = segments.map((segment) => this.#core(segment)).map(({ start, end }) => this.#wordsIn(start, end))
    return { rest: [...left, ...this.#words].filter((words) => words !== '').join(' '), understood: this.#understood }
  }

  /** The segment without the small words that only tie it to what was taken out. */
  #core({ start, end }: { start: number; end: number }): { start: number; end: number } {
    const text = this.masked.slice(start, end)
    const lead = leading.exec(text)![0].length
    const tail = trailing.exec(text.slice(lead))?.[0].length ?? 0
    return { start: start + lead, end: end - tail }
  }

  #wordsIn(start: number, end: number): string {
    return Array.from({ length: end - start }, (_, index) =>
      this.masked[start + index] === taken ? ' ' : this.#query[start + index]!,
    )
      .join('')
      .replace(/\s+/gu, ' ')
      .trim()
  }
}

/** A letter of a script that no rule knows. */
const hiddenLetter = 'ꀀ'

/** Between marks of punctuation, or spaces beside Chinese characters; English words stay together. */
const segmentPattern =
  /(?:[^\s\u0000，,；;、/|。]|(?<![\p{Script=Han}\s\u0000，,；;、/|。])\s(?![\p{Script=Han}\s\u0000，,；;、/|。]))+/gu

const leading = /^(?:(?:的|里|在|位于|和|与|且|及|做|找|需要?)+|(?:in|for|and|with|at|of|the|from)(?![\p{L}\p{N}])\s*)*/u
const trailing =
  /(?:\s*(?:的|场景|企业|公司|项目|领域|行业|方向|\b(?:in|for|and|with|at|of|the|scenes?|compan(?:y|ies)|projects?|sector|domain)))+$/u

const domainIds = new Map(domains.flatMap(({ id, zh, en }) => [[zh, id] as const, [en.toLowerCase(), id] as const]))

import { Uscc } from '../accounts/uscc.ts'
import { normalise } from '../shared/text.ts'
import * as v from 'valibot'

/** A code typed into a search, and where it stands there. */
export type Code = { kind: 'ref' | 'uscc'; code: string; text: string; rest: string }

const refPattern = /(?<![a-z0-9-])[a-z]{1,8}-\d{4}-[a-z]{2,4}-\d{4,}(?![a-z0-9-])/u
const usccPattern = /(?<![a-z0-9])[0-9a-hj-npqrtuwxy]{18}(?![a-z0-9])/u

/** The number of a scene, or a 统一社会信用代码 that checks, in capitals and half width; what else was typed is `rest`. */
export function codeIn(query: string): Code | undefined {
  const plain = normalise(query)
  for (const [kind, pattern] of [
    ['ref', refPattern],
    ['uscc', usccPattern],
  ] as const) {
    const match = pattern.exec(plain)
    const code = match?.[0].toUpperCase()
    if (code === undefined || (kind === 'uscc' && !v.is(Uscc, code))) continue
    const end = match!.index + code.length
    const rest = `${query.slice(0, match!.index)} ${query.slice(end)}`.replace(/\s+/gu, ' ').trim()
    return { kind, code, text: query.slice(match!.index, end), rest }
  }
  return undefined
}

import { snakeKey } from '../shared/wire.ts'

export const severities = [
  { id: 'BLOCKER', zh: '必须修改', en: 'Must be fixed' },
  { id: 'MAJOR', zh: '应当修改', en: 'Should be fixed' },
  { id: 'MINOR', zh: '建议修改', en: 'Could be better' },
] as const

export type Severity = (typeof severities)[number]['id']

/** What is wrong with a field and what to do about it; `field` is the path on the wire, such as essential[2]. */
export type Finding = { rule: string; severity: Severity; field: string; zh: string; en: string; pointsLost: number }

export function finding(rule: string, severity: Severity, field: string, pointsLost: number, zh: string, en: string): Finding {
  return { rule, severity, field: snakeKey(field), zh, en, pointsLost }
}

/** The finding, where what it says is so. */
export function lose(isLost: boolean, found: Finding): Finding[] {
  return isLost ? [found] : []
}

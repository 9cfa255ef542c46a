import { usccCheckCharacter } from '../accounts/uscc.ts'

/** The first two characters, by who registers such an organisation: 11 机关, 12 事业单位, 91 企业. */
const registrars: Record<string, string> = { department: '11', district_office: '11', institution: '12', laboratory: '12' }

const xuhui = '310104'

/** A social credit code that checks and belongs to nobody: no register gives out EXMPL. */
export function exampleUscc(kind: string, number: number): string {
  const body = `${registrars[kind] ?? '91'}${xuhui}EXMPL${String(number).padStart(4, '0')}`
  return body + usccCheckCharacter(body)
}

import * as v from 'valibot'

/** GB 32100-2015: digits and capitals, without I, O, S, V, Z, which are read as digits. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const bodyLength = 17

/** 统一社会信用代码, in capitals, its check character verified. */
export const Uscc = v.pipe(
  v.string(),
  v.trim(),
  v.toUpperCase(),
  v.regex(/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/u, 'is not a social credit code of 18 characters'),
  v.check((code) => code.endsWith(usccCheckCharacter(code.slice(0, bodyLength))), 'its check character does not fit'),
)

/** The 18th character for the first 17: weights are the powers of 3 modulo 31. */
export function usccCheckCharacter(body: string): string {
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % alphabet.length
  }
  return alphabet[(alphabet.length - (sum % alphabet.length)) % alphabet.length]!
}

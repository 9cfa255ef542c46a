import * as v from 'valibot'
import { line } from '../shared/schema.ts'

export const passwordLengthMin = 8
export const passwordLengthMax = 128
const emailLengthMax = 254

export const Email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.maxLength(emailLengthMax),
  v.email('is not an e-mail address'),
)

const lengthMessage = `must have ${passwordLengthMin} to ${passwordLengthMax} characters`
export const Password = v.pipe(
  v.string(),
  v.minLength(passwordLengthMin, lengthMessage),
  v.maxLength(passwordLengthMax, lengthMessage),
)

export const NewPerson = v.strictObject({ name: line(40), email: Email, password: Password })
export type NewPerson = v.InferOutput<typeof NewPerson>

/** Nothing is asked of the password's shape: what was accepted once must stay accepted. */
export const SignIn = v.strictObject({ email: Email, password: v.pipe(v.string(), v.maxLength(passwordLengthMax)) })
export type SignIn = v.InferOutput<typeof SignIn>

export const PasswordChange = v.strictObject({ current: v.pipe(v.string(), v.maxLength(passwordLengthMax)), next: Password })
export type PasswordChange = v.InferOutput<typeof PasswordChange>

export const keysPerPersonMax = 20

export const NewKey = v.strictObject({ name: line(60) })

export const signInFailuresMax = 10
export const signInWindowMinutes = 15

export const temporaryPasswordHours = 24

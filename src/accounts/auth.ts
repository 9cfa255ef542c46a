import { apiKey, defaultKeyHasher } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { Kysely } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { AuthPort, KeyOwner } from '../ports.ts'
import { hashPassword, scryptCost, verifyPassword } from './password.ts'
import type { ScryptCost } from './password.ts'
import { passwordLengthMax } from './person.ts'

export type AuthOptions = { db: Kysely<Database>; secret: string; baseUrl: string; cost?: ScryptCost }

/** Sign-in, its cookies and the API keys, by better-auth over our own tables. */
export function createAuth(options: AuthOptions): AuthPort {
  const auth = configure(options)
  return {
    signIn: (headers, email, password) => signIn(auth, headers, email, password),
    signOut: async (headers) => (await auth.api.signOut({ headers, returnHeaders: true })).headers.getSetCookie(),
    personOf: async (headers) => (await auth.api.getSession({ headers }))?.user.id,
    keyOwner: (key) => keyOwner(auth, key),
    hashKey: defaultKeyHasher,
    hashPassword: (password) => hashPassword(password, options.cost ?? scryptCost),
    verifyPassword,
  }
}

type Auth = ReturnType<typeof configure>

export const loginLengthDays = 7
export const keyNameLengthMax = 60

function configure({ db, secret, baseUrl, cost }: AuthOptions) {
  return betterAuth({
    appName: 'Duijie',
    database: { db, type: 'postgres' },
    secret,
    baseURL: baseUrl,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    user: { modelName: 'person' },
    session: {
      modelName: 'login',
      fields: { userId: 'personId' },
      expiresIn: loginLengthDays * 86_400,
      // A login is not prolonged by use, so that reading a page never writes.
      disableSessionRefresh: true,
    },
    account: { modelName: 'credential', fields: { userId: 'personId' } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: passwordLengthMax,
      password: {
        hash: (password) => hashPassword(password, cost ?? scryptCost),
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    // sign-in.ts counts failures in the database, which every process and the edge see alike.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'duijie',
      cookies: { session_token: { name: 'duijie_login' } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      apiKey({
        schema: { apikey: { modelName: 'apiKey' } },
        enableMetadata: true,
        maximumNameLength: keyNameLengthMax,
        rateLimit: { enabled: false },
      }),
    ],
  })
}

async function signIn(auth: Auth, headers: Headers, email: string, password: string) {
  try {
    const signedIn = await auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true })
    return { personId: signedIn.response.user.id, cookies: signedIn.headers.getSetCookie() }
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return undefined
    throw error
  }
}

async function keyOwner(auth: Auth, key: string): Promise<KeyOwner | undefined> {
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
  if (!valid || found === null) return undefined
  const orgId: unknown = found.metadata?.['orgId']
  return { personId: found.referenceId, orgId: typeof orgId === 'string' ? orgId : null }
}

import { apiKey, defaultKeyHasher } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import type { Kysely } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { AuthPort, KeyOwner, Log } from '../ports.ts'
import { isStoredKey } from './key-store.ts'
import { hashPassword, scryptCost, verifyPassword } from './password.ts'
import type { ScryptCost } from './password.ts'
import { passwordLengthMax } from './person.ts'

export type AuthOptions = { db: Kysely<Database>; secret: string; baseUrl: string; cost?: ScryptCost; log?: Log }

/** Sign-in, its cookies and the API keys, by better-auth over our own tables. */
export function createAuth(options: AuthOptions): AuthPort {
  const auth = configure(options)
  return {
    signIn: (headers, email, password) => signIn(auth, headers, email, password),
    signOut: async (headers) => (await auth.api.signOut({ headers, returnHeaders: true })).headers.getSetCookie(),
    personOf: async (headers) => (await auth.api.getSession({ headers }))?.user.id,
    keyOwner: (key) => keyOwner(auth, options.db, key),
    hashKey: defaultKeyHasher,
    hashPassword: (password) => hashPassword(password, options.cost ?? scryptCost),
    verifyPassword,
  }
}

type Auth = ReturnType<typeof configure>

export const loginLengthDays = 7
export const keyNameLengthMax = 60

function configure({ db, secret, baseUrl, cost, log }: AuthOptions) {
  return betterAuth({
    appName: 'Duijie',
    database: { db, type: 'postgres' },
    secret,
    baseURL: baseUrl,
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message, ...details) => report(log, message, details) },
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

/** The plugin calls a fault an invalid key, which it must not look like. */
async function keyOwner(auth: Auth, db: Kysely<Database>, key: string): Promise<KeyOwner | undefined> {
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
  if (valid && found !== null) return { personId: found.referenceId, orgId: orgIdIn(found.metadata) }
  if (await isStoredKey(db, await defaultKeyHasher(key))) throw new Error('A key that is stored could not be verified')
  return undefined
}

function orgIdIn(metadata: Record<string, unknown> | null): string | null {
  const orgId = metadata?.['orgId']
  return typeof orgId === 'string' ? orgId : null
}

/** A refusal is no error to be told of. */
function report(log: Log | undefined, message: string, details: readonly unknown[]): void {
  if (details.some((detail) => detail instanceof APIError && detail.statusCode < 500)) return
  log?.('error', 'auth.fault', { message, error: details[0] })
}

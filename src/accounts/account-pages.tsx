import { Hono } from 'hono'
import type { Env } from '../web/http.ts'
import { accountPage } from './account-page.tsx'
import { foundOfficePage } from './found-office-page.tsx'
import { officePages } from './office-page.tsx'
import { registerPages } from './register-page.tsx'
import { signInPages } from './sign-in-page.tsx'

/** Signing in, registering and joining, one's account, and the office's organisations. */
export const accountPages = new Hono<Env>()

accountPages.route('/', signInPages)
accountPages.route('/', registerPages)
accountPages.route('/', foundOfficePage)
accountPages.route('/', accountPage)
accountPages.route('/', officePages)

import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import { readScene } from '../scenes/scene-request.ts'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { readCompany, renderCompanyPage } from './company-page.tsx'
import { markMatch, unmarkMatch } from './mark-match.ts'
import type { MarkInput } from './mark-match.ts'
import { previewPages } from './preview-page.tsx'
import { explainMatch } from './explain-match.ts'
import { renderScenePage } from './scene-page.tsx'
import { WhyPage } from './why-page.tsx'

/** A scene with the companies that fit it, a company with its opportunities, and one pair explained. */
export const matchPages = new Hono<Env>()

matchPages.get(
  '/scenes/:id',
  about({ action: 'public.read', summary: 'A scene, and who fits it for those who may know' }),
  async (c) => c.html(await renderScenePage(c, await readScene(c))),
)

matchPages.get(
  '/companies/:id',
  about({ action: 'public.read', summary: 'A company, and its opportunities for those who may know' }),
  async (c) => c.html(await renderCompanyPage(c, await readCompany(c))),
)

matchPages.get(
  '/companies/:id/why/:scene',
  about({ action: 'match.read_company', summary: 'Why this company, or why not' }),
  async (c) => {
    const ids = { companyId: pathId(c, 'company.not_found'), sceneId: pathId(c, 'scene.not_found', 'scene') }
    if (c.get('actor').kind === 'public') unwrap(refuse('login.required'))
    const match = await explainMatch(c.get('ports'), c.get('actor'), ids.sceneId, ids.companyId)
    return c.html(await WhyPage({ c, match, ids }))
  },
)

matchPages.post(
  '/scenes/:id/marks/:company',
  about({ action: 'match.mark_company', summary: 'Save or dismiss a company for a scene' }),
  async (c) => {
    const input: MarkInput = {
      side: 'scene',
      sceneId: pathId(c, 'scene.not_found'),
      companyId: pathId(c, 'company.not_found', 'company'),
    }
    const refusal = await mark(c, input)
    if (refusal === undefined) return redirectWith(c, `/scenes/${input.sceneId}#company-${input.companyId}-title`, 'matchMarked')
    return c.html(await renderScenePage(c, await readScene(c), refusal), refusals[refusal.code].status)
  },
)

matchPages.post(
  '/companies/:id/marks/:scene',
  about({ action: 'match.mark_scene', summary: 'Save or dismiss a scene for a company' }),
  async (c) => {
    const input: MarkInput = {
      side: 'company',
      companyId: pathId(c, 'company.not_found'),
      sceneId: pathId(c, 'scene.not_found', 'scene'),
    }
    const refusal = await mark(c, input)
    if (refusal === undefined) return redirectWith(c, `/companies/${input.companyId}#scene-${input.sceneId}-title`, 'matchMarked')
    return c.html(await renderCompanyPage(c, await readCompany(c), refusal), refusals[refusal.code].status)
  },
)

matchPages.route('/', previewPages)

const MarkForm = v.object({ kind: v.picklist(['saved', 'dismissed', 'none']), reason: v.optional(text(300)) })

async function mark(c: C, input: MarkInput): Promise<Refusal | undefined> {
  const ports = c.get('ports')
  const form = await readForm(c)
  const attempted = await attempt(async () => {
    const { kind, reason } = validated(MarkForm, form)
    return kind === 'none'
      ? unmarkMatch(ports, c.get('actor'), input)
      : markMatch(ports, c.get('actor'), input, { kind, reason: reason ?? null })
  })
  return 'refusal' in attempted ? attempted.refusal : undefined
}

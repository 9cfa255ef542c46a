import { Hono } from 'hono'
import * as v from 'valibot'
import { CompanyView, companyView } from '../companies/company-view.ts'
import { readScene } from '../scenes/scene-request.ts'
import { findZone } from '../scenes/scene-store.ts'
import { SceneView, sceneView } from '../scenes/scene-view.ts'
import { about, answer } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { readCompany } from './company-page.tsx'
import { relatedCompanies, relatedScenes } from './related.ts'

export const relatedApi = new Hono<Env>()

relatedApi.get(
  '/scenes/:id/related',
  about({
    action: 'public.read',
    summary: 'Open scenes like this one, at most ten and three of one organisation',
    answers: { 200: v.object({ items: v.array(SceneView) }) },
    refusals: ['scene.not_found'],
  }),
  async (c) => {
    const scenes = await relatedScenes(c.var.ports, c.var.actor, await readScene(c))
    const viewing = await viewingOf(c)
    return answer(c, { items: scenes.map((scene) => sceneView(scene, viewing)) })
  },
)

relatedApi.get(
  '/companies/:id/related',
  about({
    action: 'public.read',
    summary: 'Listed companies like this one, at most ten',
    answers: { 200: v.object({ items: v.array(CompanyView) }) },
    refusals: ['company.not_found'],
  }),
  async (c) => {
    const { id } = await readCompany(c)
    const viewing = await viewingOf(c)
    return answer(c, {
      items: (await relatedCompanies(c.var.ports, c.var.actor, id)).map((company) => companyView(company, viewing)),
    })
  },
)

async function viewingOf(c: C) {
  const { actor, ports } = c.var
  return { actor, now: ports.clock(), zone: await findZone(ports.db, actor.districtId) }
}

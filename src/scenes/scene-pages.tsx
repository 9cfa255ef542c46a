import { Hono } from 'hono'
import { permit } from '../accounts/permissions.ts'
import { attempt } from '../accounts/form.ts'
import { RefusedError, refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import { contentToForm } from '../web/form-content.ts'
import type { FormError } from '../web/form-content.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { formWords } from '../web/messages.ts'
import { isUuid } from '../web/request.ts'
import { sceneWords } from '../web/scene-words.ts'
import { amendScene } from './amend-scene.ts'
import { draftScene, editScene } from './draft-scene.ts'
import { ownScenesPage } from './own-scenes-page.tsx'
import { QualityPanel } from './quality-panel.tsx'
import { sceneFields } from './scene-content.ts'
import { judgeContent, judgeForm, readSceneForm, SceneFormPage } from './scene-form.tsx'
import type { SceneForm, SceneFormProps } from './scene-form.tsx'
import { readScene, sceneId } from './scene-request.ts'
import { sceneStepPages } from './scene-step-pages.tsx'
import { findScene } from './scene-store.ts'
import { sceneVersionsPage } from './scene-versions-page.tsx'
import type { StoredScene } from './scene-store.ts'

/** Writing scenes: the form, its drafts, the steps of a scene's life. */
export const scenePages = new Hono<Env>()

scenePages.route('/', ownScenesPage)

scenePages.get('/scenes/new', about({ action: 'scene.draft', summary: 'The form of a new scene' }), async (c) => {
  unwrap(permit(c.get('actor'), 'scene.draft'))
  const content = { lang: c.get('lang') }
  return c.html(
    <SceneFormPage c={c} kind="new" typed={contentToForm(sceneFields, content)} quality={await judgeContent(c, content)} />,
  )
})

scenePages.post('/scenes/new', about({ action: 'scene.draft', summary: 'Save a new scene as a draft' }), async (c) => {
  unwrap(permit(c.get('actor'), 'scene.draft'))
  const form = await readSceneForm(c)
  if (isStillWriting(form) || form.errors.length > 0) return showAgain(c, 'new', form)
  const attempted = await attempt(() => draftScene(c.get('ports'), c.get('actor'), form.patch, newIdIn(form.data)))
  if ('refusal' in attempted) return showAgain(c, 'new', form, undefined, attempted.refusal)
  return redirectWith(c, `/scenes/${attempted.value.id}`, 'sceneDrafted')
})

/** The id that the form was given; a form without one, or with a damaged one, gets another. */
function newIdIn(data: FormData): string | undefined {
  const id = data.get('newId')
  return typeof id === 'string' && isUuid(id) ? id : undefined
}

scenePages.post(
  '/scenes/quality-preview',
  about({ action: 'scene.draft', summary: 'The findings panel for a form as it stands' }),
  async (c) => {
    unwrap(permit(c.get('actor'), 'scene.draft'))
    const form = await readSceneForm(c)
    return c.html(
      <QualityPanel quality={await judgeForm(c, form, await sceneOfForm(c, form.data))} lang={c.get('lang')} formAt="" />,
    )
  },
)

scenePages.get('/scenes/:id/edit', about({ action: 'scene.edit', summary: 'The form of a draft' }), async (c) => {
  const scene = await readScene(c, 'scene.edit')
  return c.html(
    <SceneFormPage
      c={c}
      kind="edit"
      scene={scene}
      typed={contentToForm(sceneFields, scene.content)}
      quality={await judgeContent(c, scene.content, scene)}
    />,
  )
})

scenePages.post('/scenes/:id/edit', about({ action: 'scene.edit', summary: 'Save a draft' }), async (c) => {
  const scene = await readScene(c, 'scene.edit')
  const form = await readSceneForm(c)
  if (isStillWriting(form) || form.errors.length > 0) return showAgain(c, 'edit', form, scene)
  const attempted = await attempt(() => editScene(c.get('ports'), c.get('actor'), scene.id, versionIn(form.data), form.patch))
  if ('refusal' in attempted) return showAgain(c, 'edit', form, scene, attempted.refusal)
  return redirectWith(c, `/scenes/${scene.id}`, 'sceneSaved')
})

scenePages.post(
  '/scenes/:id/autosave',
  about({ action: 'scene.edit', summary: 'Save a draft while it is being written' }),
  async (c) => {
    const form = await readSceneForm(c)
    if (form.errors.length > 0) return c.json({ message: '' })
    const attempted = await attempt(() => editScene(c.get('ports'), c.get('actor'), sceneId(c), versionIn(form.data), form.patch))
    if ('value' in attempted) return c.json({ version: attempted.value.version, message: formWords.autosaved[c.get('lang')] })
    // Whoever writes at the same time is told, and decides when they save themselves.
    if (attempted.refusal.code !== 'request.precondition_failed') throw new RefusedError(attempted.refusal)
    return c.json({ message: refusals[attempted.refusal.code][c.get('lang')] })
  },
)

scenePages.get(
  '/scenes/:id/amendment',
  about({ action: 'scene.amend', summary: 'The form of a change to a published scene' }),
  async (c) => {
    const scene = await readScene(c, 'scene.amend')
    return c.html(
      <SceneFormPage
        c={c}
        kind="amend"
        scene={scene}
        typed={contentToForm(sceneFields, scene.content)}
        quality={await judgeContent(c, scene.content, scene)}
      />,
    )
  },
)

scenePages.post('/scenes/:id/amendment', about({ action: 'scene.amend', summary: 'Change a published scene' }), async (c) => {
  const scene = await readScene(c, 'scene.amend')
  const form = await readSceneForm(c)
  if (isStillWriting(form) || form.errors.length > 0) return showAgain(c, 'amend', form, scene)
  const reason = form.typed.get('amendReason')?.[0]?.trim() ?? ''
  const needsReason: FormError = { name: 'amendReason', text: sceneWords.amendNeedsReason[c.get('lang')] }
  const attempted = await attempt(() =>
    amendScene(c.get('ports'), c.get('actor'), scene.id, form.patch, reason, versionIn(form.data)),
  )
  if ('refusal' in attempted) {
    const isUnsaid = attempted.refusal.code === 'scene.needs_addendum' && reason === ''
    return showAgain(c, 'amend', isUnsaid ? { ...form, errors: [needsReason] } : form, scene, attempted.refusal)
  }
  return redirectWith(c, `/scenes/${scene.id}`, 'sceneAmended')
})

scenePages.route('/', sceneVersionsPage)
scenePages.route('/', sceneStepPages)

/** Another row, or a look at the quality: nothing is saved, and nothing typed is lost. */
function isStillWriting({ data }: { data: FormData }): boolean {
  return data.has('add') || data.has('check')
}

async function showAgain(
  c: C,
  kind: SceneFormProps['kind'],
  form: SceneForm & { data: FormData },
  scene?: StoredScene,
  refusal?: Refusal,
): Promise<Response> {
  const isAsked = isStillWriting(form)
  const errors = isAsked && form.data.has('add') ? [] : form.errors
  const note = refusal === undefined ? undefined : noteOn(c, refusal)
  const addedTo = form.data.get('add')
  // Whoever is told that it was changed meanwhile saves over it the next time, knowingly.
  const current =
    refusal?.code === 'request.precondition_failed' && scene !== undefined ? await findScene(c.get('ports').db, scene.id) : scene
  const typedScene = current === undefined || refusal !== undefined ? current : { ...current, version: versionIn(form.data) }
  const page = (
    <SceneFormPage
      c={c}
      kind={kind}
      scene={typedScene}
      typed={form.typed}
      errors={errors}
      note={note}
      quality={await judgeForm(c, form, scene)}
      addedTo={typeof addedTo === 'string' ? addedTo : undefined}
    />
  )
  return c.html(page, isAsked ? 200 : refusal === undefined ? 422 : refusals[refusal.code].status)
}

function noteOn(c: C, refusal: Refusal): string {
  const lang = c.get('lang')
  return refusal.code === 'request.precondition_failed' ? formWords.changedMeanwhile[lang] : refusals[refusal.code][lang]
}

function versionIn(data: FormData): number {
  const version = data.get('version')
  return typeof version === 'string' && /^\d{1,9}$/u.test(version) ? Number(version) : 0
}

/** The stored scene of the form, so that it is no duplicate of itself. */
async function sceneOfForm(c: C, data: FormData): Promise<StoredScene | undefined> {
  const id = data.get('id')
  const isId = typeof id === 'string' && /^[0-9a-f-]{36}$/iu.test(id)
  const scene = isId ? await findScene(c.get('ports').db, id) : undefined
  return scene?.orgId === c.get('actor').orgId ? scene : undefined
}

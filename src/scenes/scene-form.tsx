import { patched } from '../shared/schema.ts'
import { first, formToContent } from '../web/form-content.ts'
import type { FormError, Read, Typed } from '../web/form-content.ts'
import { ErrorSummary, FormChapters } from '../web/form-fields.tsx'
import { TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { formWords, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { recallSimilar } from './find-similar.ts'
import { judgeScene } from './judge-scene.ts'
import { QualityPanel } from './quality-panel.tsx'
import { sceneFields, ScenePatch } from './scene-content.ts'
import type { SceneContent } from './scene-content.ts'
import type { Quality } from './scene-quality.ts'
import type { StoredScene } from './scene-store.ts'

export type SceneForm = Read<ScenePatch>

export type SceneFormProps = {
  c: C
  kind: 'new' | 'edit' | 'amend'
  scene?: StoredScene | undefined
  typed: Typed
  errors?: readonly FormError[]
  quality: Quality
  note?: string | undefined
  addedTo?: string | undefined
}

export async function readSceneForm(c: C): Promise<SceneForm & { data: FormData }> {
  const data = await c.req.formData()
  return { ...formToContent(sceneFields, ScenePatch, data, c.get('lang')), data }
}

/** The quality of what was typed; a field that cannot be read yet counts as empty. */
export async function judgeForm(
  c: C,
  { patch, errors }: Pick<SceneForm, 'patch' | 'errors'>,
  scene?: StoredScene,
): Promise<Quality> {
  const unreadable = new Set(errors.map((error) => error.name.split('.')[0]))
  const readable = Object.fromEntries(Object.entries(patch).filter(([name]) => !unreadable.has(name))) as ScenePatch
  return judgeContent(c, patched<SceneContent>({}, readable), scene)
}

export async function judgeContent(c: C, content: SceneContent, scene?: StoredScene): Promise<Quality> {
  const ports = c.get('ports')
  const actor = c.get('actor')
  const compared = {
    districtId: actor.districtId,
    content,
    ...(scene === undefined ? {} : { id: scene.id, duplicatesAnswered: scene.duplicatesAnswered, overrides: scene.overrides }),
  }
  const publishedAt = scene?.publishedAt ?? null
  return judgeScene(ports.db, actor, compared, {
    now: publishedAt ?? ports.clock(),
    zone: c.get('district').timeZone,
    step: 'draft',
    recalled: await recallSimilar(ports, content),
    deadlineStanding: publishedAt === null ? undefined : scene?.content.deadline,
  })
}

/** The form of a scene, its findings beside it. */
export function SceneFormPage({ c, kind, scene, typed, errors = [], quality, note, addedTo }: SceneFormProps) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  const title = { new: t.newTitle, edit: t.editTitle, amend: t.amendTitle }[kind]
  return (
    <Layout c={c} title={title} example={scene?.isExample === true}>
      <h1>{title}</h1>
      <p class="lead">{kind === 'amend' ? t.amendLead : t.newLead}</p>
      <ErrorSummary errors={errors} lang={lang} note={note} />
      <div class="split">
        <form method="post" data-preview="/scenes/quality-preview" {...autosave(kind, scene)}>
          <Csrf c={c} />
          {scene !== undefined && <input type="hidden" name="id" value={scene.id} />}
          {kind === 'new' && <input type="hidden" name="newId" value={first(typed, 'newId') || c.get('ports').ids()} />}
          {scene !== undefined && <input type="hidden" name="version" value={String(scene.version)} />}
          <button class="visually-hidden" type="submit" tabindex={-1} aria-hidden="true">
            {formWords.save[lang]}
          </button>
          <FormChapters fields={sceneFields} state={{ typed, errors, lang, addedTo }} />
          {kind === 'amend' && (
            <TextField id="amendReason" label={t.amendReason} value={typed.get('amendReason')?.[0] ?? ''} rows={3} />
          )}
          <Buttons kind={kind} scene={scene} lang={lang} />
        </form>
        <aside class="beside panel" id="findings" aria-label={t.quality}>
          <QualityPanel quality={quality} lang={lang} formAt="" />
        </aside>
      </div>
    </Layout>
  )
}

function Buttons({ kind, scene, lang }: Pick<SceneFormProps, 'kind' | 'scene'> & { lang: 'zh' | 'en' }) {
  const t = inLang(formWords, lang)
  return (
    <div class="buttons">
      <button type="submit">{kind === 'amend' ? sceneWords.publishAddendum[lang] : t.save}</button>
      <button class="quiet" type="submit" name="check" value="quality">
        {t.check}
      </button>
      <a href={scene === undefined ? '/my/scenes' : `/scenes/${scene.id}`}>{t.cancel}</a>
      <span id="autosaved" class="quiet-text" role="status" />
    </div>
  )
}

function autosave(kind: SceneFormProps['kind'], scene: StoredScene | undefined) {
  return kind === 'edit' && scene !== undefined ? { 'data-autosave': `/scenes/${scene.id}/autosave` } : {}
}

import { Hono } from 'hono'
import { permit } from '../accounts/permissions.ts'
import { pageLimitDefault } from '../shared/page.ts'
import { unwrap } from '../shared/refusal.ts'
import { dateOf, ExampleTag, NextPage, Tag } from '../web/components.tsx'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { afterId, pageOf } from '../web/request.ts'
import { sceneWords } from '../web/scene-words.ts'
import { titleOf } from './scene-article.tsx'
import { countScenes, listScenes } from './scene-store.ts'
import type { SceneFilter, StoredScene } from './scene-store.ts'
import { sceneStatuses, statusAt } from './scene.ts'

/** Every scene of one's own organisation, whatever its state. */
export const ownScenesPage = new Hono<Env>()

ownScenesPage.get('/my/scenes', about({ action: 'scene.draft', summary: 'The scenes of your organisation' }), async (c) => {
  const actor = c.get('actor')
  unwrap(permit(actor, 'scene.draft'))
  const { db, clock } = c.get('ports')
  const filter: SceneFilter = {
    districtId: actor.districtId,
    sees: { orgId: actor.orgId },
    now: clock(),
    ofOrg: actor.orgId ?? undefined,
  }
  const rows = await listScenes(db, filter, afterId(c.req.query('cursor')), pageLimitDefault + 1)
  const page = pageOf(rows, pageLimitDefault, await countScenes(db, filter))
  return c.html(<OwnScenes c={c} scenes={page.items} nextCursor={page.nextCursor} />)
})

function OwnScenes({ c, scenes, nextCursor }: { c: C; scenes: readonly StoredScene[]; nextCursor: string | null }) {
  const t = inLang(sceneWords, c.get('lang'))
  return (
    <Layout c={c} title={t.ownTitle} example={scenes.some((scene) => scene.isExample)}>
      <h1>{t.ownTitle}</h1>
      <p class="buttons">
        <a class="button" href="/scenes/new">
          {t.begin}
        </a>
      </p>
      {scenes.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <ul class="list">
          {scenes.map((scene) => (
            <OwnScene c={c} scene={scene} />
          ))}
        </ul>
      )}
      <NextPage c={c} cursor={nextCursor} />
    </Layout>
  )
}

function OwnScene({ c, scene }: { c: C; scene: StoredScene }) {
  const lang = c.get('lang')
  const status = statusAt(scene, c.get('ports').clock())
  return (
    <li>
      <h3>
        <a href={`/scenes/${scene.id}`}>{titleOf(scene.content, lang)}</a>
      </h3>
      <ul class="meta">
        <li>
          <Tag>{labelOf(sceneStatuses, status, lang)}</Tag>
        </li>
        {scene.ref !== null && <li>{scene.ref}</li>}
        <li>{fill(sceneWords.updated[lang], { date: dateOf(c, scene.updatedAt) })}</li>
        <li>
          <ExampleTag isExample={scene.isExample} lang={lang} />
        </li>
      </ul>
    </li>
  )
}

import { Hono } from 'hono'
import * as v from 'valibot'
import { findPerson } from '../accounts/person-store.ts'
import { momentOf } from '../web/components.tsx'
import { about, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { versionWords } from '../web/scene-words.ts'
import { ChangeTable } from './scene-article-parts.tsx'
import { titleOf } from './scene-article.tsx'
import { diffOf } from './scene-amendment.ts'
import { findContentAt, listVersions } from './scene-history-store.ts'
import { readScene } from './scene-request.ts'
import type { StoredScene } from './scene-store.ts'

const version = v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number)))
const Query = v.object({ from: version, to: version })

/** The saved versions of a scene, and what differs between two of them. */
export const sceneVersionsPage = new Hono<Env>()

sceneVersionsPage.get(
  '/scenes/:id/versions',
  about({ action: 'scene.read_own', summary: 'Saved versions and their differences, to read' }),
  queryOf(Query),
  async (c) => {
    const scene = await readScene(c, 'scene.read_own')
    const { db } = c.get('ports')
    const saved = await listVersions(db, scene.id)
    const { to = saved[0]?.version ?? scene.version, from = saved.find((one) => one.version < to)?.version ?? to } =
      c.req.valid('query')
    const [before, after] = await Promise.all([findContentAt(db, scene.id, from), findContentAt(db, scene.id, to)])
    const names = new Map<string, string>()
    for (const id of new Set(saved.map((one) => one.savedBy))) names.set(id, (await findPerson(db, id))?.name ?? '—')
    const shown = saved.map((one) => ({ ...one, savedBy: names.get(one.savedBy) ?? '—' }))
    return c.html(
      <VersionsPage c={c} scene={scene} saved={shown} range={[from, to]} changes={diffOf(before ?? {}, after ?? {})} />,
    )
  },
)

type Saved = Awaited<ReturnType<typeof listVersions>>

type VersionsProps = { c: C; scene: StoredScene; saved: Saved; range: [number, number]; changes: ReturnType<typeof diffOf> }

function VersionsPage({ c, scene, saved, range: [from, to], changes }: VersionsProps) {
  const lang = c.get('lang')
  const t = inLang(versionWords, lang)
  return (
    <Layout c={c} title={t.title} example={scene.isExample}>
      <p>
        <a href={`/scenes/${scene.id}`}>{titleOf(scene.content, lang)}</a>
      </p>
      <h1>{t.title}</h1>
      {saved.length < 2 && <p>{t.only}</p>}
      <form method="get" class="search-box" hidden={saved.length < 2}>
        <VersionChoice c={c} name="from" label={t.from} saved={saved} value={from} />
        <VersionChoice c={c} name="to" label={t.to} saved={saved} value={to} />
        <p class="buttons">
          <button type="submit" class="quiet">
            {t.compare}
          </button>
        </p>
      </form>
      {from !== to && <h2>{fill(t.difference, { from, to })}</h2>}
      {from !== to && (changes.length === 0 ? <p>{t.same}</p> : <ChangeTable changes={changes} lang={lang} />)}
    </Layout>
  )
}

type VersionChoiceProps = { c: C; name: 'from' | 'to'; label: string; saved: Saved; value: number }

function VersionChoice({ c, name, label, saved, value }: VersionChoiceProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {saved.map((one) => (
          <option value={String(one.version)} selected={one.version === value}>
            {fill(versionWords.version[c.get('lang')], { n: one.version, at: momentOf(c, one.savedAt), by: one.savedBy })}
          </option>
        ))}
      </select>
    </div>
  )
}

import { Hono } from 'hono'
import { searchCompanies, searchScenes } from '../search/search.ts'
import type { SearchQuery } from '../search/search.ts'
import { SceneListItem } from '../scenes/scene-list-item.tsx'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { Part } from '../shared/fault.ts'
import { domains } from '../shared/taxonomy.ts'
import { auditPages } from './audit-pages.tsx'
import { DegradedNote } from './components.tsx'
import { homeWords } from './home-words.ts'
import { about } from './http.ts'
import type { C, Env } from './http.ts'
import { Layout } from './layout.tsx'
import { fill, inLang } from './messages.ts'
import { reviewPages } from './review-pages.tsx'
import { searchPages } from './search-pages.tsx'

const listedMax = 5

/** The way in: home, the two searches, the review queue. */
export const homePages = new Hono<Env>()

homePages.get('/', about({ action: 'public.read', summary: 'Home' }), async (c) => {
  const [ports, actor] = [c.get('ports'), c.get('actor')]
  const every = (sort: SearchQuery['sort'], limit: number): SearchQuery => ({ q: '', filters: {}, sort, limit })
  const [newest, closing, companies] = await Promise.all([
    searchScenes(ports, actor, every('newest', listedMax)),
    searchScenes(ports, actor, every('deadline', listedMax)),
    searchCompanies(ports, actor, every('newest', 1)),
  ])
  const facts = {
    newest: newest.items,
    closing: closing.items,
    scenesTotal: newest.total,
    companiesTotal: companies.total,
    domains: newest.facets['domain'] ?? [],
    degraded: [...new Set([newest, closing, companies].flatMap((page) => page.degraded))],
  }
  return c.html(<HomePage c={c} facts={facts} />)
})

homePages.route('/', searchPages)
homePages.route('/', reviewPages)
homePages.route('/', auditPages)

type HomeFacts = {
  newest: StoredScene[]
  closing: StoredScene[]
  scenesTotal: number
  companiesTotal: number
  domains: { value: string; count: number }[]
  degraded: Part[]
}

function HomePage({ c, facts }: { c: C; facts: HomeFacts }) {
  const lang = c.get('lang')
  const t = inLang(homeWords, lang)
  return (
    <Layout c={c} title={t.title} example={facts.newest.some((scene) => scene.isExample)}>
      <div class="hero">
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <p class="buttons">
          <a class="button" href="/scenes/new">
            {t.publish}
          </a>{' '}
          <a class="button quiet" href="/my/company">
            {t.supply}
          </a>
        </p>
        <p class="quiet-text">{fill(t.figures, { scenes: facts.scenesTotal, companies: facts.companiesTotal })}</p>
      </div>
      <DegradedNote degraded={facts.degraded} lang={lang} />
      <div class="halves">
        <SceneList c={c} title={t.newest} scenes={facts.newest} />
        <SceneList c={c} title={t.closing} scenes={facts.closing} />
      </div>
      <p>
        <a href="/scenes">{t.allScenes}</a>
      </p>
      <section>
        <h2>{t.domains}</h2>
        <ul class="domains">
          {domains.map((domain) => (
            <li>
              <a href={`/scenes?domain=${domain.id}`}>
                {domain[lang]}{' '}
                <span class="quiet-text">{facts.domains.find((facet) => facet.value === domain.id)?.count ?? 0}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  )
}

function SceneList({ c, title, scenes }: { c: C; title: string; scenes: readonly StoredScene[] }) {
  return (
    <section>
      <h2>{title}</h2>
      {scenes.length === 0 ? (
        <p>{homeWords.noScenes[c.get('lang')]}</p>
      ) : (
        <ul class="list">
          {scenes.map((scene) => (
            <SceneListItem c={c} scene={scene} />
          ))}
        </ul>
      )}
    </section>
  )
}

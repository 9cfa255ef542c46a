import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { attempt } from '../accounts/form.ts'
import { CompanyListItem } from '../companies/company-list-item.tsx'
import { noteUnmetSearch } from '../search/note-unmet-search.ts'
import { companyFacets, sceneFacets, searchCompanies, searchScenes } from '../search/search.ts'
import type { Understood } from '../search/query-parse.ts'
import type { SearchPage, SearchQuery } from '../search/search.ts'
import { SceneListItem } from '../scenes/scene-list-item.tsx'
import { pageLimitDefault } from '../shared/page.ts'
import { RefusedError } from '../shared/refusal.ts'
import { codePointLength } from '../shared/schema.ts'
import { DegradedNote, NextPage } from './components.tsx'
import { FacetForm } from './facet-form.tsx'
import { facetTitle, valueLabel } from './facets.ts'
import { searchWords } from './home-words.ts'
import { about } from './http.ts'
import type { C, Env } from './http.ts'
import { Layout } from './layout.tsx'
import { fill, inLang } from './messages.ts'
import { titleOf, understoodLabel } from './understood.ts'

const queryCharactersMax = 400
const wordsShown = 40

/** Searching scenes and companies: text, facets with counts, and help where nothing is found. */
export const searchPages = new Hono<Env>()

searchPages.get('/scenes', about({ action: 'public.read', summary: 'Search open scenes' }), (c) =>
  searched(c, sceneFacets, async (query) => {
    const page = await searchScenes(c.get('ports'), c.get('actor'), query)
    await noteUnmetSearch(c.get('ports'), c.get('district'), 'scene', query, page)
    const item = (scene: (typeof page.items)[number]) => <SceneListItem c={c} scene={scene} />
    return (
      <ResultPage
        c={c}
        kind="scenes"
        query={query}
        page={page}
        items={page.items.map(item)}
        nearest={page.nearest.map(item)}
        example={page.items.some((scene) => scene.isExample)}
      />
    )
  }),
)

searchPages.get('/companies', about({ action: 'public.read', summary: 'Search listed companies' }), (c) =>
  searched(c, companyFacets, async (query) => {
    const page = await searchCompanies(c.get('ports'), c.get('actor'), query)
    await noteUnmetSearch(c.get('ports'), c.get('district'), 'company', query, page)
    const item = (company: (typeof page.items)[number]) => <CompanyListItem c={c} company={company} />
    return (
      <ResultPage
        c={c}
        kind="companies"
        query={query}
        page={page}
        items={page.items.map(item)}
        nearest={page.nearest.map(item)}
        example={page.items.some((company) => company.isExample)}
      />
    )
  }),
)

/** A cursor that has gone stale begins again at the first page. */
async function searched(c: C, facets: readonly string[], render: (query: SearchQuery) => Promise<Child>): Promise<Response> {
  const attempted = await attempt(() => render(queryOf(c, facets)))
  if ('value' in attempted) return c.html(<>{attempted.value}</>)
  if (!attempted.refusal.code.endsWith('_cursor')) throw new RefusedError(attempted.refusal)
  return c.redirect(
    addressWith(c, (params) => params.delete('cursor')),
    303,
  )
}

function queryOf(c: C, facets: readonly string[]): SearchQuery {
  const q = (c.req.query('q') ?? '').trim()
  const sort = (['relevance', 'newest', 'deadline'] as const).find((known) => known === c.req.query('sort')) ?? 'relevance'
  const filters = facets
    .map((name) => [name, (c.req.queries(name) ?? []).filter((value) => value !== '')] as const)
    .filter(([, values]) => values.length > 0)
  return {
    q: [...q].slice(0, queryCharactersMax).join(''),
    filters: Object.fromEntries(filters),
    sort,
    limit: pageLimitDefault,
    cursor: c.req.query('cursor'),
    parse: c.req.query('parse') === 'off' ? 'off' : undefined,
    literal: c.req.queries('literal') ?? [],
  }
}

type ResultPageProps = {
  c: C
  kind: 'scenes' | 'companies'
  query: SearchQuery
  page: Pick<SearchPage<unknown>, 'total' | 'facets' | 'understood' | 'relaxations' | 'nextCursor' | 'degraded'>
  items: Child[]
  nearest: Child[]
  example: boolean
}

function ResultPage({ c, kind, query, page, items, nearest, example }: ResultPageProps) {
  const t = inLang(searchWords, c.get('lang'))
  const title = kind === 'scenes' ? t.scenesTitle : t.companiesTitle
  return (
    <Layout c={c} title={title} example={example}>
      <h1>{title}</h1>
      <form method="get" role="search">
        <div class="search-box">
          <label class="visually-hidden" for="q">
            {kind === 'scenes' ? t.searchScenes : t.searchCompanies}
          </label>
          <input
            type="search"
            id="q"
            name="q"
            value={query.q}
            placeholder={kind === 'scenes' ? t.searchScenes : t.searchCompanies}
          />
          <button type="submit">{t.search}</button>
        </div>
        {query.literal?.map((field) => (
          <input type="hidden" name="literal" value={field} />
        ))}
        {query.parse === 'off' && <input type="hidden" name="parse" value="off" />}
        {codePointLength(c.req.query('q') ?? '') > queryCharactersMax && <p class="field-error">{t.tooLong}</p>}
        <div class="split split-left">
          <FacetForm lang={c.get('lang')} kind={kind} query={query} facets={page.facets} />
          <div>
            <Chips c={c} query={query} />
            <UnderstoodChips c={c} query={query} understood={page.understood} />
            <DegradedNote degraded={page.degraded} lang={c.get('lang')} />
            <p role="status">
              <strong>{fill(t.found, { total: page.total })}</strong>
            </p>
            {items.length > 0 && <ul class="list">{items}</ul>}
            {page.total === 0 && <NothingFound c={c} query={query} page={page} nearest={nearest} />}
            <NextPage c={c} cursor={page.nextCursor} />
          </div>
        </div>
      </form>
    </Layout>
  )
}

/** What narrows the search, each with a link that takes it away. */
function Chips({ c, query }: { c: C; query: SearchQuery }) {
  const lang = c.get('lang')
  const t = inLang(searchWords, lang)
  const chosen = Object.entries(query.filters).flatMap(([name, values]) => values.map((value) => ({ name, value })))
  if (chosen.length === 0) return <></>
  return (
    <ul class="chips" aria-label={t.chosen}>
      {chosen.map(({ name, value }) => (
        <li>
          <a
            class="chip"
            href={without(c, name, value)}
            aria-label={`${t.remove}${lang === 'zh' ? '：' : ': '}${valueLabel(name, value, lang)}`}
          >
            {facetTitle(name, lang)}
            {lang === 'zh' ? '：' : ': '}
            {valueLabel(name, value, lang)} <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      <li>
        <a href={query.q === '' ? c.req.path : `${c.req.path}?q=${encodeURIComponent(query.q)}`}>{t.clear}</a>
      </li>
    </ul>
  )
}

/** What was taken out of the query for a condition, each with a link that makes words of it again. */
function UnderstoodChips({ c, query, understood }: { c: C; query: SearchQuery; understood: readonly Understood[] }) {
  const lang = c.get('lang')
  const t = inLang(searchWords, lang)
  if (query.parse === 'off')
    return (
      <p>
        <a href={without(c, 'parse')}>{t.understandAgain}</a>
      </p>
    )
  if (understood.length === 0) return <></>
  return (
    <ul class="chips" aria-label={t.understood}>
      <li class="quiet-text">{t.understood}</li>
      {understood.map((one) => (
        <li>
          <a class="chip" href={asWords(c, one.field)} aria-label={`${t.asWords}${lang === 'zh' ? '：' : ': '}${one.text}`}>
            {understoodLabel(one, lang)}
            {query.filters[one.field] !== undefined && t.superseded} <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
      <li>
        <a href={addressWith(c, plainly)}>{t.plainSearch}</a>
      </li>
    </ul>
  )
}

function plainly(params: URLSearchParams): void {
  params.set('parse', 'off')
  params.delete('literal')
  params.delete('cursor')
}

function NothingFound({ c, query, page, nearest }: Pick<ResultPageProps, 'c' | 'query' | 'page' | 'nearest'>) {
  const lang = c.get('lang')
  const t = inLang(searchWords, lang)
  return (
    <>
      <p>{t.nothing}</p>
      <ul>
        {query.q !== '' && (
          <li>
            <a href={without(c, 'q')}>{fill(t.withoutWords, { words: query.q.slice(0, wordsShown) })}</a>
          </li>
        )}
        {page.relaxations.map(({ field, total }) => (
          <li>
            <a href={query.filters[field] === undefined ? asWords(c, field) : without(c, field)}>
              {fill(t.relax, { filter: titleOf(field, lang), total })}
            </a>
          </li>
        ))}
      </ul>
      {nearest.length > 0 && (
        <>
          <h2>{t.nearest}</h2>
          <ul class="list">{nearest}</ul>
        </>
      )}
    </>
  )
}

/** The number of a scene is no condition beside others: with it everything is understood, or nothing. */
function asWords(c: C, field: string): string {
  if (field === 'ref') return addressWith(c, plainly)
  return addressWith(c, (params) => {
    params.append('literal', field)
    params.delete('cursor')
  })
}

function without(c: C, name: string, value?: string): string {
  return addressWith(c, (params) => {
    const kept = params.getAll(name).filter((other) => value !== undefined && other !== value)
    params.delete(name)
    for (const other of kept) params.append(name, other)
    params.delete('cursor')
  })
}

function addressWith(c: C, change: (params: URLSearchParams) => void): string {
  const url = new URL(c.req.url)
  change(url.searchParams)
  return url.pathname + url.search
}

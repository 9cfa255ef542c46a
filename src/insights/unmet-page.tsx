import { ExampleTag, NextPage, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { unmetKindLabels, unmetWords } from '../web/insight-words.ts'
import { nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import type { NearestSupply, UnmetCluster, UnmetExample, UnmetPage } from './unmet-radar.ts'

export function UnmetPageView({ c, page }: { c: C; page: UnmetPage }) {
  const lang = c.get('lang')
  const t = inLang(unmetWords, lang)
  const isExample = page.items.some(({ examples }) => examples.some((one) => one.isExample))
  return (
    <Layout c={c} title={t.title} example={isExample}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p class="quiet-text">{t.privacy}</p>
      <form method="get" action="/insights/unmet">
        <div class="field">
          <label for="month">{t.month}</label>
          <input type="text" class="short" id="month" name="month" value={page.month} placeholder="2026-11" inputmode="numeric" />
        </div>
        <p class="buttons">
          <button type="submit" class="quiet">
            {t.show}
          </button>
        </p>
      </form>
      <h2>
        {page.month} · {fill(t.found, { n: page.total })}
      </h2>
      {page.total === 0 && <p>{t.none}</p>}
      {page.items.map((cluster) => (
        <ClusterPanel cluster={cluster} lang={lang} />
      ))}
      <NextPage c={c} cursor={page.nextCursor} />
    </Layout>
  )
}

function ClusterPanel({ cluster: { size, examples, nearest }, lang }: { cluster: UnmetCluster; lang: Lang }) {
  const t = inLang(unmetWords, lang)
  return (
    <article class="panel">
      <h3>{textIn(examples[0]!, lang)}</h3>
      <p class="eyebrow">{fill(t.size, { n: size })}</p>
      <ul>
        {examples.map((example) => (
          <li>
            <Tag>{unmetKindLabels[example.kind][lang]}</Tag>{' '}
            {example.id === null ? <q>{example.text}</q> : <a href={`/scenes/${example.id}`}>{textIn(example, lang)}</a>}{' '}
            {example.id === null && <span class="quiet-text">{fill(t.times, { n: example.times })}</span>}{' '}
            <ExampleTag isExample={example.isExample} lang={lang} />
          </li>
        ))}
        {size > examples.length && <li>{fill(t.more, { n: size - examples.length })}</li>}
      </ul>
      <h4>{t.nearest}</h4>
      {nearest === null ? <p>{t.noSupply}</p> : <Supply nearest={nearest} lang={lang} />}
    </article>
  )
}

function Supply({ nearest, lang }: { nearest: NearestSupply; lang: Lang }) {
  const t = inLang(unmetWords, lang)
  return (
    <>
      <p>
        <a href={`/companies/${nearest.company.id}`}>{nameIn(nearest.company, lang)}</a>{' '}
        {nearest.cardName !== null && <span>{fill(t.card, { card: nearest.cardName })}</span>}{' '}
        <Tag>{fill(t.score, { n: nearest.score.toFixed(0) })}</Tag>{' '}
        <ExampleTag isExample={nearest.company.isExample} lang={lang} />
      </p>
      {nearest.gap.length > 0 && (
        <>
          <p>{t.gap}</p>
          <ul class="gaps">
            {nearest.gap.map((gap) => (
              <li>{gap[lang]}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

function textIn({ text, textEn }: UnmetExample, lang: Lang): string {
  return (lang === 'en' ? textEn : null) ?? text
}

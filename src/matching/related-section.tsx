import type { Child } from 'hono/jsx'
import { companyName } from '../companies/company-article.tsx'
import type { CompanyRecord } from '../companies/company-store.ts'
import { companyView } from '../companies/company-view.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import type { StoredScene } from '../scenes/scene-store.ts'
import { sceneView } from '../scenes/scene-view.ts'
import { ExampleTag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { relatedWords } from '../web/match-words.ts'

/** Open scenes like the one shown. */
export function RelatedScenes({ c, scenes }: { c: C; scenes: readonly StoredScene[] }) {
  const lang = c.get('lang')
  return (
    <Related title={relatedWords.scenes[lang]}>
      {scenes.map((scene) => (
        <li>
          <a href={`/scenes/${scene.id}`}>{titleOf(sceneView(scene, viewingOf(c)).content, lang)}</a>{' '}
          <span class="quiet-text">{lang === 'en' ? (scene.orgNameEn ?? scene.orgName) : scene.orgName}</span>{' '}
          <ExampleTag isExample={scene.isExample} lang={lang} />
        </li>
      ))}
    </Related>
  )
}

/** Companies like the one shown. */
export function RelatedCompanies({ c, companies }: { c: C; companies: readonly CompanyRecord[] }) {
  const lang = c.get('lang')
  return (
    <Related title={relatedWords.companies[lang]}>
      {companies.map((company) => (
        <li>
          <a href={`/companies/${company.id}`}>
            {companyName(companyView(company, viewingOf(c)).content, company.orgName, lang)}
          </a>{' '}
          <ExampleTag isExample={company.isExample} lang={lang} />
        </li>
      ))}
    </Related>
  )
}

function Related({ title, children }: { title: string; children: Child[] }) {
  if (children.length === 0) return <></>
  return (
    <section id="related">
      <details>
        <summary>
          {title} ({children.length})
        </summary>
        <ul>{children}</ul>
      </details>
    </section>
  )
}

function viewingOf(c: C) {
  return { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone }
}

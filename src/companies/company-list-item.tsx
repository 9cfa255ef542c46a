import { layers } from '../shared/taxonomy.ts'
import { ExampleTag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { companyName, companySummary } from './company-article.tsx'
import { staffBands } from './company-content.ts'
import type { CompanyRecord } from './company-store.ts'
import { companyView } from './company-view.ts'

/** A company in a list, as the reader may see it. */
export function CompanyListItem({ c, company }: { c: C; company: CompanyRecord }) {
  const lang = c.get('lang')
  const { content } = companyView(company, {
    actor: c.get('actor'),
    now: c.get('ports').clock(),
    zone: c.get('district').timeZone,
  })
  const separator = lang === 'zh' ? '、' : ', '
  return (
    <li>
      <h3>
        <a href={`/companies/${company.id}`}>{companyName(content, company.orgName, lang)}</a>
      </h3>
      <p>{companySummary(content, lang)}</p>
      <ul class="meta">
        <li>{labelOf(layers, content.layer, lang)}</li>
        {content.tracks !== undefined && <li>{content.tracks.join(separator)}</li>}
        <li>{labelOf(staffBands, content.staffBand, lang)}</li>
        <li>{[content.city, content.district].filter((place) => place !== undefined).join(' ')}</li>
        <li>
          <ExampleTag isExample={company.isExample} lang={lang} />
        </li>
      </ul>
    </li>
  )
}

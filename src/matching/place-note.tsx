import { placeWords } from '../web/insight-words.ts'
import { nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { ExampleTag } from '../web/components.tsx'
import type { MatchView } from './rank-companies.ts'

/** Where a place does not follow from fit alone, why not: it was given to a newcomer, or near-identical profiles share it. */
export function PlaceNote({ match: { newcomer, nearIdentical }, lang }: { match: MatchView; lang: Lang }) {
  const t = inLang(placeWords, lang)
  return (
    <>
      {newcomer !== undefined && <p class="notice">{fill(t.newcomer, { n: newcomer.fitPlace })}</p>}
      {nearIdentical?.length === 0 && <p class="notice">{t.shared}</p>}
      {nearIdentical !== undefined && nearIdentical.length > 0 && (
        <details>
          <summary>{fill(t.nearIdentical, { n: nearIdentical.length })}</summary>
          <ul>
            {nearIdentical.map((company) => (
              <li>
                <a href={`/companies/${company.id}`}>{nameIn(company, lang)}</a>{' '}
                <ExampleTag isExample={company.isExample} lang={lang} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

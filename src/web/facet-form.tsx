import { companyFacets, sceneFacets } from '../search/search.ts'
import type { SearchQuery } from '../search/search.ts'
import { SelectField } from './components.tsx'
import { facetTitle, orderedValues, valueLabel } from './facets.ts'
import type { FacetValue } from './facets.ts'
import { searchWords } from './home-words.ts'
import type { Lang } from './language.ts'
import { inLang } from './messages.ts'

/** The first facets stand open; free words beyond the most frequent are left to the text search. */
const openMax = 4
const valuesShown = 10

type FacetFormProps = { lang: Lang; kind: 'scenes' | 'companies'; query: SearchQuery; facets: Record<string, FacetValue[]> }

/** Every facet as boxes to tick, with exact counts. */
export function FacetForm({ lang, kind, query, facets }: FacetFormProps) {
  const t = inLang(searchWords, lang)
  const names = kind === 'scenes' ? sceneFacets : companyFacets
  const sorts = (kind === 'scenes' ? (['relevance', 'newest', 'deadline'] as const) : (['relevance', 'newest'] as const)).map(
    (id) => ({ id, ...searchWords[id] }),
  )
  const shown = names
    .map((name) => ({ name, values: orderedValues(name, facets[name] ?? [], query.filters[name] ?? []) }))
    .filter(({ values }) => values.length > 0)
  return (
    <details class="filters" open>
      <summary>{t.filters}</summary>
      <SelectField id="sort" label={t.sort} options={sorts} value={query.sort} lang={lang} />
      {shown.map(({ name, values }, index) => (
        <Facet name={name} values={values} chosen={query.filters[name] ?? []} open={index < openMax} lang={lang} />
      ))}
      <p class="buttons">
        <button type="submit" class="quiet">
          {t.apply}
        </button>
      </p>
    </details>
  )
}

function Facet({
  name,
  values,
  chosen,
  open,
  lang,
}: {
  name: string
  values: readonly FacetValue[]
  chosen: readonly string[]
  open: boolean
  lang: Lang
}) {
  const shown = values.filter((one, index) => index < valuesShown || chosen.includes(one.value))
  return (
    <details class="facet-group" open={open || chosen.length > 0}>
      <summary>{facetTitle(name, lang)}</summary>
      <fieldset class="facet">
        <legend class="visually-hidden">{facetTitle(name, lang)}</legend>
        {shown.map(({ value, count }) => (
          <label class="choice">
            <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} /> {valueLabel(name, value, lang)}{' '}
            <span class="number">{count}</span>
          </label>
        ))}
      </fieldset>
    </details>
  )
}

import type { Filter, SearchDocument } from '../ports.ts'

type Valued = Pick<SearchDocument, 'keywords' | 'numbers'>

/** Whether the document passes every filter; a value that is not there passes none. */
export function passes(document: Valued, filters: readonly Filter[]): boolean {
  return filters.every((filter) => passesOne(document, filter))
}

function passesOne(document: Valued, filter: Filter): boolean {
  if ('or' in filter) return filter.or.some((inner) => passesOne(document, inner))
  if ('not' in filter) return !passesOne(document, filter.not)
  if ('anyOf' in filter) return document.keywords[filter.field]?.some((value) => filter.anyOf.includes(value)) ?? false
  const value = document.numbers[filter.field]
  return (
    value !== undefined && value >= (filter.min ?? Number.NEGATIVE_INFINITY) && value <= (filter.max ?? Number.POSITIVE_INFINITY)
  )
}

import { Pairs } from '../web/components.tsx'
import { ShapeValue } from '../web/field-value.tsx'
import { cachedShape } from '../web/form-shape.ts'
import type { Lang } from '../web/language.ts'
import type { Fields } from '../shared/schema.ts'
import { companyFields } from './company-content.ts'
import type { CompanyContent } from './company-content.ts'

/** A profile's head says these already. */
const inHead: readonly string[] = ['lang', 'name', 'nameEn', 'summary', 'summaryEn']

/** The profile for reading; `content` holds only what the reader may see. */
export function CompanyArticle({ content, lang }: { content: Partial<CompanyContent>; lang: Lang }) {
  return <FieldPairs fields={companyFields} content={content} without={inHead} lang={lang} />
}

/** Every field that is there, under its label. */
export function FieldPairs({
  fields,
  content,
  without,
  lang,
}: {
  fields: Fields
  content: object
  without: readonly string[]
  lang: Lang
}) {
  const values = content as Record<string, unknown>
  const shown = Object.entries(fields).filter(([name]) => !without.includes(name) && values[name] !== undefined)
  return (
    <Pairs
      pairs={shown.map(
        ([name, field]) =>
          [field[lang], <ShapeValue shape={cachedShape(field.schema)} value={values[name]} lang={lang} />] as const,
      )}
    />
  )
}

export function companyName(content: Partial<CompanyContent>, orgName: string, lang: Lang): string {
  return (lang === 'en' ? content.nameEn : undefined) ?? content.name ?? orgName
}

export function companySummary(content: Partial<CompanyContent>, lang: Lang): string | undefined {
  return (lang === 'en' ? content.summaryEn : undefined) ?? content.summary
}

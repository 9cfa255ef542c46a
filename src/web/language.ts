/** Chinese first; English complete. */
export type Lang = 'zh' | 'en'

export type Bilingual = { zh: string; en: string }

/** The language asked for by ?lang=, then the cookie, then the browser; Chinese otherwise. */
export function chooseLang(query: string | undefined, cookie: string | undefined, accept: string | undefined): Lang {
  for (const wish of [query, cookie]) if (wish === 'zh' || wish === 'en') return wish
  const first = (accept ?? '').split(',')[0]!.trim().toLowerCase()
  return first.startsWith('en') ? 'en' : 'zh'
}

/** The label of an id in a closed list; the id itself when the list does not hold it. */
export function labelOf(list: readonly ({ id: string } & Bilingual)[], id: string | undefined, lang: Lang): string {
  return list.find((term) => term.id === id)?.[lang] ?? id ?? ''
}

/** A name in the reader's language, as far as it has one there. */
export function nameIn({ name, nameEn }: { name: string; nameEn: string | null }, lang: Lang): string {
  return (lang === 'en' ? nameEn : null) ?? name
}

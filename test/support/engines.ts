import { Matcher } from '../../src/matching/matcher.ts'
import { staticEmbedding } from '../../src/platform/embed-static.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { loadWordTable } from '../../src/platform/static-embedding/load.ts'
import type { EmbedPort, SearchPort, Space } from '../../src/ports.ts'
import type { WordTable } from '../../src/shared/word-table.ts'

/** An index of its own for each test, empty and serving. */
export async function testSearch(space?: Space): Promise<SearchPort> {
  const search = createEmbeddedSearch()
  await search.serve(await search.begin(space ?? (await testEmbed())))
  return search
}

let table: Promise<WordTable> | undefined

/** The bundled table, read once a worker. */
export function testWordTable(): Promise<WordTable> {
  return (table ??= loadWordTable())
}

export async function testEmbed(): Promise<EmbedPort> {
  return staticEmbedding(await testWordTable())
}

export async function testMatcher(): Promise<Matcher> {
  return new Matcher(await testWordTable())
}

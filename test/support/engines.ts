import { staticEmbedding } from '../../src/platform/embed-static.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { loadWordTable } from '../../src/platform/static-embedding/load.ts'
import type { EmbedPort, SearchPort } from '../../src/ports.ts'

/** An index of its own for each test. */
export function testSearch(): SearchPort {
  return createEmbeddedSearch()
}

let embed: Promise<EmbedPort> | undefined

/** The bundled table, read once a worker. */
export function testEmbed(): Promise<EmbedPort> {
  return (embed ??= loadWordTable().then(staticEmbedding))
}

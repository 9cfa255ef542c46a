import { readFile } from 'node:fs/promises'
import type { SearchPort } from '../ports.ts'
import type { ElasticsearchConfig } from './config.ts'
import { openElasticsearch } from './search-elasticsearch.ts'
import type { ElasticsearchPorts } from './search-elasticsearch.ts'

/** The cluster that ELASTICSEARCH_URL names, trusted by the certificate in ELASTICSEARCH_CA where there is one. */
export async function openSearch({ caFile, ...options }: ElasticsearchConfig, ports: ElasticsearchPorts): Promise<SearchPort> {
  const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8')
  return openElasticsearch({ ...options, ca }, ports)
}

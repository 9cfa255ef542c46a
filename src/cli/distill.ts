import { readConfig } from '../platform/config.ts'
import { distill } from '../platform/distill.ts'
import { openEmbedding } from '../platform/embed-openai.ts'

/** Makes the static table from the endpoint that EMBEDDING_URL and EMBEDDING_MODEL name. */
export async function runDistill(_args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { embedding } = readConfig(environment)
  if (embedding === undefined) throw new Error('distilling needs EMBEDDING_URL and EMBEDDING_MODEL')
  const madeOn = new Date().toISOString().slice(0, 10)
  await distill(await openEmbedding(embedding), madeOn, (done, total) => console.log(`${done} of ${total} words`))
}

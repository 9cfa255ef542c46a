import { fileURLToPath } from 'node:url'
import { readDataset } from '../evaluation/dataset.ts'
import { demandText } from '../matching/demand.ts'
import type { Demand } from '../matching/demand.ts'
import { sentences } from '../matching/sentences.ts'
import { supplyText } from '../matching/supply.ts'
import { mulberry32 } from '../shared/random.ts'

const sets = ['scene-company-zh', 'cmrc2018-zh']

export type BenchTexts = { documents: string[]; scenes: Demand[]; questions: string[] }

/** Documents of any number, put together from the sentences of the committed sets; the same seed gives the same ones. */
export async function benchTexts(count: number, seed: number): Promise<BenchTexts> {
  const folders = sets.map((name) => fileURLToPath(new URL(`../../test/ranking/${name}`, import.meta.url)))
  const [market, passages] = await Promise.all(folders.map(readDataset))
  const pool = [...market!.supplies, ...passages!.supplies].flatMap((supply) => sentences(supplyText(supply)))
  const random = mulberry32(seed)
  const drawn = () => pool[Math.floor(random() * pool.length)]!
  const documents = Array.from({ length: count }, () => Array.from({ length: 3 + Math.floor(random() * 6) }, drawn).join('\n'))
  return { documents, scenes: market!.demands, questions: passages!.demands.map(demandText) }
}

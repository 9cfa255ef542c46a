import type { Actor } from '../accounts/actor.ts'
import type { Db } from '../db/transact.ts'
import { findSimilar, unanswered } from './find-similar.ts'
import type { Compared } from './find-similar.ts'
import { qualityOf } from './scene-quality.ts'
import type { Quality } from './scene-quality.ts'
import { findBrandsIn } from './scene-store.ts'

/** `recalled`: what the index finds similar, asked before any transaction. */
export type Judging = {
  now: Date
  zone: string
  step: 'draft' | 'publication'
  recalled: readonly string[]
  deadlineStanding?: string | undefined
}

/** The quality of a scene with every fact the database knows: its near duplicates, the brands its eligibility names. */
export async function judgeScene(db: Db, actor: Actor, compared: Compared, judging: Judging): Promise<Quality> {
  const duplicates = unanswered(await findSimilar(db, actor, compared, judging.recalled, judging.now))
  const brands = await findBrandsIn(db, compared.districtId, (compared.content.eligibility ?? []).join('\n'))
  return qualityOf(compared.content, { ...judging, duplicates, brands, overrides: compared.overrides ?? [] })
}

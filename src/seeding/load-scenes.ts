import type { Tx } from '../db/transact.ts'
import { insertComments } from '../scenes/scene-history-store.ts'
import { nextRef } from '../scenes/scene-store.ts'
import type { Scene } from '../scenes/scene.ts'
import { dateIn } from '../shared/time.ts'
import { historyOf } from './example-history.ts'
import { demoOrganisations } from './example-people.ts'
import type { ExampleScene } from './example-records.ts'
import { insertScenes } from './example-store.ts'
import { ago, noteLoaded, orgIdOf } from './seeding.ts'
import type { Seeding } from './seeding.ts'

export async function loadScenes(tx: Tx, seeding: Seeding, examples: readonly ExampleScene[]): Promise<number> {
  const { ports, hands, now } = seeding
  const scenes: Scene[] = []
  for (const example of examples) scenes.push(await sceneRow(tx, seeding, example, orgIdOf(seeding, example.org)))
  await insertScenes(tx, scenes)
  const comments = examples.flatMap((example, index) =>
    example.comments.map((comment) => ({
      ...comment,
      id: ports.ids(),
      sceneId: scenes[index]!.id,
      writtenBy: hands.officer,
      writtenAt: ago(now, 1),
      answer: null,
      answeredAt: null,
    })),
  )
  await insertComments(tx, comments)
  await noteLoaded(tx, seeding, 'scene', scenes)
  return scenes.length
}

async function sceneRow(tx: Tx, { ports, district, hands, now }: Seeding, example: ExampleScene, orgId: string): Promise<Scene> {
  // Of the demonstration's own organisation the demonstration's people are the authors; behind the others stands nobody.
  const authors = example.org === demoOrganisations.publisher ? hands : { ...hands, editor: 'system', approver: 'system' }
  const history = historyOf(example, authors, now, district.timeZone)
  const { submittedAt } = history
  const ref =
    submittedAt === null
      ? null
      : await nextRef(tx, district.id, Number(dateIn(district.timeZone, submittedAt).slice(0, 4)), example.content.domain!)
  return {
    ...history,
    id: ports.ids(),
    districtId: district.id,
    orgId,
    ref,
    content: example.content,
    isExample: true,
    updatedAt: history.statusSince,
  }
}

import type { Actor } from '../../src/accounts/actor.ts'
import { resumeOrganisation, suspendOrganisation } from '../../src/accounts/verify-organisation.ts'
import { findCard } from '../../src/companies/card-store.ts'
import { hideCard, patchCard } from '../../src/companies/edit-card.ts'
import { listCard } from '../../src/companies/review-card.ts'
import { reindex } from '../../src/indexing/reindex.ts'
import { drain } from '../../src/indexing/relay.ts'
import type { EmbedPort, Ports } from '../../src/ports.ts'
import { amendScene } from '../../src/scenes/amend-scene.ts'
import { publishScene } from '../../src/scenes/publish-scene.ts'
import { withdrawScene } from '../../src/scenes/submit-scene.ts'
import type { Call } from './wires.ts'

/** What a process does for somebody; `marker` is a word that stands nowhere else. */
export type Operation = { name: OperationName; actor: Actor; id: string; marker: string }

/** The row as the verb said that it stands written. */
export type Written = { table: 'scene' | 'card' | 'organisation'; id: string; version: number }

type Run = (ports: Ports, operation: Operation) => Promise<Written>

const operations = {
  'publish a scene': async (ports, { actor, id }) => writtenScene(await publishScene(ports, actor, id)),
  'edit a scene': async (ports, { actor, id, marker }) =>
    writtenScene((await amendScene(ports, actor, id, { titleEn: marker }, '')).scene),
  'withdraw a scene': async (ports, { actor, id }) => writtenScene(await withdrawScene(ports, actor, id)),
  'edit a card': async (ports, { actor, id, marker }) => {
    const card = await findCard(ports.db, actor.districtId, id)
    return writtenCard(await patchCard(ports, actor, id, card!.version, { description: marker }))
  },
  'hide a card': async (ports, { actor, id }) => writtenCard(await hideCard(ports, actor, id)),
  'show a card': async (ports, { actor, id }) => writtenCard(await listCard(ports, actor, id)),
  'suspend an organisation': async (ports, { actor, id }) =>
    writtenOrganisation(await suspendOrganisation(ports, actor, id, '核查中')),
  'resume an organisation': async (ports, { actor, id }) => writtenOrganisation(await resumeOrganisation(ports, actor, id)),
} satisfies Record<string, Run>

export type OperationName = keyof typeof operations

export const tableOf: Record<OperationName, Written['table']> = {
  'publish a scene': 'scene',
  'edit a scene': 'scene',
  'withdraw a scene': 'scene',
  'edit a card': 'card',
  'hide a card': 'card',
  'show a card': 'card',
  'suspend an organisation': 'organisation',
  'resume an organisation': 'organisation',
}

/** Only the verb: what an answer to a request stands for. */
export function perform(ports: Ports, operation: Operation): Promise<Written> {
  return operations[operation.name](ports, operation)
}

/** What the process does beside. */
export async function relayAll(ports: Ports): Promise<void> {
  await drain(ports)
}

export async function reindexAll(ports: Ports): Promise<void> {
  await reindex(ports, { missing: 'wait' })
}

function writtenScene({ id, version }: { id: string; version: number }): Written {
  return { table: 'scene', id, version }
}

function writtenCard({ id, version }: { id: string; version: number }): Written {
  return { table: 'card', id, version }
}

function writtenOrganisation({ id, version }: { id: string; version: number }): Written {
  return { table: 'organisation', id, version }
}

/** Names of calls, by which tests say where a process ends. */
export type Point =
  | 'row'
  | 'audit'
  | 'outbox'
  | 'commit'
  | 'claim'
  | 'embed'
  | 'keep vectors'
  | 'index'
  | 'acknowledge'
  | 'begin set'
  | 'note set'
  | 'note progress'
  | 'switch'
  | 'drop set'

const statements: [RegExp, Point][] = [
  [/^update "(?:scene|card|organisation)"/u, 'row'],
  [/^\s*insert into "?audit_event/u, 'audit'],
  [/^insert into "outbox"/u, 'outbox'],
  [/^commit/u, 'commit'],
  [/^with "due" as/u, 'claim'],
  [/^insert into "embedding"/u, 'keep vectors'],
  [/^update "outbox" set "done_at"/u, 'acknowledge'],
  [/^insert into "index_build"/u, 'note set'],
  [/^update "index_build"/u, 'note progress'],
]

const requests: [RegExp, Point][] = [
  [/^\w+ \/\S*_bulk/u, 'index'],
  [/^POST \/_aliases/u, 'switch'],
  [/^PUT \/[^/]+$/u, 'begin set'],
  [/^DELETE /u, 'drop set'],
]

export function pointOf({ to, what }: Call): Point | undefined {
  if (to === 'embedding') return 'embed'
  return (to === 'postgres' ? statements : requests).find(([pattern]) => pattern.test(what))?.[1]
}

/** Vectors that depend on the text alone, made in no time. */
export function plainEmbedding(model: string, watched: (texts: readonly string[]) => Promise<void> = async () => {}): EmbedPort {
  const embedding: EmbedPort = {
    model,
    dimensions: 8,
    version: '1',
    async embed(texts) {
      await watched(texts)
      return texts.map((text) => plainVector(`${model} ${text}`))
    },
    inSpace: (space) => (space.model === model ? embedding : plainEmbedding(space.model, watched)),
  }
  return embedding
}

function plainVector(text: string): Float32Array {
  let state = 7
  for (const character of text) state = (Math.imul(state, 31) + character.codePointAt(0)!) >>> 0
  const values = Array.from({ length: 8 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

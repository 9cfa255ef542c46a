import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureDistrict } from '../db/district.ts'
import { migrate } from '../db/migrate.ts'
import { readDataset } from '../evaluation/dataset.ts'
import { gradedQuestions } from '../learning/graded-questions.ts'
import { enough, learn, readEvidence } from '../learning/learn.ts'
import type { Learned, LearnPorts } from '../learning/learn.ts'
import type { Question } from '../learning/question.ts'
import type { ExposureRow } from '../matching/exposure-rules.ts'
import { Matcher } from '../matching/matcher.ts'
import { Meanings } from '../matching/meaning.ts'
import { weights } from '../matching/weights.ts'
import { readConfig } from '../platform/config.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { uuidIds } from '../platform/ids.ts'
import { openDatabase } from '../platform/open-database.ts'
import { openEmbed } from '../platform/open-embedding.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { Log } from '../ports.ts'
import type { WordTable } from '../shared/word-table.ts'

const usage = `npm run learn [-- --dataset DIR … [--events]] [--dry-run]
Fits the weights of the ranking to what was saved, dismissed, invited, shortlisted and accepted in the district of DISTRICT;
with --dataset to graded sets instead, with --dataset and --events to both. --dry-run prints what it would come to.`

const clock = () => new Date()

const log: Log = (level, event, detail) => {
  if (level !== 'info') console.error(`${level} ${event} ${JSON.stringify(detail ?? {})}`)
}

/** Puts learned weights into force only if they order better and show every group its share; exits 0 in any case. */
export async function runLearn(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { dataset: folders, events, 'dry-run': isDry } = readOptions(args)
  const config = readConfig(environment)
  const { db, close } = await openDatabase(config, log)
  try {
    await migrate(db)
    const ids = uuidIds(clock)
    const { id: districtId } = await ensureDistrict(db, ids(), config.district)
    const table = await loadWordTable()
    const { embed } = await openEmbed(config, { db, clock, log }, staticEmbedding(table))
    const ports: LearnPorts = {
      db,
      ids,
      clock,
      matcher: new Matcher(table),
      ...(config.embedding !== undefined && { meanings: new Meanings(embed) }),
    }
    const graded = await readGraded(folders, table)
    const judged = events || folders.length === 0 ? await readEvidence(ports, districtId) : { questions: [], unseen: 0 }
    const evidence = { questions: [...graded, ...judged.questions], unseen: judged.unseen }
    for (const line of linesOf(await learn(ports, districtId, evidence, isDry))) console.log(line)
  } finally {
    await close()
  }
}

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        dataset: { type: 'string', multiple: true, default: [] },
        events: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error })
  }
}

async function readGraded(folders: readonly string[], table: WordTable): Promise<Question[]> {
  const questions: Question[] = []
  for (const folder of folders) {
    questions.push(...gradedQuestions(basename(resolve(folder)), await readDataset(folder), table))
  }
  return questions
}

/** One `name value` line each. */
export function linesOf(learned: Learned): string[] {
  if (learned.outcome === 'too_few') {
    return [
      `judgements ${learned.judgements}`,
      `units ${learned.units}`,
      `too few to learn from: it takes ${enough.judgements} judgements by ${enough.units} organisations; nothing was changed`,
    ]
  }
  const { version, outcome, parameters, report } = learned
  const { ndcg, exposure, holds } = report
  return [
    ...(['judgements', 'questions', 'units', 'unseen', 'against'] as const).map((name) => `${name} ${report[name]}`),
    ...Object.entries(parameters.parts).map(
      ([part, weight]) => `weight ${part} ${weights.parts[part as keyof typeof weights.parts]} -> ${weight.toFixed(4)}`,
    ),
    `ndcg@10 ${ndcg.before.toFixed(4)} -> ${ndcg.after.toFixed(4)} gain ${signed(ndcg.low)} to ${signed(ndcg.high)}`,
    ...exposure.after.map((row, index) => `exposure ${row.group} ${ratio(exposure.before[index]!)} -> ${ratio(row)}`),
    `better order ${holds.ndcg ? 'yes' : 'no'}`,
    `even exposure ${holds.exposure ? 'yes' : 'no'}`,
    conclusions[outcome](version),
  ]
}

const conclusions = {
  measured: () => 'nothing was written: a dry run',
  proposed: (version: string) => `${version} is written down as a proposal; the ranking stays as it was`,
  active: (version: string) => `${version} is in force`,
}

function ratio({ ratio: value, state }: ExposureRow): string {
  return value === null ? 'n/a' : `${value.toFixed(3)}${state === 'too_few' ? ' (too few)' : ''}`
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`
}

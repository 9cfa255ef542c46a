import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Demand } from '../matching/demand.ts'
import type { FieldText, Supply, SupplyCard } from '../matching/supply.ts'
import { fromWan } from '../shared/money.ts'

/** A graded set: demands, supplies, and a grade for each judged pair. */
export type Dataset = { demands: Demand[]; supplies: Supply[]; grades: Map<string, Map<string, number>> }

/** Reads `scenes.jsonl`, `companies.jsonl` and `qrels.tsv`; unknown keys are ignored, null is absent. */
export async function readDataset(folder: string): Promise<Dataset> {
  // One after the other, so that the first that is missing is the one named.
  const scenes = await readFile(join(folder, 'scenes.jsonl'), 'utf8')
  const companies = await readFile(join(folder, 'companies.jsonl'), 'utf8')
  const qrels = await readFile(join(folder, 'qrels.tsv'), 'utf8')
  return {
    demands: rows(scenes, 'scenes.jsonl', SceneRow).map(demandOf),
    supplies: rows(companies, 'companies.jsonl', CompanyRow).map(supplyOf),
    grades: gradesOf(qrels),
  }
}

const absentable = <S extends v.GenericSchema>(schema: S) => v.nullish(schema, undefined)
const Text = v.string()
/** A null in a list is no member of it. */
const listOf = <S extends v.GenericSchema>(schema: S) =>
  absentable(
    v.pipe(
      v.array(v.nullable(schema)),
      v.transform((members) => members.filter((member) => member !== null)),
    ),
  )
const Named = v.object({ name: absentable(Text), description: absentable(Text) })
const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String))

const SceneRow = v.object({
  id: Id,
  title: absentable(Text),
  summary: absentable(Text),
  background: absentable(Text),
  requirements: listOf(v.object({ text: absentable(Text), must: absentable(v.boolean()) })),
  constraints: absentable(
    v.object({
      deployment: absentable(Text),
      filings: listOf(Text),
      budget_wan: absentable(v.array(v.nullable(v.number()))),
      local_only: absentable(v.boolean()),
    }),
  ),
})

const CompanyRow = v.object({
  id: Id,
  name: absentable(Text),
  summary: absentable(Text),
  products: listOf(Named),
  capabilities: listOf(v.union([Text, Named])),
  cases: listOf(v.object({ customer_type: absentable(Text), description: absentable(Text), outcome: absentable(Text) })),
  filings: listOf(v.union([Text, v.object({ kind: Text })])),
  deployment: absentable(v.union([Text, listOf(Text)])),
  min_budget_wan: absentable(v.number()),
  district: absentable(Text),
})

function demandOf(row: v.InferOutput<typeof SceneRow>): Demand {
  const constraints = row.constraints ?? {}
  const budgetMax = constraints.budget_wan?.[1]
  return {
    id: row.id,
    title: row.title ?? '',
    context: [row.summary, row.background].filter((text) => text !== undefined && text !== null),
    requirements: (row.requirements ?? []).flatMap(({ text, must }) => (text ? [{ text, must: must ?? true }] : [])),
    terms: {
      filings: constraints.filings ?? [],
      localOnly: constraints.local_only ?? false,
      ...(typeof budgetMax === 'number' ? { budgetMaxFen: fromWan(budgetMax) } : {}),
      ...(constraints.deployment ? { deployment: constraints.deployment } : {}),
    },
  }
}

/** A product is a card; where a company names none, each capability is one. The rest is the profile's own text. */
function supplyOf(row: v.InferOutput<typeof CompanyRow>): Supply {
  const products = (row.products ?? []).map(named)
  const capabilities = (row.capabilities ?? []).map((entry) => named(typeof entry === 'string' ? { name: entry } : entry))
  const cases = (row.cases ?? []).map((entry) =>
    [entry.customer_type, entry.description, entry.outcome].filter(Boolean).join('，'),
  )
  const cards = products.length > 0 ? products : capabilities
  const own: FieldText[] = [
    { field: 'name', text: row.name ?? '' },
    { field: 'summary', text: row.summary ?? '' },
    ...(products.length > 0
      ? capabilities.map(({ name, description }, index) => ({
          field: `capabilities.${index}`,
          text: `${name} ${description}`.trim(),
        }))
      : []),
    ...cases.map((text, index) => ({ field: `cases.${index}`, text })),
  ].filter(({ text }) => text !== '')
  const deployment = typeof row.deployment === 'string' ? [row.deployment] : (row.deployment ?? [])
  return {
    id: row.id,
    name: row.name ?? row.id,
    fields: own,
    cards: cards.map((card, index) => cardOf(`${row.id}/${index}`, card)),
    terms: {
      deployment,
      filings: (row.filings ?? []).map((filing) => ({ kind: typeof filing === 'string' ? filing : filing.kind })),
      ...(typeof row.min_budget_wan === 'number' ? { minBudgetFen: fromWan(row.min_budget_wan) } : {}),
      ...(row.district ? { place: { district: row.district } } : {}),
    },
  }
}

function named({ name, description }: { name?: string | null | undefined; description?: string | null | undefined }) {
  return { name: name ?? '', description: description ?? '' }
}

function cardOf(id: string, { name, description }: { name: string; description: string }): SupplyCard {
  const fields = [
    { field: 'name', text: name },
    { field: 'description', text: description },
  ].filter(({ text }) => text !== '')
  return { id, name, fields, deployment: [] }
}

function rows<S extends v.GenericSchema>(text: string, file: string, schema: S): v.InferOutput<S>[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const result = v.safeParse(schema, parsed(line))
    if (!result.success)
      throw new Error(`${file}, line ${index + 1}: ${v.getDotPath(result.issues[0]) ?? ''} ${result.issues[0].message}`)
    return [result.output]
  })
}

/** What is no JSON becomes what no schema takes. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return 'not JSON'
  }
}

function gradesOf(text: string): Map<string, Map<string, number>> {
  const grades = new Map<string, Map<string, number>>()
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const [scene, company, grade] = line.split('\t')
    const value = Number(grade)
    if (company === undefined || grade === undefined || grade.trim() === '' || !(value >= 0 && value < Infinity))
      throw new Error(`qrels.tsv, line ${index + 1}: not "scene, company, grade >= 0"`)
    if (!grades.has(scene!)) grades.set(scene!, new Map())
    grades.get(scene!)!.set(company, value)
  })
  return grades
}

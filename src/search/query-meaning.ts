import type { Actor } from '../accounts/actor.ts'
import { findNamesIn } from '../companies/company-store.ts'
import type { Filter, Ports } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { normalise } from '../shared/text.ts'
import { codeIn } from './query-codes.ts'
import { spelledSynonyms, stretchesOf, withNamesSpelled } from './query-names.ts'
import type { Stretch } from './query-names.ts'
import { parseQuery } from './query-parse.ts'
import type { Understood } from './query-parse.ts'
import type { QueryKind } from './query-rules.ts'
import { findNamesOf, findOrganisationByUscc } from './query-store.ts'
import { inDistrict } from '../matching/recall.ts'
import { managedSynonyms, withSynonyms } from './synonyms.ts'

/** Fields of what is understood that are no conditions: a name in pinyin, the code of an organisation. */
export const nameField = 'name'
export const usccField = 'uscc'

/** Companies of a sound that are looked at; more share none but the most common beginnings. */
const spelledMax = 20

/** What a query comes to: words to look for in every name they have, and conditions to show beside them. */
export type QueryMeaning = { text: string; conditions: Condition[]; understood: Understood[] }

/** A filter, and the field that people know it by. */
export type Condition = { field: string; filter: Filter }

export type AskedQuery = {
  q: string
  /** The query is words and nothing else. */
  parse?: 'off' | undefined
  /** Fields whose words are left as words. */
  literal?: readonly string[] | undefined
  /** What was chosen beside the query; it stands in the place of what the query says of the same field. */
  filters: Record<string, string[]>
}

export async function meaningOf(
  ports: Ports,
  { districtId }: Pick<Actor, 'districtId'>,
  kind: QueryKind,
  { q, parse, literal = [], filters }: AskedQuery,
): Promise<QueryMeaning> {
  if (q.trim() === '') return { text: '', conditions: [], understood: [] }
  const named = await findNamesIn(ports.db, districtId, normalise(q))
  if (parse === 'off') return { text: withSynonyms(q, [...managedSynonyms, ...named]), conditions: [], understood: [] }
  const coded = literal.includes(usccField) ? undefined : await organisationIn(ports, districtId, q)
  const said = coded?.rest ?? q
  const { query, spelled } = literal.includes(nameField)
    ? { query: said, spelled: [] }
    : await respelled(ports, districtId, said, named)
  const names = spelled.length === 0 ? named : await findNamesIn(ports.db, districtId, normalise(query))
  const { rest, understood } = parseQuery(query, kind, {
    literal,
    names: [...names.flat(), ...spelled.flatMap((one) => one.names)],
  })
  return {
    text: withSynonyms(rest, [...managedSynonyms, ...names]),
    conditions: [
      ...(coded === undefined ? [] : [{ field: usccField, filter: { field: 'org', anyOf: [coded.orgId] } }]),
      ...understood.filter(({ field }) => filters[field] === undefined).map(conditionOf),
    ],
    understood: [
      ...(coded === undefined ? [] : [coded.understood]),
      ...spelled.map(({ text, names: values }) => ({ field: nameField, text, values })),
      ...understood,
    ],
  }
}

async function organisationIn(
  ports: Ports,
  districtId: string,
  q: string,
): Promise<{ orgId: string; rest: string; understood: Understood } | undefined> {
  const code = codeIn(q)
  if (code?.kind !== 'uscc') return undefined
  const organisation = await findOrganisationByUscc(ports.db, districtId, code.code)
  if (organisation === undefined) return undefined
  return { orgId: organisation.id, rest: code.rest, understood: { field: usccField, text: code.text, values: [code.code] } }
}

/** Names of companies, cards and managed synonyms that were typed in pinyin; what is a name as it stands is left alone. */
async function respelled(ports: Ports, districtId: string, query: string, named: readonly (readonly string[])[]) {
  const stretches = stretchesOf(query, [...managedSynonyms, ...named].flat())
  if (stretches.length === 0) return { query, spelled: [] }
  const managed = spelledSynonyms(stretches, managedSynonyms)
  return withNamesSpelled(query, stretches, [...managed, ...(await companiesSpelled(ports, districtId, stretches))])
}

async function companiesSpelled(ports: Ports, districtId: string, stretches: readonly Stretch[]): Promise<string[]> {
  try {
    const { ids } = await ports.search.find({
      collection: 'company',
      tokens: '',
      filters: [
        inDistrict(districtId),
        { field: 'status', anyOf: ['listed'] },
        { field: 'spellings', anyOf: [...new Set(stretches.map(({ spelling }) => spelling))] },
      ],
      facets: [],
      sort: { field: 'valid_until', descending: true },
      offset: 0,
      limit: spelledMax,
    })
    return await findNamesOf(ports.db, districtId, ids)
  } catch (error) {
    if (!(error instanceof UnavailableError) && !(error instanceof SetGoneError)) throw error
    return []
  }
}

function conditionOf({ field, values, min, max }: Understood): Condition {
  if (min === undefined && max === undefined) return { field, filter: { field, anyOf: values } }
  return { field, filter: { field, ...(min !== undefined && { min }), ...(max !== undefined && { max }) } }
}

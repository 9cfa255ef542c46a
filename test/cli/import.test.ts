import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { usccCheckCharacter } from '../../src/accounts/uscc.ts'
import { toWire } from '../../src/shared/wire.ts'
import { cardContent, companyContent } from '../companies/fixtures.ts'
import { root } from '../support/imports.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'

function runImport(lines: string[], database: string, ...options: string[]) {
  const file = join(mkdtempSync(join(tmpdir(), 'duijie-import-')), 'list.jsonl')
  writeFileSync(file, lines.join('\n'))
  const env = { PATH: process.env['PATH'], DATABASE_URL: database, DISTRICT: 'XH' }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/entry-cli.ts', 'import', file, ...options], {
    cwd: root,
    env,
    encoding: 'utf8',
  })
  return { status, stdout: stdout.split('\n').filter((said) => said !== ''), stderr }
}

const [good, bad] = ['91310104EXMPL0001', '91310104EXMPL0002'].map((body) => body + usccCheckCharacter(body)) as [string, string]

function line(uscc: string): string {
  const organisation = { kind: 'company', uscc, legalName: '名单企业', city: '上海市', district: '徐汇区' }
  return JSON.stringify(toWire({ organisation, company: companyContent, cards: [cardContent] }))
}

test('the command imports a file, names what it refused, and says so in its exit', { timeout: 60_000 }, async () => {
  const database = await newPostgresDatabase('empty')
  const lines = [line(good), '', '{"organisation": ', line(bad).replace('"company":', '"Company":')]
  const first = runImport(lines, database, '--listed')
  expect(first.stdout).toEqual([
    'refused line 3: Invalid type: Expected Object but received undefined',
    expect.stringMatching(/^refused line 4 \S+ \S+: .*Company is not a field/u),
    'rows 3',
    'companies 1',
    'cards 1',
    'known 0',
    'refused 2',
  ])
  expect(first.stderr).toMatch(/^import 3\/3 \(100 %\), \d+\/s$/mu)
  expect(first.status).toBe(1)
  const second = runImport([line(good)], database)
  expect([second.status, second.stdout]).toEqual([0, ['rows 1', 'companies 0', 'cards 0', 'known 1', 'refused 0']])
})

test('a server that refuses us is one plain line', () => {
  const { status, stderr } = runImport([], 'postgres://somebody:hidden-word@127.0.0.1:1/nowhere')
  expect([status, stderr]).toEqual([1, 'DATABASE_URL: nothing answers at this address (somebody@127.0.0.1:1/nowhere)\n'])
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runEvalAll } from '../../src/cli/eval-all.ts'
import { datasetFolder, tinySet } from './tiny-set.ts'

async function printed(args: string[]): Promise<string[]> {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(...line.split('\n')))
  try {
    await runEvalAll(args, {})
  } finally {
    log.mockRestore()
  }
  return lines
}

test('prints a line a signal, what full gains, and what cross-validation says, and keeps all of it as JSON', async () => {
  const folder = await datasetFolder(tinySet)
  const file = join(folder, 'all.json')
  const lines = await printed(['--dataset', folder, '--json', file, '--cross-validate'])
  expect(lines[0]).toMatch(/^set +pool +embedding +signal +n +ndcg@10/u)
  expect(lines.slice(1, 6).map((line) => line.split(/ +/u).slice(2, 5))).toEqual(
    ['lexical', 'dense', 'rrf', 'convex', 'full'].map((signal) => ['duijie-static-128', signal, '2']),
  )
  expect(
    lines.filter((line) => /full - (?:rrf|lexical) [+-]\d\.\d{4} \[[+-]\d\.\d{4}, [+-]\d\.\d{4}\] n 2$/u.test(line)),
  ).toHaveLength(2)
  expect(lines.at(-1)).toMatch(/ n 2: shipped .* held out .* in hindsight /u)
  const kept = JSON.parse(await readFile(file, 'utf8'))
  expect(kept).toMatchObject({ rows: { length: 5 }, contests: { length: 2 }, cross_validation: { length: 1 } })
  expect(kept.contests[0]).toMatchObject({ signal: 'full', against: 'rrf', n: 2 })
})

test.each<[string, string[], RegExp]>([
  ['a direction that is none', ['--direction', 'both'], /--direction both is neither/u],
  ['a number that is none', ['--queries', '0'], /--queries 0 is not a number/u],
  ['an option that is none', ['--depth', '5'], /depth/u],
])('refuses %s', async (_name, args, message) => {
  await expect(runEvalAll(args, {})).rejects.toThrow(message)
})

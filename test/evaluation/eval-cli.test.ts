import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runEval } from '../../src/cli/eval.ts'
import { embeddingServer } from '../contract/embedding-server.ts'
import { root } from '../support/imports.ts'
import { datasetFolder, tinySet } from './tiny-set.ts'

type Ended = { code: number; out: string; error: string }

/** As `npm run eval -- …` runs it, in a process of its own. */
function evalCommand(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const command = ['--import', 'tsx', 'src/entry-cli.ts', 'eval', ...args]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: root, env: { PATH: process.env['PATH']!, ...environment } },
      (error, out, stderr) => resolve({ code: error === null ? 0 : Number(error.code), out, error: stderr }),
    )
  })
}

const valuesOf = (out: string) =>
  Object.fromEntries(
    out
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )

describe('npm run eval', () => {
  test('prints name and value, n among them, and keeps every scored pair, over whatever stood in the file', async () => {
    const folder = await datasetFolder(tinySet)
    const file = join(folder, 'run.txt')
    await writeFile(file, 'what stood there before\n'.repeat(100))
    const { code, out, error } = await evalCommand(['--dataset', folder, '--run', file])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    for (const line of out.trim().split('\n')) expect(line).toMatch(/^\S+ \S+$/u)
    expect(valuesOf(out)).toMatchObject({
      embedding: 'duijie-static-128',
      n: '2',
      pair_accuracy: '1',
      mrr: '1',
      'recall@20': '1',
    })
    expect(Number(valuesOf(out)['ndcg@10'])).toBeGreaterThan(0.9)

    const lines = (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' '))
    expect(lines).toHaveLength(12 + 12 + 9)
    for (const [, q0, , rank, score, tag] of lines) {
      expect([q0, tag]).toEqual(['Q0', 'duijie-full'])
      expect(Number(rank)).toBeGreaterThan(0)
      expect(Number(score)).not.toBeNaN()
    }
    expect(lines.filter(([query]) => query === 'S3').map(([, , , rank]) => Number(rank))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('takes every option, and asks the endpoint that EMBEDDING_URL names', async () => {
    const server = await embeddingServer()
    try {
      const folder = await datasetFolder(tinySet)
      const options = ['--direction', 'company', '--pool', 'all', '--signal', 'dense', '--gates', 'drop']
      const environment = { EMBEDDING_URL: server.url, EMBEDDING_MODEL: 'of-the-test', EMBEDDING_QUERY_PREFIX: 'query: ' }
      const { code, out, error } = await evalCommand(['--dataset', folder, ...options], environment)
      expect({ code, error }).toEqual({ code: 0, error: '' })
      expect(valuesOf(out)).toMatchObject({ embedding: 'of-the-test', n: '3' })
      expect(server.requests.some((request) => request.input[0]!.startsWith('query: 示例'))).toBe(true)
    } finally {
      await server.close()
    }
  })

  test('a set in which no query counts is still a run', async () => {
    const folder = await datasetFolder({ ...tinySet, qrels: [] })
    const file = join(folder, 'run.txt')
    const { code, out } = await evalCommand(['--dataset', folder, '--run', file])
    expect(code).toBe(0)
    expect(valuesOf(out)).toMatchObject({ n: '0', 'ndcg@10': 'n/a' })
    expect(await readFile(file, 'utf8')).toBe('')
  })

  test('says in one line what is wrong, and fails', async () => {
    const { code, out, error } = await evalCommand(['--dataset', '/nowhere'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(error).toMatch(/^[^\n]*scenes\.jsonl[^\n]*\n$/u)
  })

  test.each<[string, string[], RegExp]>([
    ['no set', [], /--dataset is needed/u],
    [
      'a signal that is none',
      ['--dataset', '.', '--signal', 'best'],
      /--signal best is not one of lexical, dense, rrf, convex, full/u,
    ],
    ['a direction that is none', ['--dataset', '.', '--direction', 'both'], /--direction both is not one of scene, company/u],
    ['an option that is none', ['--dataset', '.', '--depth', '5'], /depth/u],
  ])('refuses %s', async (_name, args, message) => {
    await expect(runEval(args, {})).rejects.toThrow(message)
  })
})

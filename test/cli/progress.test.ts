import { expect, test } from 'vitest'
import { progressLine, showProgress } from '../../src/cli/progress.ts'

function shown(terminal: { isTTY: boolean; columns?: number }) {
  let nowMs = 0
  const written: string[] = []
  const progress = showProgress('import', 1_000, { ...terminal, write: (text) => written.push(text) }, () => nowMs)
  return { progress, written, at: (ms: number, done: number) => ((nowMs = ms), progress.at(done)) }
}

test('the rate and the time left are those of the whole run', () => {
  expect(progressLine('import', 250, 1_000, 2_000)).toBe('import 250/1000 (25 %), 125/s, 6 s left')
  expect(progressLine('import', 10, 1_000, 2_000)).toBe('import 10/1000 (1 %), 5/s, 3 min 18 s left')
  expect(progressLine('import', 1_000, 1_000, 2_000)).toBe('import 1000/1000 (100 %), 500/s')
  expect(progressLine('import', 0, 0, 0)).toBe('import 0/0 (0 %), 0/s')
})

test('on a terminal one line moves, no wider than it', () => {
  const { at, written, progress } = shown({ isTTY: true, columns: 40 })
  at(1_000, 500)
  at(1_050, 510)
  at(1_200, 600)
  progress.end()
  expect(written).toHaveLength(4)
  expect(written[0]).toMatch(/^\r\u001B\[2Kimport 500\/1000 \(50 %\), 500\/s/u)
  expect(written.every((text) => text.replace('\r\u001B[2K', '').length < 40)).toBe(true)
})

test('a wide terminal has a bar', () => {
  const { at, written } = shown({ isTTY: true, columns: 120 })
  at(1_000, 500)
  expect(written[0]).toContain('[############............] import 500/1000')
})

test('elsewhere it is a line now and then, and always the last', () => {
  const { at, written, progress } = shown({ isTTY: false })
  at(1_000, 100)
  at(2_000, 200)
  at(7_000, 700)
  at(8_000, 1_000)
  progress.end()
  expect(written).toEqual([
    'import 100/1000 (10 %), 100/s, 9 s left\n',
    'import 700/1000 (70 %), 100/s, 3 s left\n',
    'import 1000/1000 (100 %), 125/s\n',
  ])
})

import { expect, test } from 'vitest'
import { withSynonyms } from '../../src/search/synonyms.ts'

const sets = [
  ['大模型', 'LLM', 'large language model'],
  ['稀宇科技', 'MiniMax'],
]

test('any name of a set stands for the whole set, whatever its case or width', () => {
  const meant = withSynonyms('大模型 评测', sets)
  for (const query of ['LLM 评测', '评测ＬＬＭ', 'Large Language Model 评测']) expect(withSynonyms(query, sets)).toBe(meant)
})

test('a Latin name is a word of its own, not a part of one', () => {
  expect(withSynonyms('llmops', sets)).toBe('llmops')
  expect(withSynonyms('用llm写公文', sets)).toContain('大模型')
})

test('a query that names nothing stays as it was typed', () => {
  expect(withSynonyms('Fall detection（夜间）', sets)).toBe('Fall detection（夜间）')
})

test('several sets may be meant at once, in the order of the sets', () => {
  expect(withSynonyms('minimax llm', sets)).toBe(withSynonyms('LLM 稀宇科技', sets))
})

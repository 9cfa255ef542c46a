import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A graded set in a folder of its own, gone after the test; members of a list become lines, objects JSON. */
export async function datasetFolder(files: {
  scenes: readonly unknown[]
  companies: readonly unknown[]
  qrels: readonly string[]
}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-set-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const lines = (rows: readonly unknown[]) =>
    rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('')
  await writeFile(join(folder, 'scenes.jsonl'), lines(files.scenes))
  await writeFile(join(folder, 'companies.jsonl'), lines(files.companies))
  await writeFile(join(folder, 'qrels.tsv'), lines(files.qrels))
  return folder
}

const topics = [
  '老人夜间跌倒监测告警',
  '初中数学作业批改',
  '路口信号灯配时优化',
  '门诊病历质控',
  '稻田病虫害识别',
  '垃圾分类投放识别',
  '工地扬尘噪声溯源',
  '展馆双语讲解',
  '焊接机器人免示教',
  '法律咨询文书生成',
  '稿件差错核校',
  '园区快递无人车',
]

/** Three scenes on twelve companies, each on a topic of its own; S3 has too few judged companies to count. */
export const tinySet = {
  scenes: topics.slice(0, 3).map((topic, index) => ({
    id: `S${index + 1}`,
    title: `${topic}项目`,
    requirements: [{ text: `能够完成${topic}`, must: true }],
    ...(index === 0 && {
      constraints: { deployment: 'private', filings: ['等保二级'], budget_wan: [null, 30], local_only: false },
    }),
  })),
  companies: topics.map((topic, index) => ({
    id: `C${index + 1}`,
    name: `示例${index + 1}公司`,
    products: [{ name: topic, description: `提供${topic}的产品与服务` }],
    ...(index === 0 && { deployment: ['saas'] }),
    ...(index === 1 && { min_budget_wan: 31 }),
  })),
  qrels: [
    ...topics.map((_, index) => `S1\tC${index + 1}\t${index === 0 ? 3 : index === 1 ? 1 : 0}\t0`),
    ...topics.map((_, index) => `S2\tC${index + 1}\t${index === 1 ? 3 : 0}\t0`),
    ...topics.slice(0, 9).map((_, index) => `S3\tC${index + 1}\t${index === 2 ? 3 : 0}\t0`),
  ],
}

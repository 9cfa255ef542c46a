import { beforeEach, describe, expect, test } from 'vitest'
import { concealed, namesOf } from '../../src/pitches/conceal-names.ts'
import { scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld, Signed } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>

beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
})

/** Every answer and every page that knows the scene or one of its pitches, as this reader gets it. */
async function everythingFor(who: Signed): Promise<{ path: string; text: string }[]> {
  const ids: Record<string, string[]> = {
    scenes: [w.scene.id],
    pitches: w.companies.map(({ pitchId }) => pitchId),
  }
  const paths = w.app.routes
    .filter(({ method, path }) => method === 'GET' && /^(?:\/api\/v1)?\/(?:scenes|pitches|evaluations|my)\b/u.test(path))
    .flatMap(({ path }) =>
      path.includes('/:id') ? (ids[/(\w+)\/:id/u.exec(path)![1]!] ?? []).map((id) => path.replace(':id', id)) : [path],
    )
  const read: { path: string; text: string }[] = []
  for (const path of new Set(paths.filter((one) => !one.includes(':') && !one.includes('*')))) {
    const { text, headers } = path.startsWith('/api/') ? await who.get(path) : await who.page(path)
    read.push({ path, text: `${text}${JSON.stringify([...headers])}` })
  }
  return read
}

const labelOf = ({ pitchId }: { pitchId: string }) => `P-${pitchId.slice(-6).toUpperCase()}`

const leaks = (read: { path: string; text: string }[], secrets: readonly string[]) =>
  read.flatMap(({ path, text }) =>
    secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase())).map((secret) => [path, secret]),
  )

test('until the shortlist an evaluator reads no name, id, brand, product or person of any company, anywhere', async () => {
  const secrets = w.companies.flatMap((company) => company.secrets)
  await does.appoints()
  for (const step of [async () => does.closes(), () => does.scoresAll(), () => does.agrees()]) {
    await step()
    const read = await everythingFor(w.evaluators[1])
    expect(read.length).toBeGreaterThan(8)
    expect(read.find(({ path }) => path === `${w.at}/evaluations`)!.text).toMatch(/"label":"P-[0-9A-F]{6}"/u)
    expect(leaks(read, secrets)).toEqual([])
  }
})

test('the list says how many there are and nothing that differs by whose they are', async () => {
  await does.appoints()
  does.closes()
  const { body } = await w.evaluators[0].get(`${w.at}/evaluations`)
  expect(body.items.map((item: any) => [item.label, item.company, item.status])).toEqual(
    w.companies.map((company) => [labelOf(company), null, 'submitted']),
  )
  const told = body.items.map(({ pitch_id: _id, label: _label, ...item }: any) => item)
  expect(told[1]).toEqual(told[0])
  expect(told[2]).toEqual(told[0])
})

test('a pitch is called the same wherever it is read, from its handing in to the release', async () => {
  const [company] = w.companies
  const called = async (who: Signed, path: string) => (await who.get(`/api/v1${path}`)).body
  const own = () => called(company.signatory, `/pitches/${company.pitchId}`)
  expect((await own()).label).toBe(labelOf(company))
  await does.appoints()
  does.closes()
  for (const step of [async () => undefined, does.scoresAll, does.agrees, () => does.shortlists(), does.decidesAll]) {
    await step()
    const at = `/scenes/${w.scene.id}`
    const lists = [
      (await called(w.evaluators[0], `${at}/evaluations`)).items,
      (await called(w.approver, `${at}/decisions`)).items,
      (await called(w.approver, `${at}/pitches`)).items,
      [await called(w.evaluators[0], `/pitches/${company.pitchId}/evaluation`), await own()],
    ]
    for (const items of lists) expect(items.map(({ label }: any) => label)).toContain(labelOf(company))
  }
  for (const page of [`/scenes/${w.scene.id}/panel`, `/scenes/${w.scene.id}/pitches`])
    expect((await w.approver.page(page)).text).toContain(labelOf(w.companies[2]))
})

test('from the shortlist on the panel knows who is on it, and of nobody else', async () => {
  await does.appoints()
  does.closes()
  await does.scoresAll()
  await does.agrees()
  await does.shortlists()
  const { body } = await w.evaluators[0].get(`${w.at}/evaluations`)
  expect(body.items.map((item: any) => item.company?.name ?? null)).toEqual([
    w.companies[0].org.legalName,
    w.companies[1].org.legalName,
    null,
  ])
  expect(body.items[0].content.summary).toContain('星澜')
  const left = w.companies[2].secrets
  expect(leaks(await everythingFor(w.evaluators[0]), left)).toEqual([])
  await does.decidesAll()
  expect(leaks(await everythingFor(w.evaluators[0]), left)).toEqual([])
  expect((await everythingFor(w.evaluators[0])).filter(({ text }) => text.includes('performance_short'))).toEqual([])
})

describe('concealing', () => {
  const known = {
    organisation: {
      legalName: '上海见湖智能科技有限公司（示例）',
      nameEn: 'Shanghai Jianhu Technology Co., Ltd.',
      uscc: '91310104MA1FR00001',
      city: '上海市',
      district: '徐汇区',
    },
    content: { aliases: ['湖记', 'JH'], controllers: [{ uscc: '91310104MA1FR00002', name: '大湖控股集团有限公司' }] },
    cards: [{ name: '听澜会议纪要' }],
    people: ['欧阳见微'],
  } as never
  const names = namesOf([known])
  const hidden = '〔隐去〕'

  test.each([
    ['上海见湖智能科技有限公司中标', `${hidden}中标`],
    ['上海見湖智能科技', `上海${hidden}`],
    ['我们见湖团队', `我们${hidden}团队`],
    ['见 湖 与见·湖', `${hidden} 与${hidden}`],
    ['ＪＨ 平台', `${hidden} 平台`],
    ['JHxyz 不是', 'JHxyz 不是'],
    ['shanghai JIANHU technology', `shanghai ${hidden}`],
    ['jian-hu 方案', `${hidden} 方案`],
    ['湖\u200b记', hidden],
    ['信用代码91310104MA1FR00001。', `信用代码${hidden}。`],
    ['母公司大湖控股', `母公司${hidden}`],
    ['听澜会议纪要 2.0', `${hidden} 2.0`],
    ['项目经理欧阳见微', `项目经理${hidden}`],
    ['见 https://jianhu.cn/a?b=1 。', `见 ${hidden} 。`],
    ['写信 bd@example.org', `写信 ${hidden}`],
    ['智能科技应用于社区', '智能科技应用于社区'],
    ['湖水监测 5 处', '湖水监测 5 处'],
  ])('%s', (text, told) => {
    expect(concealed(text, names)).toBe(told)
  })

  test('a product called what the scene calls the thing stays', () => {
    const plain = namesOf(
      [{ organisation: undefined, content: undefined, cards: [{ name: '跌倒监测' }] as never }],
      '居家跌倒监测',
    )
    expect(concealed('跌倒监测', plain)).toBe('跌倒监测')
  })
})

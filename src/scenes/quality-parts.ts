import { codePointLength } from '../shared/schema.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { hasFigure, isSpecific, isTestable, saysWhat, saysWhere, saysWho, sloganIn } from './quality-words.ts'
import { sceneFields, titleCharactersMin } from './scene-content.ts'
import type { Kpi, SceneContent } from './scene-content.ts'
import { timetable } from './timetable.ts'

export const backgroundCharactersMin = 80
export const essentialMin = 3

/** A part of the score: what it takes away from its maximum, as findings. */
export type Part = { id: string; zh: string; en: string; max: number; judge: (content: SceneContent) => Finding[] }

export const parts: readonly Part[] = [
  { id: 'headline', zh: '名称与一句话需求', en: 'Title and summary', max: 10, judge: judgeHeadline },
  { id: 'problem', zh: '痛点与使用者', en: 'Problem and users', max: 15, judge: judgeProblem },
  { id: 'requirements', zh: '要求', en: 'Requirements', max: 20, judge: judgeRequirements },
  { id: 'kpis', zh: '成效指标', en: 'KPIs', max: 20, judge: judgeKpis },
  { id: 'data', zh: '数据', en: 'Data', max: 10, judge: judgeData },
  { id: 'deployment', zh: '部署与合规', en: 'Deployment and compliance', max: 5, judge: judgeDeployment },
  { id: 'terms', zh: '预算与合作', en: 'Budget and cooperation', max: 10, judge: judgeTerms },
  { id: 'timetable', zh: '时间表', en: 'Timetable', max: 5, judge: judgeTimetable },
  { id: 'after', zh: '成功之后', en: 'After success', max: 5, judge: judgeAfter },
]

function judgeHeadline({ title = '', summary = '' }: SceneContent): Finding[] {
  const length = codePointLength(title)
  const slogan = sloganIn(title)
  return [
    ...lose(length < titleCharactersMin, finding('title.length', 'MAJOR', 'title', 2, `名称写到 ${titleCharactersMin}–40 字，现为 ${length} 字`, `Make the title ${titleCharactersMin}–40 characters long; it has ${length}`)),
    ...judgeTitle(title, slogan),
    ...lose(!saysWho(summary), finding('summary.who', 'MINOR', 'summary', 1, '一句话需求写明谁遇到问题（如：护理员、窗口人员）', 'Say in the summary who has the problem')),
    ...lose(!saysWhere(summary), finding('summary.where', 'MINOR', 'summary', 1, '一句话需求写明在哪里（如：某街道、某医院门诊）', 'Say in the summary where')),
    ...lose(!saysWhat(summary), finding('summary.what', 'MINOR', 'summary', 1, '一句话需求写明遇到什么问题、要做什么', 'Say in the summary what goes wrong or what is to be done')),
    ...lose(!hasFigure(summary), finding('summary.figure', 'MINOR', 'summary', 2, '一句话需求写至少一个数（如：每天 300 件）', 'Put a figure into the summary, such as 300 cases a day')),
  ]
}

function judgeTitle(title: string, slogan: string | undefined): Finding[] {
  if (slogan !== undefined) return [finding('title.slogan', 'MAJOR', 'title', 3, `去掉口号“${slogan}”，只写做什么`, `Remove the slogan “${slogan}”; say what is to be done`)]
  return lose(!isSpecific(title), finding('title.specific', 'MAJOR', 'title', 3, '名称写具体：对象加动作（如：独居老人居家跌倒监测）', 'Make the title specific: whom or what, and the task'))
}

function judgeProblem({ problem = '', background = '', endUsers = '', beneficiariesN }: SceneContent): Finding[] {
  const length = codePointLength(background)
  return [
    ...lose(!hasFigure(problem), finding('problem.figure', 'MAJOR', 'problem', 8, '痛点写至少一个数：多少、多久、多大比例', 'State the problem with a figure: how many, how long, what share')),
    ...lose(length < backgroundCharactersMin, finding('background.length', 'MAJOR', 'background', 4, `现状写到至少 ${backgroundCharactersMin} 字，现为 ${length} 字`, `Write at least ${backgroundCharactersMin} characters of background; it has ${length}`)),
    ...lose(endUsers === '', finding('users.missing', 'MINOR', 'endUsers', 2, '写明谁来使用', 'Say who will use it')),
    ...lose(beneficiariesN === undefined || beneficiariesN === 0, finding('users.number', 'MINOR', 'beneficiariesN', 1, '写明受益人数', 'Say how many people benefit')),
  ]
}

function judgeRequirements({ essential = [], desirable = [], outOfScope = '' }: SceneContent): Finding[] {
  return [
    ...lose(essential.length < essentialMin, finding('essential.count', 'MAJOR', 'essential', 8, `写至少 ${essentialMin} 条必要要求，现有 ${essential.length} 条`, `List at least ${essentialMin} essential requirements; there are ${essential.length}`)),
    ...judgeTestable(essential),
    ...lose(outOfScope === '', finding('scope.missing', 'MINOR', 'outOfScope', 2, '写明不做什么', 'Say what is out of scope')),
    ...lose(desirable.length === 0, finding('desirable.missing', 'MINOR', 'desirable', 2, '写至少一条加分要求', 'List at least one desirable requirement')),
  ]
}

const testablePoints = 8

/** The points are shared out among the requirements, so that each untestable one costs its share. */
function judgeTestable(essential: readonly string[]): Finding[] {
  if (essential.length === 0) {
    return [finding('essential.testable', 'MAJOR', 'essential', testablePoints, '逐条写可检验的必要要求：动作、对象、数字或系统', 'Write testable requirements: an action, an object, a figure or a named system')]
  }
  const untestable = essential.flatMap((requirement, index) => (isTestable(requirement) ? [] : [index]))
  const shares = shared(testablePoints, essential.length)
  return untestable.map((index) =>
    finding('essential.testable', 'MAJOR', `essential[${index}]`, shares[index]!, `第 ${index + 1} 条不可检验：写明动作、对象，以及数字或具名的系统、单位`, `Requirement ${index + 1} cannot be tested: give an action, an object, and a figure or a named system or party`),
  )
}

/** Whole points that add up to the total, the larger ones first. */
function shared(total: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(total / count) + (index < total % count ? 1 : 0))
}

const kpiAspects = ['baseline', 'target', 'unit', 'method'] as const
const kpiWords = {
  baseline: { zh: '基线', en: 'baseline' },
  target: { zh: '目标值', en: 'target' },
  unit: { zh: '单位', en: 'unit' },
  method: { zh: '测法', en: 'method' },
}

function judgeKpis({ kpis = [] }: SceneContent): Finding[] {
  const ranked = kpis.map((kpi, index) => ({ index, gaps: gapsOf(kpi) })).toSorted((a, b) => a.gaps.length - b.gaps.length)
  const unowned = kpis.findIndex((kpi) => kpi.owner === undefined || kpi.owner === '')
  const ownerField = unowned < 0 ? 'kpis' : `kpis[${unowned}].owner`
  return [
    ...judgeFirstKpi(ranked[0]),
    ...lose(ranked[1] === undefined || ranked[1].gaps.length > 0, finding('kpis.second', 'MINOR', ranked[1] === undefined ? 'kpis' : `kpis[${ranked[1].index}]`, 4, '再写一项完整的指标（基线、目标、单位、测法）', 'Add a second complete KPI, with baseline, target, unit and method')),
    ...lose(kpis.length === 0 || unowned >= 0, finding('kpis.owner', 'MINOR', ownerField, 4, '写明每项指标的数据由谁提供', 'Name who provides the data of every KPI')),
  ]
}

function judgeFirstKpi(best: { index: number; gaps: readonly (typeof kpiAspects)[number][] } | undefined): Finding[] {
  if (best === undefined) return [finding('kpis.missing', 'MAJOR', 'kpis', 12, '写至少一项指标：基线、目标、单位、测法', 'Give at least one KPI with baseline, target, unit and method')]
  return best.gaps.map((gap) => {
    const { zh, en } = kpiWords[gap]
    return finding(`kpis.${gap}`, 'MAJOR', `kpis[${best.index}].${gap}`, 3, `第 ${best.index + 1} 项指标补上${zh}`, `Add the ${en} of KPI ${best.index + 1}`)
  })
}

function gapsOf(kpi: Kpi): (typeof kpiAspects)[number][] {
  return kpiAspects.filter((aspect) => kpi[aspect] === undefined || kpi[aspect] === '')
}

function judgeData({ dataLevel, dataAssets = [] }: SceneContent): Finding[] {
  // Where there is no data at all, there is nothing to describe.
  const nothingToDescribe = dataLevel === 'none'
  const undescribed = dataAssets.findIndex((asset) => asset.class === undefined || asset.volume === undefined)
  const unlawful = dataAssets.findIndex((asset) => asset.legalBasis === undefined || asset.legalBasis === '')
  const described = nothingToDescribe || (dataAssets.length > 0 && undescribed < 0)
  const lawful = nothingToDescribe || (dataAssets.length > 0 && unlawful < 0)
  return [
    ...lose(dataLevel === undefined, finding('data.level', 'MAJOR', 'dataLevel', 4, '选择数据就绪级别', 'Choose the level of data readiness')),
    ...lose(!described, finding('data.assets', 'MAJOR', undescribed < 0 ? 'dataAssets' : `dataAssets[${undescribed}]`, 4, '列出数据资产，写明类别和数量', 'List the data assets with their class and volume')),
    ...lose(!lawful, finding('data.legal_basis', 'MINOR', unlawful < 0 ? 'dataAssets' : `dataAssets[${unlawful}].legalBasis`, 2, '写明每项数据的使用依据', 'Give the legal basis of every data asset')),
  ]
}

function judgeDeployment({ deployment, complianceNeeds = [] }: SceneContent): Finding[] {
  return [
    ...lose(deployment === undefined, finding('deployment.missing', 'MAJOR', 'deployment', 3, '选择部署方式', 'Choose where it is to run')),
    ...lose(complianceNeeds.length === 0, finding('compliance.missing', 'MINOR', 'complianceNeeds', 2, '写明合规要求（如：等保二级、生成式人工智能服务备案）', 'List the compliance needs, such as 等保二级 or a model filing')),
  ]
}

function judgeTerms({ budgetNone, budgetMinFen = 0, budgetMaxFen, coopModes = [], supportOffered = [] }: SceneContent): Finding[] {
  const stated = budgetNone === true || budgetMaxFen !== undefined
  return [
    ...lose(!stated, finding('budget.missing', 'MAJOR', 'budgetMaxFen', 5, '写预算上限，或明确无预算', 'State the largest budget, or that there is none')),
    ...lose(stated && budgetMaxFen !== undefined && budgetMinFen > budgetMaxFen, finding('budget.order', 'MAJOR', 'budgetMinFen', 5, '预算下限不得高于上限', 'The smallest budget must not exceed the largest')),
    ...lose(coopModes.length === 0, finding('coop.missing', 'MINOR', 'coopModes', 3, '选择合作方式', 'Choose ways of cooperating')),
    ...lose(supportOffered.length === 0, finding('support.missing', 'MINOR', 'supportOffered', 2, '写明可提供的支持（场地、数据、人员等）', 'Say what support is offered: site, data, staff')),
  ]
}

function judgeTimetable(content: SceneContent): Finding[] {
  const missing = timetable.find((name) => content[name] === undefined)
  if (missing !== undefined) {
    const { zh, en } = sceneFields[missing]
    return [finding('timetable.missing', 'MAJOR', missing, 5, `补上“${zh}”`, `Fill in “${en}”`)]
  }
  const early = timetable.findIndex((name, index) => index > 0 && content[name]! < content[timetable[index - 1]!]!)
  if (early < 0) return []
  const [before, after] = [sceneFields[timetable[early - 1]!], sceneFields[timetable[early]!]]
  return [finding('timetable.order', 'MAJOR', timetable[early]!, 5, `“${after.zh}”不得早于“${before.zh}”`, `“${after.en}” must not come before “${before.en}”`)]
}

function judgeAfter({ afterSuccess }: SceneContent): Finding[] {
  if (afterSuccess === undefined) {
    return [finding('after.missing', 'MAJOR', 'afterSuccess', 5, '写明成功之后走什么路径、用哪笔预算、谁决定、何时定', 'Say what follows success: the route, the budget line, who decides, and when')]
  }
  const { route, budgetLine = '', authority = '', decisionDate } = afterSuccess
  return [
    ...lose(route === 'unknown', finding('after.route', 'MAJOR', 'afterSuccess.route', 2, '尽量明确成功之后的路径', 'Settle the route after success')),
    ...lose(budgetLine === '', finding('after.budget_line', 'MINOR', 'afterSuccess.budgetLine', 1, '写明后续使用哪笔预算', 'Name the budget line that would pay')),
    ...lose(authority === '', finding('after.authority', 'MINOR', 'afterSuccess.authority', 1, '写明由谁决定', 'Name who decides')),
    ...lose(decisionDate === undefined, finding('after.decision_date', 'MINOR', 'afterSuccess.decisionDate', 1, '写明何时决定', 'Say when it will be decided')),
  ]
}

function lose(isLost: boolean, found: Finding): Finding[] {
  return isLost ? [found] : []
}

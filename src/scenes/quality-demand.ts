import { codePointLength } from '../shared/schema.ts'
import { finding, lose } from './finding.ts'
import type { Finding } from './finding.ts'
import { hasFigure, isSpecific, isTestable, saysWhat, saysWhere, saysWho, sloganIn } from './quality-words.ts'
import { titleCharactersMin } from './scene-content.ts'
import type { Kpi, SceneContent } from './scene-content.ts'

const backgroundCharactersMin = 80
const essentialMin = 3

export function judgeHeadline({ title = '', summary = '' }: SceneContent): Finding[] {
  const length = codePointLength(title)
  const slogan = sloganIn(title)
  return [
    ...lose(
      length < titleCharactersMin,
      finding(
        'title.length',
        'MAJOR',
        'title',
        2,
        `名称写到 ${titleCharactersMin}–40 字，现为 ${length} 字`,
        `Make the title ${titleCharactersMin}–40 characters long; it has ${length}`,
      ),
    ),
    ...judgeTitle(title, slogan),
    ...lose(
      !saysWho(summary),
      finding(
        'summary.who',
        'MINOR',
        'summary',
        1,
        '一句话需求写明谁遇到问题（如：护理员、窗口人员）',
        'Say in the summary who has the problem',
      ),
    ),
    ...lose(
      !saysWhere(summary),
      finding(
        'summary.where',
        'MINOR',
        'summary',
        1,
        '一句话需求写明在哪里（如：某街道、某医院门诊）',
        'Say in the summary where',
      ),
    ),
    ...lose(
      !saysWhat(summary),
      finding(
        'summary.what',
        'MINOR',
        'summary',
        1,
        '一句话需求写明遇到什么问题、要做什么',
        'Say in the summary what goes wrong or what is to be done',
      ),
    ),
    ...lose(
      !hasFigure(summary),
      finding(
        'summary.figure',
        'MINOR',
        'summary',
        2,
        '一句话需求写至少一个数（如：每天 300 件）',
        'Put a figure into the summary, such as 300 cases a day',
      ),
    ),
  ]
}

function judgeTitle(title: string, slogan: string | undefined): Finding[] {
  if (slogan !== undefined)
    return [
      finding(
        'title.slogan',
        'MAJOR',
        'title',
        3,
        `去掉口号“${slogan}”，只写做什么`,
        `Remove the slogan “${slogan}”; say what is to be done`,
      ),
    ]
  return lose(
    !isSpecific(title),
    finding(
      'title.specific',
      'MAJOR',
      'title',
      3,
      '名称写具体：对象加动作（如：独居老人居家跌倒监测）',
      'Make the title specific: whom or what, and the task',
    ),
  )
}

export function judgeProblem({ problem = '', background = '', endUsers = '', beneficiariesN }: SceneContent): Finding[] {
  const length = codePointLength(background)
  return [
    ...lose(
      !hasFigure(problem),
      finding(
        'problem.figure',
        'MAJOR',
        'problem',
        8,
        '痛点写至少一个数：多少、多久、多大比例',
        'State the problem with a figure: how many, how long, what share',
      ),
    ),
    ...lose(
      length < backgroundCharactersMin,
      finding(
        'background.length',
        'MAJOR',
        'background',
        4,
        `现状写到至少 ${backgroundCharactersMin} 字，现为 ${length} 字`,
        `Write at least ${backgroundCharactersMin} characters of background; it has ${length}`,
      ),
    ),
    ...lose(endUsers === '', finding('users.missing', 'MINOR', 'endUsers', 2, '写明谁来使用', 'Say who will use it')),
    ...lose(
      beneficiariesN === undefined || beneficiariesN === 0,
      finding('users.number', 'MINOR', 'beneficiariesN', 1, '写明受益人数', 'Say how many people benefit'),
    ),
  ]
}

export function judgeRequirements({ essential = [], desirable = [], outOfScope = '' }: SceneContent): Finding[] {
  return [
    ...lose(
      essential.length < essentialMin,
      finding(
        'essential.count',
        'MAJOR',
        'essential',
        8,
        `写至少 ${essentialMin} 条必要要求，现有 ${essential.length} 条`,
        `List at least ${essentialMin} essential requirements; there are ${essential.length}`,
      ),
    ),
    ...judgeTestable(essential),
    ...lose(outOfScope === '', finding('scope.missing', 'MINOR', 'outOfScope', 2, '写明不做什么', 'Say what is out of scope')),
    ...lose(
      desirable.length === 0,
      finding('desirable.missing', 'MINOR', 'desirable', 2, '写至少一条加分要求', 'List at least one desirable requirement'),
    ),
  ]
}

const testablePoints = 8

/** The points are shared out among the requirements, so that each untestable one costs its share. */
function judgeTestable(essential: readonly string[]): Finding[] {
  if (essential.length === 0) {
    return [
      finding(
        'essential.testable',
        'MAJOR',
        'essential',
        testablePoints,
        '逐条写可检验的必要要求：动作、对象、数字或系统',
        'Write testable requirements: an action, an object, a figure or a named system',
      ),
    ]
  }
  const untestable = essential.flatMap((requirement, index) => (isTestable(requirement) ? [] : [index]))
  const shares = shared(testablePoints, essential.length)
  return untestable.map((index) =>
    finding(
      'essential.testable',
      'MAJOR',
      `essential[${index}]`,
      shares[index]!,
      `第 ${index + 1} 条不可检验：写明动作、对象，以及数字或具名的系统、单位`,
      `Requirement ${index + 1} cannot be tested: give an action, an object, and a figure or a named system or party`,
    ),
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

export function judgeKpis({ kpis = [] }: SceneContent): Finding[] {
  const ranked = kpis.map((kpi, index) => ({ index, gaps: gapsOf(kpi) })).toSorted((a, b) => a.gaps.length - b.gaps.length)
  const unowned = kpis.findIndex((kpi) => kpi.owner === undefined || kpi.owner === '')
  const ownerField = unowned < 0 ? 'kpis' : `kpis[${unowned}].owner`
  return [
    ...judgeFirstKpi(ranked[0]),
    ...lose(
      ranked[1] === undefined || ranked[1].gaps.length > 0,
      finding(
        'kpis.second',
        'MINOR',
        ranked[1] === undefined ? 'kpis' : `kpis[${ranked[1].index}]`,
        4,
        '再写一项完整的指标（基线、目标、单位、测法）',
        'Add a second complete KPI, with baseline, target, unit and method',
      ),
    ),
    ...lose(
      kpis.length === 0 || unowned >= 0,
      finding('kpis.owner', 'MINOR', ownerField, 4, '写明每项指标的数据由谁提供', 'Name who provides the data of every KPI'),
    ),
  ]
}

function judgeFirstKpi(best: { index: number; gaps: readonly (typeof kpiAspects)[number][] } | undefined): Finding[] {
  if (best === undefined)
    return [
      finding(
        'kpis.missing',
        'MAJOR',
        'kpis',
        12,
        '写至少一项指标：基线、目标、单位、测法',
        'Give at least one KPI with baseline, target, unit and method',
      ),
    ]
  return best.gaps.map((gap) => {
    const { zh, en } = kpiWords[gap]
    return finding(
      `kpis.${gap}`,
      'MAJOR',
      `kpis[${best.index}].${gap}`,
      3,
      `第 ${best.index + 1} 项指标补上${zh}`,
      `Add the ${en} of KPI ${best.index + 1}`,
    )
  })
}

function gapsOf(kpi: Kpi): (typeof kpiAspects)[number][] {
  return kpiAspects.filter((aspect) => kpi[aspect] === undefined || kpi[aspect] === '')
}

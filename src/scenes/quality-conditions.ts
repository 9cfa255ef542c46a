import { finding, lose } from './finding.ts'
import type { Finding } from './finding.ts'
import { sceneFields } from './scene-content.ts'
import type { SceneContent } from './scene-content.ts'
import { timetable } from './timetable.ts'

export function judgeData({ dataLevel, dataAssets = [] }: SceneContent): Finding[] {
  // Where there is no data at all, there is nothing to describe.
  const nothingToDescribe = dataLevel === 'none'
  const undescribed = dataAssets.findIndex((asset) => asset.class === undefined || asset.volume === undefined)
  const unlawful = dataAssets.findIndex((asset) => asset.legalBasis === undefined || asset.legalBasis === '')
  const described = nothingToDescribe || (dataAssets.length > 0 && undescribed < 0)
  const lawful = nothingToDescribe || (dataAssets.length > 0 && unlawful < 0)
  return [
    ...lose(
      dataLevel === undefined,
      finding('data.level', 'MAJOR', 'dataLevel', 4, '选择数据就绪级别', 'Choose the level of data readiness'),
    ),
    ...lose(
      !described,
      finding(
        'data.assets',
        'MAJOR',
        undescribed < 0 ? 'dataAssets' : `dataAssets[${undescribed}]`,
        4,
        '列出数据资产，写明类别和数量',
        'List the data assets with their class and volume',
      ),
    ),
    ...lose(
      !lawful,
      finding(
        'data.legal_basis',
        'MINOR',
        unlawful < 0 ? 'dataAssets' : `dataAssets[${unlawful}].legalBasis`,
        2,
        '写明每项数据的使用依据',
        'Give the legal basis of every data asset',
      ),
    ),
  ]
}

export function judgeDeployment({ deployment, complianceNeeds = [] }: SceneContent): Finding[] {
  return [
    ...lose(
      deployment === undefined,
      finding('deployment.missing', 'MAJOR', 'deployment', 3, '选择部署方式', 'Choose where it is to run'),
    ),
    ...lose(
      complianceNeeds.length === 0,
      finding(
        'compliance.missing',
        'MINOR',
        'complianceNeeds',
        2,
        '写明合规要求（如：等保二级、生成式人工智能服务备案）',
        'List the compliance needs, such as 等保二级 or a model filing',
      ),
    ),
  ]
}

export function judgeTerms({
  budgetNone,
  budgetMinFen = 0,
  budgetMaxFen,
  coopModes = [],
  supportOffered = [],
}: SceneContent): Finding[] {
  const stated = budgetNone === true || budgetMaxFen !== undefined
  return [
    ...lose(
      !stated,
      finding(
        'budget.missing',
        'MAJOR',
        'budgetMaxFen',
        5,
        '写预算上限，或明确无预算',
        'State the largest budget, or that there is none',
      ),
    ),
    ...lose(
      stated && budgetMaxFen !== undefined && budgetMinFen > budgetMaxFen,
      finding(
        'budget.order',
        'MAJOR',
        'budgetMinFen',
        5,
        '预算下限不得高于上限',
        'The smallest budget must not exceed the largest',
      ),
    ),
    ...lose(
      coopModes.length === 0,
      finding('coop.missing', 'MINOR', 'coopModes', 3, '选择合作方式', 'Choose ways of cooperating'),
    ),
    ...lose(
      supportOffered.length === 0,
      finding(
        'support.missing',
        'MINOR',
        'supportOffered',
        2,
        '写明可提供的支持（场地、数据、人员等）',
        'Say what support is offered: site, data, staff',
      ),
    ),
  ]
}

export function judgeTimetable(content: SceneContent): Finding[] {
  const missing = timetable.find((name) => content[name] === undefined)
  if (missing !== undefined) {
    const { zh, en } = sceneFields[missing]
    return [finding('timetable.missing', 'MAJOR', missing, 5, `补上“${zh}”`, `Fill in “${en}”`)]
  }
  const early = timetable.findIndex((name, index) => index > 0 && content[name]! < content[timetable[index - 1]!]!)
  if (early < 0) return []
  const [before, after] = [sceneFields[timetable[early - 1]!], sceneFields[timetable[early]!]]
  return [
    finding(
      'timetable.order',
      'MAJOR',
      timetable[early]!,
      5,
      `“${after.zh}”不得早于“${before.zh}”`,
      `“${after.en}” must not come before “${before.en}”`,
    ),
  ]
}

export function judgeAfter({ afterSuccess }: SceneContent): Finding[] {
  if (afterSuccess === undefined) {
    return [
      finding(
        'after.missing',
        'MAJOR',
        'afterSuccess',
        5,
        '写明成功之后走什么路径、用哪笔预算、谁决定、何时定',
        'Say what follows success: the route, the budget line, who decides, and when',
      ),
    ]
  }
  const { route, budgetLine = '', authority = '', decisionDate } = afterSuccess
  return [
    ...lose(
      route === 'unknown',
      finding('after.route', 'MAJOR', 'afterSuccess.route', 2, '尽量明确成功之后的路径', 'Settle the route after success'),
    ),
    ...lose(
      budgetLine === '',
      finding(
        'after.budget_line',
        'MINOR',
        'afterSuccess.budgetLine',
        1,
        '写明后续使用哪笔预算',
        'Name the budget line that would pay',
      ),
    ),
    ...lose(
      authority === '',
      finding('after.authority', 'MINOR', 'afterSuccess.authority', 1, '写明由谁决定', 'Name who decides'),
    ),
    ...lose(
      decisionDate === undefined,
      finding('after.decision_date', 'MINOR', 'afterSuccess.decisionDate', 1, '写明何时决定', 'Say when it will be decided'),
    ),
  ]
}

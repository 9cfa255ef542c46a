import { judgeAfter, judgeData, judgeDeployment, judgeTerms, judgeTimetable } from './quality-conditions.ts'
import { judgeHeadline, judgeKpis, judgeProblem, judgeRequirements } from './quality-demand.ts'
import type { Finding } from './finding.ts'
import type { SceneContent } from './scene-content.ts'

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

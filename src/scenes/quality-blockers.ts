import { addDays, addWorkingDays, dateIn } from '../shared/time.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { brandsIn, personalNumberIn } from './quality-privacy.ts'
import { hasFigure } from './quality-words.ts'
import { sceneFields, sceneTypes } from './scene-content.ts'
import type { SceneContent, SceneField } from './scene-content.ts'
import type { QualityFacts } from './scene-quality.ts'

const deadlineWorkingDaysMin = 10
/** Rule A8: nothing stays open for longer. */
const openDaysMax = 180
const priceWeightMax = 40

/** What keeps a scene from being published whatever its score; `after_success` stands among the parts. */
export function blockers(content: SceneContent, facts: QualityFacts): Finding[] {
  return [
    ...essentialBlocker(content),
    ...kpiBlockers(content),
    ...deadlineBlocker(content, facts),
    ...expiryBlocker(content, facts),
    ...personalBlockers(content),
    ...brandBlockers(content, facts),
    ...facts.duplicates.map(({ title }) =>
      finding(
        'duplicate.unanswered',
        'BLOCKER',
        'title',
        0,
        `与“${title}”很可能重复：请回答合并、不同（说明原因）或继续`,
        `Probably a duplicate of “${title}”: answer merge, differs because …, or continue`,
      ),
    ),
  ]
}

/** Rules beside the score: they cost no points and block nothing. */
export function warnings({ sceneType, pilotWeeks, criteria, budgetNone, budgetMaxFen }: SceneContent): Finding[] {
  const type = sceneTypes.find((known) => known.id === sceneType)
  const found: Finding[] = []
  if (type !== undefined && pilotWeeks !== undefined && pilotWeeks > type.pilot_weeks_max) {
    found.push(
      finding(
        'type.pilot_weeks',
        'MAJOR',
        'pilotWeeks',
        0,
        `“${type.zh}”的试点至多 ${type.pilot_weeks_max} 周`,
        `A pilot of the type “${type.en}” lasts at most ${type.pilot_weeks_max} weeks`,
      ),
    )
  }
  if (type?.needs_budget === true && (budgetNone === true || budgetMaxFen === 0)) {
    found.push(
      finding(
        'type.budget',
        'MAJOR',
        'budgetMaxFen',
        0,
        `“${type.zh}”应有预算，或改为其他类型`,
        `The type “${type.en}” wants a budget; give one or choose another type`,
      ),
    )
  }
  if (budgetNone === true && budgetMaxFen !== undefined && budgetMaxFen > 0) {
    found.push(
      finding(
        'budget.contradiction',
        'MAJOR',
        'budgetNone',
        0,
        '已写预算上限，请取消“明确无预算”',
        'A budget is given; clear “explicitly no budget”',
      ),
    )
  }
  return [...found, ...criteriaWarnings(criteria ?? [])]
}

function criteriaWarnings(criteria: NonNullable<SceneContent['criteria']>): Finding[] {
  if (criteria.length === 0) return []
  const sum = criteria.reduce((total, { weight }) => total + weight, 0)
  const price = criteria.filter(({ criterion }) => criterion === 'price').reduce((total, { weight }) => total + weight, 0)
  const found: Finding[] = []
  if (sum !== 100)
    found.push(
      finding(
        'criteria.sum',
        'MAJOR',
        'criteria',
        0,
        `各项权重合计须为 100，现为 ${sum}`,
        `The weights must add up to 100; they add up to ${sum}`,
      ),
    )
  if (price > priceWeightMax)
    found.push(
      finding(
        'criteria.price',
        'MAJOR',
        'criteria',
        0,
        `价格权重至多 ${priceWeightMax}，现为 ${price}`,
        `Price may weigh at most ${priceWeightMax}; it weighs ${price}`,
      ),
    )
  return found
}

function essentialBlocker({ essential = [] }: SceneContent): Finding[] {
  if (essential.length > 0) return []
  return [finding('essential.none', 'BLOCKER', 'essential', 0, '写至少一条必要要求', 'Write at least one essential requirement')]
}

function kpiBlockers({ kpis = [] }: SceneContent): Finding[] {
  return kpis.flatMap((kpi, index) =>
    kpi.target === undefined && !hasFigure(kpi.name)
      ? [
          finding(
            'kpis.no_figure',
            'BLOCKER',
            `kpis[${index}]`,
            0,
            `指标“${kpi.name}”没有数：写目标值和单位`,
            `The KPI “${kpi.name}” has no figure: give a target and a unit`,
          ),
        ]
      : [],
  )
}

/** Counted from the opening, or from today where that is later. */
function deadlineBlocker({ opensAt, deadline }: SceneContent, { now, zone }: QualityFacts): Finding[] {
  if (deadline === undefined) return []
  const today = dateIn(zone, now)
  const from = opensAt !== undefined && opensAt > today ? opensAt : today
  const earliest = addWorkingDays(from, deadlineWorkingDaysMin)
  if (deadline >= earliest) return []
  return [
    finding(
      'deadline.too_soon',
      'BLOCKER',
      'deadline',
      0,
      `申请截止至少在开放后 ${deadlineWorkingDaysMin} 个工作日：不早于 ${earliest}`,
      `Leave at least ${deadlineWorkingDaysMin} working days: the deadline must be ${earliest} or later`,
    ),
  ]
}

/** Counted from the opening, or from today while that is not said. */
function expiryBlocker({ opensAt, deadline }: SceneContent, { now, zone, deadlineStanding = '' }: QualityFacts): Finding[] {
  const latest = addDays(opensAt ?? dateIn(zone, now), openDaysMax)
  if (deadline === undefined || deadline <= latest || deadline <= deadlineStanding) return []
  return [
    finding(
      'deadline.too_late',
      'BLOCKER',
      'deadline',
      0,
      `场景开放后至多 ${openDaysMax} 天到期：申请截止不晚于 ${latest}`,
      `A scene expires at most ${openDaysMax} days after it opens: the deadline must be ${latest} or earlier`,
    ),
  ]
}

function personalBlockers(content: SceneContent): Finding[] {
  return textsOf(content).flatMap(({ path, text }) => {
    const kind = personalNumberIn(text)
    if (kind === undefined) return []
    const [zh, en] = kind === 'telephone' ? ['电话号码', 'telephone number'] : ['身份证号', 'identity number']
    return [
      finding(
        `privacy.${kind}`,
        'BLOCKER',
        path,
        0,
        `公开字段不得出现${zh}，请删去`,
        `Remove the ${en}: everybody can read this field`,
      ),
    ]
  })
}

function brandBlockers({ eligibility = [] }: SceneContent, { brands }: QualityFacts): Finding[] {
  return eligibility.flatMap((rule, index) => {
    const [brand] = brandsIn(rule, brands)
    if (brand === undefined) return []
    return [
      finding(
        'eligibility.brand',
        'BLOCKER',
        `eligibility[${index}]`,
        0,
        `资格不得指定品牌或企业“${brand}”，请改写为能力要求`,
        `Eligibility must not name the brand or company “${brand}”; ask for the ability instead`,
      ),
    ]
  })
}

/** Every text that everybody may read, with its path. */
function textsOf(content: SceneContent): { path: string; text: string }[] {
  return Object.entries(content)
    .filter(([name]) => sceneFields[name as SceneField].access === 'pub')
    .flatMap(([name, value]) => textsAt(name, value))
}

function textsAt(path: string, value: unknown): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((inner, index) => textsAt(`${path}[${index}]`, inner))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsAt(`${path}.${key}`, inner))
}

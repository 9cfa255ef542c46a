/** What a scene asks for, as matching sees it: from a stored scene, a preview or a graded set alike. */
export type Demand = {
  id: string
  title: string
  /** What stands around the requirements: summary, background, problem, users, keywords. */
  context: string[]
  requirements: { text: string; must: boolean }[]
  terms: DemandTerms
}

/** The conditions that gates compare; what is absent was not asked. */
export type DemandTerms = {
  budgetMaxFen?: number
  deployment?: string
  filings: string[]
  localOnly: boolean
  place?: Place
  minStage?: string
  /** Whether the scene says what follows success. */
  isAfterSuccessKnown?: boolean
  /** Filings must hold on this day. */
  deadline?: string
  /** 统一社会信用代码 of the demand side. */
  uscc?: string
  /** Who controls the demand side; a department is controlled by nobody who sells. */
  controllers?: Controller[]
}

/** Whoever holds a share of an entity, by 统一社会信用代码; a share that nobody names may be all of it. */
export type Controller = { uscc: string; sharePercent?: number }

export type Place = { city?: string; district?: string }

/** Everything the scene says, and what it asks once more for each time that counts beyond the first. */
export function weighedText(demand: Demand, askedTimes: number): string {
  const asked = [demand.title, ...demand.requirements.map(({ text }) => text)]
  return [demandText(demand), ...Array.from({ length: askedTimes - 1 }, () => asked).flat()].join('\n')
}

export function demandText(demand: Demand): string {
  return [demand.title, ...demand.context, ...demand.requirements.map((requirement) => requirement.text)].join('\n')
}

/** What is looked for one by one: the requirements, or the title where there are none. */
export function askedTexts(demand: Demand): string[] {
  return demand.requirements.length > 0 ? demand.requirements.map(({ text }) => text) : [demand.title]
}

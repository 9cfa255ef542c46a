import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { planOf } from '../planning/check-plan.ts'
import type { Assignment } from '../planning/timetable-problem.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, withinSession } from '../sessions/change-session.ts'
import type { VerbPorts, Work } from '../sessions/change-session.ts'
import type { PlanChoice } from '../plans/plan-content.ts'
import { isOverBy, placesIn } from '../plans/plan-facts.ts'
import type { PlanFacts } from '../plans/plan-facts.ts'
import { timetableProblemOf } from '../plans/plan-problems.ts'
import { newPlan, toBePlanned } from '../plans/plan-session.ts'
import { insertPlan } from '../plans/plan-store.ts'
import { readPlanFacts } from '../plans/read-plan-facts.ts'
import { targetOfSession } from '../sessions/session.ts'
import { conflictsOf, movedRows, moveFaults, readPlanRows } from './sheet-plan-read.ts'
import type { PlacedRow } from './sheet-plan-read.ts'
import { readWorkbook } from './sheet-read.ts'

/** `planId`: to be compared and published as any other plan; null where the sheet moves nothing, or was only checked. */
export type ImportedPlan = { isDryRun: boolean; planId: string | null; moved: number; unchanged: number }

/** Slots and tables changed in the spreadsheet, kept as a plan if nothing in it conflicts; what the sheet leaves out stays. */
export async function importPlanSheet(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  file: Uint8Array<ArrayBuffer>,
  { isDryRun }: { isDryRun: boolean },
): Promise<ImportedPlan> {
  const sheets = await readWorkbook(file)
  return withinSession(ports, actor, sessionId, async (work) => {
    unwrap(permit(actor, 'session.plan', targetOfSession(work.session)))
    const facts = await readPlanFacts(work.tx, sessionId, work.now)
    const reading =
      readPlanRows(sheets, facts.meetings) ?? unwrap<never>(refuse('sheet.not_readable', { needs: ['洽谈编号', '时段', '桌号'] }))
    const moved = movedRows(reading.rows)
    const made = planned(facts, reading.rows, moved)
    const findings = [...reading.faults, ...moveFaults(moved, (slot) => isOverBy(facts, slot)), ...made.conflicts]
    if (findings.length > 0) unwrap(refuse('sheet.invalid', { findings }))
    const counts = { moved: moved.length, unchanged: reading.rows.length - moved.length }
    if (isDryRun || moved.length === 0) return { isDryRun, planId: null, ...counts }
    return { isDryRun, planId: await keep(work, made), ...counts }
  })
}

type Made = Pick<Parameters<typeof insertPlan>[1], 'problem' | 'plan' | 'allocation' | 'progress'>

/** The timetable with these meetings moved, and everything in it that cannot be. */
function planned(
  facts: PlanFacts,
  rows: readonly PlacedRow[],
  moved: readonly PlacedRow[],
): Made & { conflicts: ReturnType<typeof conflictsOf> } {
  const going = new Map(moved.map(({ meeting, place }) => [meeting.id, place]))
  const stay = placesIn(facts).filter(({ meeting }) => !going.has(meeting))
  const assignments: Assignment[] = [
    ...stay,
    ...[...going].flatMap(([meeting, place]) => (place === null ? [] : [{ meeting, ...place }])),
  ]
  const placed = new Set(assignments.map(({ meeting }) => meeting))
  const staying = facts.meetings.filter(({ id }) => placed.has(id))
  const isBehind = ({ id, slot }: { id: string; slot: number | null }) => !going.has(id) && slot !== null && isOverBy(facts, slot)
  const problem = timetableProblemOf(facts, staying, isBehind, [])
  const names = new Map(facts.participants.map(({ id, orgName }) => [id, orgName]))
  const byId = new Map(rows.map(({ row, meeting }) => [meeting.id, row]))
  const conflicts = conflictsOf(problem, assignments, byId, (id) => names.get(id) ?? '')
  if (conflicts.length > 0) return { conflicts, problem, plan: null, allocation: null, progress: null }
  const plan = planOf(problem, assignments)
  const released = [...going].flatMap(([meeting, place]) => (place === null ? [meeting] : []))
  const allocation: PlanChoice = { pairs: [], cancelled: [], why: 'called_off', released, leavers: [], away: [], totals: null }
  const progress = { breaks: plan.breaks, gap: plan.gap, unplaced: released.length, bound: 0, seconds: 0 }
  return { conflicts, problem, plan, allocation, progress }
}

async function keep(work: Work, { problem, plan, allocation, progress }: Made): Promise<string> {
  const session = await toBePlanned(work, 'session.plan')
  const row = newPlan({ ...work, session }, { kind: 'repair', status: 'complete', seconds: 0, seed: 0 })
  await insertPlan(work.tx, { ...row, problem, plan, allocation, progress, finishedAt: work.now })
  await record(work, 'session.import_plan', { detail: { plan: row.id } })
  return row.id
}

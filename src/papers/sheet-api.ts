import { Hono } from 'hono'
import * as v from 'valibot'
import { answerFile } from '../web/file.ts'
import { about, answer, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { importOutcomes } from './outcome-import-write.ts'
import { outcomeWorksheets } from './sheet-outcomes.ts'
import { importPlanSheet } from './sheet-plan-import.ts'
import { planWorksheets } from './sheet-plan.ts'
import { fileName, mayImport, sentFile, sessionId, sheetType, staffSheet } from './sheet-request.ts'
import { sessionTitle } from './sheet.ts'
import type { SessionSheet } from './sheet.ts'
import { writeWorkbook } from './sheet-write.ts'
import type { Worksheet } from './sheet-write.ts'

const DryRun = v.strictObject({ dryRun: v.optional(v.picklist(['true', 'false']), 'false') })

const OutcomesAnswer = v.object({
  isDryRun: v.boolean(),
  changed: v.array(v.object({ row: v.number(), meetingId: v.string(), outcome: v.string() })),
  unchanged: v.number(),
  blank: v.number(),
})
const PlanAnswer = v.object({ isDryRun: v.boolean(), planId: v.nullable(v.string()), moved: v.number(), unchanged: v.number() })

const words = {
  plan: { zh: '排期', en: 'plan' },
  outcomes: { zh: '结果', en: 'outcomes' },
  example: { zh: '示例数据', en: 'example data' },
}

/** A session's plan and outcomes as spreadsheets, out and in. */
export const sheetApi = new Hono<Env>()

sheetApi.get(
  '/sessions/:id/plan.xlsx',
  about({
    action: 'session.read_all',
    summary: 'The timetable as a spreadsheet: by slot and table, by meeting, by participant',
    answers: { 200: undefined },
    gives: sheetType,
    refusals: ['session.not_found'],
  }),
  async (c) => answerSheets(c, await staffSheet(c), 'plan', planWorksheets),
)

sheetApi.get(
  '/sessions/:id/outcomes.xlsx',
  about({
    action: 'session.read_all',
    summary: 'What came of each meeting, as a spreadsheet to be filled in and sent back',
    answers: { 200: undefined },
    gives: sheetType,
    refusals: ['session.not_found'],
  }),
  async (c) => answerSheets(c, await staffSheet(c), 'outcomes', outcomeWorksheets),
)

sheetApi.post(
  '/sessions/:id/outcomes',
  about({
    action: 'meeting.write_minutes',
    summary: 'Outcomes from a spreadsheet, matched by meeting id: every row or none; ?dry_run=true only checks',
    answers: { 200: OutcomesAnswer },
    takes: sheetType,
    refusals: ['session.not_found', 'session.wrong_state', 'sheet.not_readable', 'sheet.invalid'],
  }),
  queryOf(DryRun),
  async (c) => {
    mayImport(c, 'meeting.write_minutes')
    const isDryRun = c.req.valid('query').dryRun === 'true'
    return answer(c, await importOutcomes(c.get('ports'), c.get('actor'), sessionId(c), await sentFile(c), { isDryRun }))
  },
)

sheetApi.post(
  '/sessions/:id/plan-sheet',
  about({
    action: 'session.plan',
    summary: 'Slots and tables changed in the spreadsheet, kept as a plan to publish; ?dry_run=true only checks',
    answers: { 200: PlanAnswer },
    takes: sheetType,
    refusals: ['session.not_found', 'session.wrong_state', 'session.invalid_day', 'sheet.not_readable', 'sheet.invalid'],
  }),
  queryOf(DryRun),
  async (c) => {
    mayImport(c, 'session.plan')
    const isDryRun = c.req.valid('query').dryRun === 'true'
    return answer(c, await importPlanSheet(c.get('ports'), c.get('actor'), sessionId(c), await sentFile(c), { isDryRun }))
  },
)

async function answerSheets(
  c: C,
  sheet: SessionSheet,
  what: 'plan' | 'outcomes',
  worksheets: (sheet: SessionSheet, lang: 'zh' | 'en') => Worksheet[],
): Promise<Response> {
  const lang = c.get('lang')
  const { session } = sheet
  const label = words[what][lang] + (session.isExample ? `-${words.example[lang]}` : '')
  const name = fileName(sessionTitle(session, lang), session.content.date, label)
  return answerFile(c, await writeWorkbook(worksheets(sheet, lang)), sheetType, name)
}

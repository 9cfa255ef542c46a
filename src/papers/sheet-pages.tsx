import { Hono } from 'hono'
import { attempt } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { RefusalNote } from '../web/components.tsx'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { downloadWords } from '../web/session-print-words.ts'
import { importOutcomes } from './outcome-import-write.ts'
import { importPlanSheet } from './sheet-plan-import.ts'
import { mayImport, sessionId, sheetFor } from './sheet-request.ts'
import type { RowFault } from './sheet-table.ts'
import { sessionTitle } from './sheet.ts'

/** The matchmaker's spreadsheets: down, filled in, and up again. */
export const sheetPages = new Hono<Env>()

type Counts = { changed: number; unchanged: number; blank: number }
type Result = { isDryRun: boolean; planId?: string | null; counts: Counts }

sheetPages.get('/sessions/:id/sheets', about({ action: 'session.read_all' }), async (c) => c.html(await page(c)))

sheetPages.post('/sessions/:id/sheets/outcomes', about({ action: 'meeting.write_minutes' }), (c) => {
  mayImport(c, 'meeting.write_minutes')
  return shown(c, async (file, isDryRun) => {
    const { changed, unchanged, blank } = await importOutcomes(c.get('ports'), c.get('actor'), sessionId(c), file, { isDryRun })
    return { isDryRun, counts: { changed: changed.length, unchanged, blank } }
  })
})

sheetPages.post('/sessions/:id/sheets/plan', about({ action: 'session.plan' }), (c) => {
  mayImport(c, 'session.plan')
  return shown(c, async (file, isDryRun) => {
    const { planId, moved, unchanged } = await importPlanSheet(c.get('ports'), c.get('actor'), sessionId(c), file, { isDryRun })
    return { isDryRun, planId, counts: { changed: moved, unchanged, blank: 0 } }
  })
})

for (const part of ['outcomes', 'plan']) {
  // The language is switched by a GET of the address a refused form was posted to.
  sheetPages.get(`/sessions/:id/sheets/${part}`, about({ action: 'session.read_all' }), (c) => {
    unwrap(permit(c.get('actor'), 'session.read_all'))
    return c.redirect(`/sessions/${sessionId(c)}/sheets`, 303)
  })
}

async function shown(c: C, run: (file: Uint8Array<ArrayBuffer>, isDryRun: boolean) => Promise<Result>): Promise<Response> {
  const { file, check } = await c.req.parseBody()
  const attempted = await attempt(async () => {
    if (!(file instanceof File) || file.size === 0) return unwrap<never>(refuse('sheet.not_readable'))
    return run(new Uint8Array(await file.arrayBuffer()), check !== undefined)
  })
  if ('refusal' in attempted) return c.html(await page(c, undefined, attempted.refusal), refusals[attempted.refusal.code].status)
  return c.html(await page(c, attempted.value))
}

async function page(c: C, result?: Result, refusal?: Refusal) {
  const { sheet, isStaff } = await sheetFor(c)
  const [lang, actor] = [c.get('lang'), c.get('actor')]
  const t = inLang(downloadWords, lang)
  const { session } = sheet
  if (!isStaff) return unwrap<never>(refuse('actor.forbidden'))
  const may = (action: 'meeting.write_minutes' | 'session.plan') =>
    permit(actor, action, { orgId: null, districtId: actor.districtId }).ok
  return (
    <Layout c={c} title={t.sheets} example={session.isExample} address={`/sessions/${session.id}/sheets`}>
      <p>
        <a href={`/sessions/${session.id}`}>{sessionTitle(session, lang)}</a>
      </p>
      <h1>{t.sheets}</h1>
      <p class="lead">{t.sheetsLead}</p>
      <RefusalNote refusal={refusal} lang={lang}>
        <Faults c={c} refusal={refusal} />
      </RefusalNote>
      {result !== undefined && <Done c={c} result={result} sessionId={session.id} />}
      {may('meeting.write_minutes') && <Upload c={c} sessionId={session.id} part="outcomes" />}
      {may('session.plan') && session.content.kind === 'tables' && <Upload c={c} sessionId={session.id} part="plan" />}
    </Layout>
  )
}

const uploads = {
  outcomes: { title: 'importOutcomes', lead: 'importOutcomesLead', file: 'outcomes' },
  plan: { title: 'importPlan', lead: 'importPlanLead', file: 'plan' },
} as const

function Upload({ c, sessionId: session, part }: { c: C; sessionId: string; part: keyof typeof uploads }) {
  const t = inLang(downloadWords, c.get('lang'))
  const { title, lead, file } = uploads[part]
  const [id, action] = [part, `/sessions/${session}/sheets/${part}`]
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t[title]}</h2>
      <p>
        {t[lead]} <a href={`/api/v1/sessions/${session}/${file}.xlsx`}>{t[file]}</a>
      </p>
      <form method="post" action={action} enctype="multipart/form-data" class="prose">
        <Csrf c={c} />
        <p class="field">
          <label for={`${id}-file`}>{t.file}</label>
          <input type="file" id={`${id}-file`} name="file" required accept=".xlsx" />
        </p>
        <p class="buttons">
          <button type="submit">{t.doImport}</button>
          <button type="submit" name="check" value="1" class="quiet">
            {t.check}
          </button>
        </p>
      </form>
    </section>
  )
}

function Done({ c, result: { isDryRun, planId, counts }, sessionId: id }: { c: C; result: Result; sessionId: string }) {
  const t = inLang(downloadWords, c.get('lang'))
  return (
    <div class="flash" role="status">
      <p>
        {isDryRun ? t.checked : t.imported} {fill(t.counts, counts)}
      </p>
      {typeof planId === 'string' && (
        <p>
          <a href={`/sessions/${id}/plans/${planId}`}>{t.seePlan}</a>
        </p>
      )}
    </div>
  )
}

function Faults({ c, refusal }: { c: C; refusal: Refusal | undefined }) {
  const lang = c.get('lang')
  const faults = (refusal?.code === 'sheet.invalid' ? refusal['findings'] : []) as RowFault[]
  if (faults.length === 0) return <></>
  return (
    <ul>
      {faults.map((fault) => (
        <li>{fill(downloadWords.rowError[lang], { row: fault.row, column: fault.column ?? '–', message: fault[lang] })}</li>
      ))}
    </ul>
  )
}

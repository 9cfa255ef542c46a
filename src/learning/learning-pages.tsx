import { Hono } from 'hono'
import { readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import type { ExposureRow } from '../matching/exposure-rules.ts'
import { weights } from '../matching/weights.ts'
import { unwrap } from '../shared/refusal.ts'
import { ActionForm, momentOf, NextPage, Tag, TextField } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { groupLabels } from '../web/insight-words.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { learningWords, weightsStatusTerms } from '../web/learning-words.ts'
import { partWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { activateWeights, rollBackWeights } from './activate-weights.ts'
import { listVersions, ReasonRequest, versionOf, WeightsQuery } from './learning-request.ts'
import type { WeightsPage, WeightsView } from './learning-request.ts'
import { partNames } from './question.ts'
import type { LearningReport } from './ranking-weights.ts'

/** For administrators and auditors: what the ranking learned, from what, and what that is worth. */
export const learningPages = new Hono<Env>()

const address = '/office/weights'

learningPages.get(address, about({ action: 'learning.read' }), queryOf(WeightsQuery), async (c) =>
  c.html(<WeightsOverview c={c} page={await listVersions(c.get('ports'), c.get('actor'), c.req.valid('query'))} />),
)

for (const step of ['activation', 'rollback'] as const) {
  // The language is switched by a GET of the address a refused form was posted to.
  learningPages.get(`${address}/:version/${step}`, about({ action: 'learning.read' }), (c) => {
    unwrap(permit(c.get('actor'), 'learning.read'))
    return c.redirect(address, 303)
  })
}

learningPages.post(`${address}/:version/activation`, about({ action: 'learning.activate' }), async (c) => {
  const { reason } = validated(ReasonRequest, await readForm(c))
  await activateWeights(c.get('ports'), c.get('actor'), versionOf(c.req.param('version')), reason)
  return redirectWith(c, address, 'weightsActivated')
})

learningPages.post(`${address}/:version/rollback`, about({ action: 'learning.roll_back' }), async (c) => {
  const { reason } = validated(ReasonRequest, await readForm(c))
  await rollBackWeights(c.get('ports'), c.get('actor'), versionOf(c.req.param('version')), reason)
  return redirectWith(c, address, 'weightsRolledBack')
})

function WeightsOverview({ c, page }: { c: C; page: WeightsPage }) {
  const t = inLang(learningWords, c.get('lang'))
  return (
    <Layout c={c} title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <p>
        {t.inForce}
        {c.get('lang') === 'zh' ? '：' : ': '}
        <code>{page.inForce}</code>
      </p>
      {page.items.map((version) => (
        <Version c={c} version={version} />
      ))}
      <NextPage c={c} cursor={page.nextCursor} />
    </Layout>
  )
}

function Version({ c, version }: { c: C; version: WeightsView }) {
  const lang = c.get('lang')
  const t = inLang(learningWords, lang)
  const { report, status, base, madeAt, activeFrom } = version
  return (
    <section class="panel" aria-label={version.version}>
      <h2>
        <code>{version.version}</code>{' '}
        <Tag tone={status === 'active' ? 'good' : undefined}>{labelOf(weightsStatusTerms, status, lang)}</Tag>
      </h2>
      {madeAt !== null && <p>{fill(t.madeAt, { at: momentOf(c, madeAt) })}</p>}
      {activeFrom !== null && <p>{fill(t.activeFrom, { at: momentOf(c, activeFrom) })}</p>}
      {base !== weights.version && <p>{fill(t.otherBase, { base })}</p>}
      {report === null ? <p>{t.shippedNote}</p> : <Worth c={c} report={report} />}
      <Parts c={c} version={version} />
      <Steps c={c} version={version} />
      {madeAt !== null && permit(c.get('actor'), 'audit.read').ok && (
        <p>
          <a href={`/audit/weights/${version.version}`}>{t.history}</a>
        </p>
      )}
    </section>
  )
}

function Worth({ c, report }: { c: C; report: LearningReport }) {
  const t = inLang(learningWords, c.get('lang'))
  const { judgements, questions, units, unseen, ndcg, holds, exposure } = report
  const figures = { before: figure(ndcg.before), after: figure(ndcg.after), low: figure(ndcg.low), high: figure(ndcg.high) }
  return (
    <>
      <p>{fill(t.from, { judgements, questions, units, unseen })}</p>
      <p>
        <Tag tone={holds.ndcg ? 'good' : 'warn'}>{holds.ndcg ? t.better : t.notBetter}</Tag> {fill(t.ndcg, figures)}
      </p>
      <p>
        <Tag tone={holds.exposure ? 'good' : 'warn'}>{holds.exposure ? t.even : t.uneven}</Tag> {t.exposure}
      </p>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{t.exposure}</th>
            <th scope="col">{t.before}</th>
            <th scope="col">{t.after}</th>
          </tr>
        </thead>
        <tbody>
          {exposure.after.map((row, index) => (
            <tr>
              <th scope="row">{groupLabels[row.group][c.get('lang')]}</th>
              <td data-label={t.before}>{ratio(exposure.before[index]!)}</td>
              <td data-label={t.after}>{ratio(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Parts({ c, version }: { c: C; version: WeightsView }) {
  const lang = c.get('lang')
  const t = inLang(learningWords, lang)
  return (
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">{t.part}</th>
          <th scope="col">{t.weight}</th>
          <th scope="col">{t.shippedWeight}</th>
        </tr>
      </thead>
      <tbody>
        {partNames.map((part) => (
          <tr>
            <th scope="row">{partWords[part][lang]}</th>
            <td data-label={t.weight}>{version.parts[part].toFixed(3)}</td>
            <td data-label={t.shippedWeight}>{weights.parts[part].toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Steps({ c, version: { version, status, report, mayActivate } }: { c: C; version: WeightsView }) {
  const t = inLang(learningWords, c.get('lang'))
  const may = (action: 'learning.activate' | 'learning.roll_back') => permit(c.get('actor'), action).ok
  const reason = <TextField id={`reason-${version}`} name="reason" label={t.reason} />
  if (mayActivate && may('learning.activate')) {
    return (
      <ActionForm c={c} action={`${address}/${version}/activation`} label={t.activate}>
        {reason}
      </ActionForm>
    )
  }
  if (status !== 'active' || report === null || !may('learning.roll_back')) return <></>
  return (
    <ActionForm c={c} action={`${address}/${version}/rollback`} label={t.rollBack} tone="danger">
      {reason}
    </ActionForm>
  )
}

function ratio({ ratio: value, state }: ExposureRow): string {
  return value === null || state === 'too_few' ? '—' : value.toFixed(2)
}

function figure(value: number): string {
  return value.toFixed(4)
}

import { camelKey } from '../shared/wire.ts'
import { dateOf, Pairs, Tag } from '../web/components.tsx'
import { columnLabel, optionLabel } from '../web/labels.ts'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { criteria as criterionTerms, sceneFields, successRoutes } from './scene-content.ts'
import type { Kpi, SceneContent, SceneField } from './scene-content.ts'
import { valueText } from './scene-field-value.tsx'
import type { addendumView } from './scene-view.ts'
import { timetable } from './timetable.ts'

type Content = Partial<SceneContent>

export type ShownAddendum = ReturnType<typeof addendumView>

export function RequirementTable({ content, lang }: { content: Content; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const rows = [
    ...(content.essential ?? []).map((text) => ({ text, must: true })),
    ...(content.desirable ?? []).map((text) => ({ text, must: false })),
  ]
  if (rows.length === 0) return <p class="quiet-text">{t.missing}</p>
  return (
    <ol>
      {rows.map(({ text, must }) => (
        <li>
          <span lang={content.lang === 'en' ? 'en' : 'zh-CN'}>{text}</span>{' '}
          <Tag tone={must ? 'accent' : undefined}>{must ? t.essential : t.desirable}</Tag>
        </li>
      ))}
    </ol>
  )
}

export function KpiTable({ kpis, lang }: { kpis: readonly Kpi[]; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const columns = ['baseline', 'target', 'unit', 'method', 'owner'] as const
  return (
    <div class="table-wrap">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{t.kpi}</th>
            {columns.map((column) => (
              <th scope="col">{columnLabel(column, lang)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kpis.map((kpi) => (
            <tr>
              <th scope="row">{kpi.name}</th>
              {columns.map((column) => (
                <td data-label={columnLabel(column, lang)}>{kpi[column] ?? '—'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function Criteria({ criteria, lang }: { criteria: NonNullable<SceneContent['criteria']>; lang: Lang }) {
  return (
    <table class="narrow">
      <caption>{sceneFields.criteria[lang]}</caption>
      <thead>
        <tr>
          <th scope="col">{columnLabel('criterion', lang)}</th>
          <th scope="col" class="figure">
            {columnLabel('weight', lang)}
          </th>
        </tr>
      </thead>
      <tbody>
        {criteria.map(({ criterion, weight }) => (
          <tr>
            <th scope="row">
              {optionLabel(
                criterionTerms.map((term) => term.id),
                criterion,
                lang,
              )}
            </th>
            <td class="figure">{weight}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Timetable({ content, lang }: { content: Content; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const steps = timetable.filter((name) => content[name] !== undefined)
  if (steps.length === 0) return <p class="quiet-text">{t.missing}</p>
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.step}</th>
          <th scope="col">{t.date}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((name) => (
          <tr>
            <th scope="row">{sceneFields[name][lang]}</th>
            <td>
              <time datetime={content[name]}>{content[name]}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function AfterSuccessPart({ content, lang }: { content: Content; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const after = content.afterSuccess
  const isUnknown = after === undefined || after.route === 'unknown'
  const routes = successRoutes.map((route) => route.id)
  return (
    <>
      {isUnknown && (
        <p>
          <Tag tone="bad">{t.afterUnknown}</Tag> {t.afterUnknownNote}
        </p>
      )}
      {after !== undefined && (
        <Pairs
          pairs={Object.entries(after).map(
            ([name, value]) => [columnLabel(name, lang), name === 'route' ? optionLabel(routes, value, lang) : value] as const,
          )}
        />
      )}
    </>
  )
}

export function Addenda({ c, addenda }: { c: C; addenda: readonly ShownAddendum[] }) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  if (addenda.length === 0) return <></>
  return (
    <section>
      <h2>{t.addenda}</h2>
      {addenda.map(({ seq, reason, writtenAt, changes }) => (
        <div class="panel">
          <h3>
            {fill(t.addendum, { n: seq })} <span class="quiet-text">{dateOf(c, writtenAt)}</span>
          </h3>
          <p>{reason}</p>
          <ChangeTable changes={changes} lang={lang} />
        </div>
      ))}
    </section>
  )
}

type Change = { field: string; before: unknown; after: unknown }

export function ChangeTable({ changes, lang }: { changes: readonly (Change | undefined)[]; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  return (
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">{t.field}</th>
          <th scope="col">{t.before}</th>
          <th scope="col">{t.after}</th>
        </tr>
      </thead>
      <tbody>{changes.map((change) => change !== undefined && <ChangeRow change={change} lang={lang} />)}</tbody>
    </table>
  )
}

function ChangeRow({ change, lang }: { change: Change; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const name = camelKey(change.field) as SceneField
  return (
    <tr>
      <th scope="row">{sceneFields[name]?.[lang] ?? change.field}</th>
      <td data-label={t.before}>{valueText(name, change.before, lang) || '—'}</td>
      <td data-label={t.after}>{valueText(name, change.after, lang) || '—'}</td>
    </tr>
  )
}

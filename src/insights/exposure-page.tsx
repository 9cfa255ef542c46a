import type { ExposureRow, ExposureState } from '../matching/exposure-rules.ts'
import { DegradedNote, ExampleTag, Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { exposureWords, groupLabels, stateLabels } from '../web/insight-words.ts'
import { nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import type { ExposureReport, NamedCompany } from './exposure-report.ts'

export function ExposurePage({ c, report }: { c: C; report: ExposureReport }) {
  const lang = c.get('lang')
  const t = inLang(exposureWords, lang)
  return (
    <Layout c={c} title={t.title} example={report.isExample}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <DegradedNote degraded={report.degraded} lang={lang} />
      <p>{fill(t.counted, { counted: report.scenesCounted, open: report.scenesOpen })}</p>
      <ExposureTable rows={report.current} caption={t.current} lang={lang} />
      {report.seen === null ? <p>{t.noneSeen}</p> : <ExposureTable rows={report.seen} caption={t.seen} lang={lang} />}
      <p class="quiet-text">{fill(t.method, { min: report.qualifiedScoreMin })}</p>
      <h2>{t.folded}</h2>
      {report.nearIdentical.length === 0 ? <p>{t.noneFolded}</p> : <NearIdentical groups={report.nearIdentical} lang={lang} />}
    </Layout>
  )
}

function ExposureTable({ rows, caption, lang }: { rows: readonly ExposureRow[]; caption: string; lang: Lang }) {
  const t = inLang(exposureWords, lang)
  return (
    <table class="stack">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {[t.group, t.exposureShare, t.poolShare, t.ratio, t.state, t.basis].map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">{groupLabels[row.group][lang]}</th>
            <td data-label={t.exposureShare}>{percent(row.exposureShare)}</td>
            <td data-label={t.poolShare}>{percent(row.poolShare)}</td>
            <td data-label={t.ratio}>{row.ratio === null ? '—' : row.ratio.toFixed(2)}</td>
            <td data-label={t.state}>
              <Tag tone={tones[row.state]}>{stateLabels[row.state][lang]}</Tag>
            </td>
            <td data-label={t.basis}>{fill(t.basisOf, { scenes: row.scenes, companies: row.companies, pairs: row.pairs })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const tones: Record<ExposureState, Tone | undefined> = { balanced: 'good', low: 'bad', high: 'bad', too_few: undefined }

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function NearIdentical({ groups, lang }: { groups: readonly NamedCompany[][]; lang: Lang }) {
  return (
    <>
      <p>{exposureWords.foldedLead[lang]}</p>
      <ul>
        {groups.map((group) => (
          <li>
            <ul>
              {group.map((company) => (
                <li>
                  <a href={`/companies/${company.id}`}>{nameIn(company, lang)}</a>{' '}
                  <ExampleTag isExample={company.isExample} lang={lang} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}

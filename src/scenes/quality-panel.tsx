import { camelKey } from '../shared/wire.ts'
import { Bar, Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { Lang } from '../web/language.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { severities } from './finding.ts'
import type { Finding, Severity } from './finding.ts'
import { sceneFields } from './scene-content.ts'
import type { Quality } from './scene-quality.ts'

/** Shown at once; the rest opens on demand. */
const findingsShown = 8

/** The score and what to do about it; `formAt` is the address of the form whose fields the findings link to, blank on that form itself. */
export function QualityPanel({ quality, lang, formAt }: { quality: Quality; lang: Lang; formAt?: string | undefined }) {
  const t = inLang(sceneWords, lang)
  const [shown, rest] = [quality.findings.slice(0, findingsShown), quality.findings.slice(findingsShown)]
  return (
    <>
      <h2>{t.quality}</h2>
      <p class="quality-score">
        {quality.score} <small>{t.outOf}</small>
      </p>
      <Bar share={quality.score / 100} />
      <p role="status">{quality.publishable ? <Tag tone="good">{t.publishable}</Tag> : t.notPublishable}</p>
      <h3>{t.findings}</h3>
      {quality.findings.length === 0 && <p>{t.noFindings}</p>}
      <FindingList findings={shown} lang={lang} formAt={formAt} />
      {rest.length > 0 && (
        <details>
          <summary>{fill(t.moreFindings, { n: rest.length })}</summary>
          <FindingList findings={rest} lang={lang} formAt={formAt} />
        </details>
      )}
    </>
  )
}

export function FindingList({
  findings,
  lang,
  formAt,
}: {
  findings: readonly Finding[]
  lang: Lang
  formAt?: string | undefined
}) {
  return (
    <ul class="findings">
      {findings.map((found) => (
        <li>
          <Tag tone={tones[found.severity]}>{labelOf(severities, found.severity, lang)}</Tag>{' '}
          {formAt === undefined ? (
            <strong>{fieldLabel(found.field, lang)}</strong>
          ) : (
            <a href={`${formAt}#${inputOf(found.field)}`}>{fieldLabel(found.field, lang)}</a>
          )}
          {lang === 'zh' ? '：' : ': '}
          {found[lang]}
          {found.pointsLost > 0 && <span class="quiet-text"> {fill(sceneWords.pointsLost[lang], { n: found.pointsLost })}</span>}
        </li>
      ))}
    </ul>
  )
}

const tones: Record<Severity, Tone | undefined> = { BLOCKER: 'bad', MAJOR: 'warn', MINOR: undefined }

/** essential[2] is a line of the box `essential`; kpis[0].target has an input of its own. */
function inputOf(field: string): string {
  const path = field
    .replaceAll(/\[(\d+)\]/gu, '.$1')
    .split('.')
    .map(camelKey)
  return path[0] === 'kpis' || path[0] === 'afterSuccess' ? path.join('.') : (path[0] ?? '')
}

export function fieldLabel(field: string, lang: Lang): string {
  const [name = '', row] = field.split(/[.[\]]+/u)
  const known = sceneFields[camelKey(name) as keyof typeof sceneFields]
  const label = known?.[lang] ?? field
  return row !== undefined && /^\d+$/u.test(row) ? `${label} ${Number(row) + 1}` : label
}

import { dateOf, ExampleTag, momentOf, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf, nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { pitchStatuses } from './pitch-status.ts'
import type { pitchItem } from './pitch-view.ts'

export type PitchItem = ReturnType<typeof pitchItem>

export function titleOfPitch(
  { sceneTitle, sceneTitleEn }: { sceneTitle: string | null; sceneTitleEn: string | null },
  lang: Lang,
) {
  return titleOfScene({ title: sceneTitle, titleEn: sceneTitleEn }, lang)
}

export function titleOfScene({ title, titleEn }: { title: string | null; titleEn: string | null }, lang: Lang): string {
  return (lang === 'en' ? titleEn : null) ?? title ?? ''
}

/** Pitches one below the other; by their scenes for the company, by their companies for the scene. */
export function PitchList({ c, items, by }: { c: C; items: readonly PitchItem[]; by: 'scene' | 'company' }) {
  const lang = c.get('lang')
  return (
    <ul class="list">
      {items.map((item) => (
        <li>
          <h3>
            <a href={`/pitches/${item.id}`}>{by === 'scene' ? titleOfScene(item.scene, lang) : whoPitches(item, lang)}</a>
          </h3>
          <ul class="meta">
            <li>
              <PitchStatusTag status={item.status} lang={lang} />
            </li>
            <li>{item.label}</li>
            {item.submittedAt !== null && <li>{fill(pitchWords.submittedOn[lang], { at: momentOf(c, item.submittedAt) })}</li>}
            {item.isEarlierRound && (
              <li>
                <Tag>{pitchWords.earlierRound[lang]}</Tag>
              </li>
            )}
            {item.isAppealOpen && (
              <li>
                <Tag tone="warn">{pitchWords.appealOpen[lang]}</Tag>
              </li>
            )}
            {by === 'company' && item.company === null && <li>{pitchWords.nameless[lang]}</li>}
            <li>
              <ExampleTag isExample={item.isExample} lang={lang} />
            </li>
          </ul>
        </li>
      ))}
    </ul>
  )
}

export function whoPitches({ company, label }: Pick<PitchItem, 'company' | 'label'>, lang: Lang): string {
  return company === null ? label : nameIn(company, lang)
}

export function PitchStatusTag({ status, lang }: { status: PitchItem['status']; lang: Lang }) {
  const tone = { selected: 'good', shortlisted: 'good', submitted: 'accent', ineligible: 'bad', disqualified: 'bad' } as const
  return <Tag tone={status in tone ? tone[status as keyof typeof tone] : undefined}>{labelOf(pitchStatuses, status, lang)}</Tag>
}

/** When pitches for the scene close. */
export function DeadlineNote({ c, deadlineAt }: { c: C; deadlineAt: Date | null }) {
  if (deadlineAt === null) return <></>
  const t = inLang(pitchWords, c.get('lang'))
  return <>{fill(t.deadline, { at: endOfDay(c, deadlineAt) })}</>
}

/** The end of a date, as that date's own. */
export function endOfDay(c: C, at: Date): string {
  return `${dateOf(c, new Date(at.getTime() - 1))} 24:00`
}

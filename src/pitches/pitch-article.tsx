import type { GateId } from '../matching/gates.ts'
import { gateWords } from '../web/match-words.ts'
import { Pairs, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf, nameIn } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { inWan } from '../shared/money.ts'
import { claims, pitchFields } from './pitch-content.ts'
import type { PitchAnswer } from './pitch-content.ts'
import { memberStatuses } from './pitch-team.ts'
import type { pitchView } from './pitch-view.ts'

export type PitchSeen = ReturnType<typeof pitchView>

/** A pitch to read. */
export function PitchArticle({ c, view }: { c: C; view: PitchSeen }) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const { content, requirements } = view
  const must = new Map(requirements.map((one) => [one.text, one.must]))
  return (
    <>
      <Notices view={view} lang={lang} />
      <h2>{pitchFields.summary[lang]}</h2>
      <p class="text">{content.summary}</p>
      <h2>{pitchFields.approach[lang]}</h2>
      <p class="text">{content.approach}</p>
      <h2>{t.answersTitle}</h2>
      <ol class="list">
        {(content.answers ?? []).map((answer) => (
          <Answer answer={answer} must={must.get(answer.requirement)} lang={lang} />
        ))}
      </ol>
      <Terms view={view} lang={lang} />
      <Team view={view} lang={lang} />
    </>
  )
}

function Notices({ view, lang }: { view: PitchSeen; lang: Lang }) {
  const t = inLang(pitchWords, lang)
  const { changed, gateId, statusReason, appeal, appealAnswer, status } = view
  return (
    <>
      {changed.addenda > 0 && <p class="notice">{fill(t.changedAddenda, { n: changed.addenda })}</p>}
      {changed.requirements.length > 0 && (
        <p class="notice">{fill(t.changedRequirements, { list: changed.requirements.join(lang === 'zh' ? '；' : '; ') })}</p>
      )}
      <Pairs
        pairs={[
          [t.gate, gateId !== null && status === 'ineligible' ? gateWords[gateId as GateId][lang] : ''],
          [t.statusReason, statusReason],
          [t.appeal, appeal],
          [status === 'ineligible' ? t.appealDismissed : t.appealGranted, appealAnswer],
        ]}
      />
    </>
  )
}

function Answer({ answer, must, lang }: { answer: PitchAnswer; must: boolean | undefined; lang: Lang }) {
  const t = inLang(pitchWords, lang)
  const { requirement, claim, text, evidence } = answer
  const tone = { met: 'good', partly: 'warn', not: 'bad' } as const
  return (
    <li>
      <p>
        {must !== undefined && <Tag>{must ? t.must : t.wish}</Tag>}{' '}
        <Tag tone={claim && tone[claim]}>{claim === undefined ? t.unanswered : labelOf(claims, claim, lang)}</Tag> {requirement}
      </p>
      {text !== undefined && text !== '' && <p class="text">{text}</p>}
      {evidence !== undefined && (
        <blockquote>
          <p class="text">{evidence.quote}</p>
        </blockquote>
      )}
    </li>
  )
}

function Terms({ view: { content }, lang }: { view: PitchSeen; lang: Lang }) {
  const { priceMin, priceMax, leadTimeWeeks, needsFromUnit, risks, team, kpis = [] } = content
  const wan = lang === 'zh' ? '万元' : '× ¥10,000'
  const promised = kpis.filter((kpi) => kpi.promised !== undefined)
  return (
    <Pairs
      pairs={[
        [pitchFields.leadTimeWeeks[lang], leadTimeWeeks],
        [pitchFields.priceMin[lang], priceMin === undefined ? '' : `${inWan(priceMin)} ${wan}`],
        [pitchFields.priceMax[lang], priceMax === undefined ? '' : `${inWan(priceMax)} ${wan}`],
        [pitchFields.kpis[lang], promised.map((kpi) => `${kpi.name} ${kpi.promised} ${kpi.unit ?? ''}`.trim()).join('；')],
        [pitchFields.needsFromUnit[lang], needsFromUnit],
        [pitchFields.risks[lang], risks],
        [pitchFields.team[lang], team],
      ]}
    />
  )
}

function Team({ view: { members }, lang }: { view: PitchSeen; lang: Lang }) {
  const t = inLang(pitchWords, lang)
  return (
    <>
      <h2>{t.team}</h2>
      {members.length === 0 && <p>{t.teamNone}</p>}
      <ul class="list">
        {members.map(({ company, role, status }) => (
          <li>
            {company === null ? t.member : nameIn(company, lang)} · {role} <Tag>{labelOf(memberStatuses, status, lang)}</Tag>
          </li>
        ))}
      </ul>
    </>
  )
}

import type { Child } from 'hono/jsx'
import { ActionForm, Bar, ExampleTag, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { gateWords, matchWords, partWords, standingWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import type { Mark } from './mark-store.ts'
import { CardLink, CoverageTable, GateTable, outcomeTones } from './match-tables.tsx'
import type { PairView } from './pair.ts'

type Ranked = PairView & { place: number | null; mark?: Mark }

type RankedPairProps = {
  c: C
  pair: Ranked
  id: string
  title: Child
  isExample: boolean
  note?: Child
  markAt?: string | undefined
  cardsAt?: string | undefined
  /** What else can be done about it, such as inviting it. */
  step?: Child
}

/** One counterpart in a ranking: score, reasons, gaps, then the conditions and the matrix on demand. */
export function RankedPair({ c, pair, id, title, isExample, note, markAt, cardsAt, step }: RankedPairProps) {
  const lang = c.get('lang')
  const t = inLang(matchWords, lang)
  const must = pair.coverage.filter((row) => row.must)
  const met = must.filter((row) => row.outcome === 'met' || row.outcome === 'partly').length
  return (
    <article class="ranked" aria-labelledby={`${id}-title`}>
      <div class="ranked-head">
        <h3 id={`${id}-title`}>
          {pair.place !== null && <span class="quiet-text">{pair.place}. </span>}
          {title}
        </h3>
        <p class="score">
          {pair.score.toFixed(0)} <small>{t.outOf}</small>
        </p>
      </div>
      {note}
      <ul class="tags">
        {isExample && (
          <li>
            <ExampleTag isExample lang={lang} />
          </li>
        )}
        {pair.mark !== undefined && (
          <li>
            <Tag tone={pair.mark.kind === 'saved' ? 'good' : 'warn'}>{pair.mark.kind === 'saved' ? t.saved : t.dismissed}</Tag>
          </li>
        )}
        {must.length > 0 && (
          <li>
            <Tag tone={met === must.length ? 'good' : undefined}>{fill(t.coverageShort, { met, total: must.length })}</Tag>
          </li>
        )}
        {pair.gates
          .filter((gate) => gate.outcome !== 'met')
          .map((gate) => (
            <li>
              <Tag tone={outcomeTones[gate.outcome]}>
                {gate.outcome === 'failed'
                  ? fill(t.gateFailed, { gate: gateWords[gate.id][lang] })
                  : fill(t.toClarify, { gate: gateWords[gate.id][lang] })}
              </Tag>
            </li>
          ))}
      </ul>
      <ScoreParts parts={pair.parts} lang={lang} />
      <BothSides reciprocal={pair.reciprocal} lang={lang} />
      <Reasons reasons={pair.reasons} lang={lang} cardsAt={cardsAt} />
      <Gaps missing={pair.missing} lang={lang} />
      <details>
        <summary>{t.details}</summary>
        <StandingParts standing={pair.standing} lang={lang} />
        <GateTable gates={pair.gates} lang={lang} />
        <CoverageTable coverage={pair.coverage} lang={lang} cardsAt={cardsAt} />
      </details>
      {step}
      {markAt !== undefined && <MarkForms c={c} mark={pair.mark} markAt={markAt} id={id} />}
    </article>
  )
}

export function ScoreParts({ parts, lang }: { parts: PairView['parts']; lang: Lang }) {
  const entries = Object.entries(parts) as [keyof typeof partWords, number][]
  return (
    <ul class="parts" aria-label={matchWords.parts[lang]}>
      {entries.map(([part, share]) => (
        <li>
          {partWords[part][lang]} <span class="figure">{Math.round(share * 100)}</span>
          <Bar share={share} />
        </li>
      ))}
    </ul>
  )
}

/** What counts a little beside the texts. */
export function StandingParts({ standing, lang }: { standing: PairView['standing']; lang: Lang }) {
  const entries = Object.entries(standing) as [keyof typeof standingWords, number][]
  return (
    <ul class="parts" aria-label={matchWords.standing[lang]}>
      {entries.map(([part, share]) => (
        <li>
          {standingWords[part][lang]} <span class="figure">{Math.round(share * 100)}</span>
          <Bar share={share} />
        </li>
      ))}
    </ul>
  )
}

export function BothSides({ reciprocal, lang }: { reciprocal: PairView['reciprocal']; lang: Lang }) {
  const { both, sceneSide, companySide } = reciprocal
  const figures = { both: both.toFixed(0), scene: sceneSide.toFixed(0), company: companySide.toFixed(0) }
  return <p class="quiet-text">{fill(matchWords.bothSides[lang], figures)}</p>
}

/** The other order of the same list, by a link. */
export function OrderLink({ at, order, lang }: { at: string; order: string | undefined; lang: Lang }) {
  const isReciprocal = order === 'reciprocal'
  return (
    <p>
      <a href={isReciprocal ? `${at}#ranking` : `${at}?order=reciprocal#ranking`}>
        {isReciprocal ? matchWords.orderByFit[lang] : matchWords.orderByBoth[lang]}
      </a>
    </p>
  )
}

export function Reasons({ reasons, lang, cardsAt }: { reasons: PairView['reasons']; lang: Lang; cardsAt?: string | undefined }) {
  const t = inLang(matchWords, lang)
  if (reasons.length === 0) return <></>
  return (
    <>
      <h4>{t.reasons}</h4>
      <ul class="reasons">
        {reasons.map(({ requirement, evidence }) => (
          <li>
            <p class="asked">{fill(t.reasonFor, { requirement })}</p>
            <p class="quote">
              <q>{evidence.quote}</q> <CardLink evidence={evidence} lang={lang} cardsAt={cardsAt} />
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** At most so many gaps are named at once; the matrix has them all. */
const gapsShown = 4

export function Gaps({ missing, lang, all = false }: { missing: PairView['missing']; lang: Lang; all?: boolean }) {
  if (missing.length === 0) return <></>
  return (
    <>
      <h4>{matchWords.missing[lang]}</h4>
      <ul class="gaps">
        {(all ? missing : missing.slice(0, gapsShown)).map((gap) => (
          <li>{gap[lang]}</li>
        ))}
      </ul>
    </>
  )
}

function MarkForms({ c, mark, markAt, id }: { c: C; mark: Mark | undefined; markAt: string; id: string }) {
  const t = inLang(matchWords, c.get('lang'))
  if (mark !== undefined) {
    return (
      <>
        {mark.reason !== null && <p class="quiet-text">{mark.reason}</p>}
        <div class="marks">
          <ActionForm c={c} action={markAt} label={t.unmark} tone="quiet">
            <input type="hidden" name="kind" value="none" />
          </ActionForm>
        </div>
      </>
    )
  }
  return (
    <div class="marks">
      <ActionForm c={c} action={markAt} label={t.save} tone="quiet">
        <input type="hidden" name="kind" value="saved" />
      </ActionForm>
      <details>
        <summary>{t.dismiss}</summary>
        <ActionForm c={c} action={markAt} label={t.dismiss} tone="quiet">
          <input type="hidden" name="kind" value="dismissed" />
          <TextField id={`${id}-reason`} name="reason" label={t.dismissReason} />
        </ActionForm>
      </details>
    </div>
  )
}

import type { Lang } from '../web/language.ts'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import type { Beside } from './beside.ts'
import type { ExplainedMatch } from './explain-match.ts'
import type { RankedScene } from './rank-companies.ts'

/** What stands beside the fit on the company's side, said to be no part of it. */
export function BesideList({ beside, lang }: { beside: Beside & { chance?: number | null }; lang: Lang }) {
  const t = inLang(matchWords, lang)
  const { running, maximum, afterSuccess, chance } = beside
  return (
    <>
      <h2>{t.beside}</h2>
      <p class="quiet-text">{t.besideLead}</p>
      <ul class="meta">
        <li>{fill(t.capacityBeside, { running: running ?? 0, maximum: maximum ?? t.notStated })}</li>
        <li>{afterSuccess === 'known' ? t.afterKnown : t.afterUnknown}</li>
        {typeof chance === 'number' && <li>{fill(t.chance, { percent: Math.round(chance * 100) })}</li>}
      </ul>
    </>
  )
}

export function WhyNot({ whyNot, lang }: { whyNot: ExplainedMatch['whyNot']; lang: Lang }) {
  if (whyNot.length === 0) return <></>
  return (
    <>
      <h2>{matchWords.whyNot[lang]}</h2>
      <ul class="gaps">
        {whyNot.map((gap) => (
          <li>{gap[lang]}</li>
        ))}
      </ul>
    </>
  )
}

export function Counterfactuals({ all, lang }: { all: ExplainedMatch['counterfactuals']; lang: Lang }) {
  const t = inLang(matchWords, lang)
  const told = all.map(({ text, from, to }) =>
    from === null ? fill(t.wouldEnter, { change: text[lang], to }) : fill(t.wouldMove, { change: text[lang], from, to }),
  )
  return (
    <>
      <h2>{t.counterfactuals}</h2>
      <p class="quiet-text">{told.length === 0 ? t.noCounterfactuals : t.counterfactualsLead}</p>
      {told.length > 0 && (
        <ul>
          {told.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What the scene could give up, and how many more could pitch then. */
export function Relaxations({ all, lang }: { all: RankedScene['relaxations']; lang: Lang }) {
  const t = inLang(matchWords, lang)
  if (all.length === 0) return <></>
  return (
    <>
      <h3>{t.relaxations}</h3>
      <ul>
        {all.map(({ text, more }) => (
          <li>{fill(t.wouldPass, { change: text[lang], more })}</li>
        ))}
      </ul>
    </>
  )
}

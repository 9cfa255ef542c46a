import { nameIn } from '../web/language.ts'
import { findScene } from '../scenes/scene-store.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { DegradedNote } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { matchWords } from '../web/match-words.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { BesideList, Counterfactuals, WhyNot } from './counterfactual-parts.tsx'
import { BothSides, Gaps, Reasons, ScoreParts, StandingParts } from './match-parts.tsx'
import { PlaceNote } from './place-note.tsx'
import { CardLink, CoverageTable, GateTable } from './match-tables.tsx'
import type { ExplainedMatch } from './explain-match.ts'
import type { StraySentence } from './stray-sentences.ts'

/** One company's own standing for a scene. */
export async function WhyPage({ c, match, ids }: { c: C; match: ExplainedMatch; ids: { companyId: string; sceneId: string } }) {
  const lang = c.get('lang')
  const t = inLang(matchWords, lang)
  const scene = await findScene(c.get('ports').db, ids.sceneId)
  const cardsAt = `/companies/${ids.companyId}`
  return (
    <Layout c={c} title={t.whyTitle} example={match.company.isExample || scene?.isExample === true}>
      <p class="eyebrow">
        <a href={cardsAt}>{nameIn(match.company, lang)}</a> →{' '}
        <a href={`/scenes/${ids.sceneId}`}>{titleOf(scene?.content ?? {}, lang)}</a>
      </p>
      <h1>{t.whyTitle}</h1>
      <p class="lead">{t.whyLead}</p>
      <DegradedNote degraded={match.degraded} lang={lang} />
      <p class="quality-score">
        {match.score.toFixed(0)} <small>{t.outOf}</small>
      </p>
      <p>
        <strong>{match.place === null ? t.noPlace : fill(t.ownPlace, { n: match.place })}</strong>
      </p>
      <PlaceNote match={match} lang={lang} />
      <ScoreParts parts={match.parts} lang={lang} />
      <StandingParts standing={match.standing} lang={lang} />
      <BothSides reciprocal={match.reciprocal} lang={lang} />
      <BesideList beside={match.beside} lang={lang} />
      <WhyNot whyNot={match.whyNot} lang={lang} />
      <Counterfactuals all={match.counterfactuals} lang={lang} />
      {match.reasons.length === 0 ? <p>{t.noReasons}</p> : <Reasons reasons={match.reasons} lang={lang} cardsAt={cardsAt} />}
      {match.missing.length === 0 ? <p>{t.noGaps}</p> : <Gaps missing={match.missing} lang={lang} all />}
      <StrayList sentences={match.straySentences ?? []} lang={lang} cardsAt={cardsAt} />
      <GateTable gates={match.gates} lang={lang} />
      <CoverageTable coverage={match.coverage} lang={lang} cardsAt={cardsAt} />
    </Layout>
  )
}

/** What the company says beside its own matter. */
function StrayList({ sentences, lang, cardsAt }: { sentences: readonly StraySentence[]; lang: Lang; cardsAt: string }) {
  const t = inLang(matchWords, lang)
  if (sentences.length === 0) return <></>
  return (
    <>
      <h2>{t.stray}</h2>
      <p class="quiet-text">{t.strayLead}</p>
      <ul>
        {sentences.map(({ cardId, cardName, field, quote }) => (
          <li>
            <q>{quote}</q>{' '}
            {cardId === null || cardName === null ? (
              <span class="quiet-text">
                <a href={cardsAt}>{t.fromProfile}</a>
              </span>
            ) : (
              <CardLink evidence={{ cardId, cardName, field, quote }} lang={lang} cardsAt={cardsAt} />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

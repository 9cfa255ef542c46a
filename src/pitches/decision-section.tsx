import { criteria as criterionTerms } from '../scenes/scene-content.ts'
import { momentOf, Pairs, Tag } from '../web/components.tsx'
import { evaluationWords, outcomeWords } from '../web/evaluation-words.ts'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { reasonCodes } from './decision.ts'
import type { Outcome } from './decision-view.ts'
import { pitchDecisions } from './pitch-status.ts'

/** What a company is told of its pitch, from the release on; before it there is nothing. */
export function DecisionSection({ c, outcome }: { c: C; outcome: Outcome | undefined }) {
  if (outcome === undefined) return <></>
  const lang = c.get('lang')
  const t = inLang(outcomeWords, lang)
  const { decision, codes, feedback, releasedAt, medians } = outcome
  return (
    <section class="panel" id="outcome" aria-labelledby="outcome-title">
      <h2 id="outcome-title">
        {t.title} <Tag tone={decision === 'selected' ? 'good' : undefined}>{labelOf(pitchDecisions, decision, lang)}</Tag>
      </h2>
      <p class="quiet-text">{fill(t.releasedAt, { at: momentOf(c, releasedAt) })}</p>
      <Pairs
        pairs={[
          [t.codes, codes.map((code) => labelOf(reasonCodes, code, lang)).join(lang === 'zh' ? '、' : ', ')],
          [t.feedback, <span class="text">{feedback}</span>],
        ]}
      />
      <h3>{t.medians}</h3>
      <Pairs
        pairs={[
          ...medians.criteria.map(
            ({ criterion, weight, median }) =>
              [`${labelOf(criterionTerms, criterion, lang)} (${weight})`, String(median)] as const,
          ),
          [evaluationWords.total[lang], String(medians.total)],
        ]}
      />
    </section>
  )
}

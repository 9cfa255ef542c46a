import { cardFields, companyFields } from '../companies/company-content.ts'
import { camelKey } from '../shared/wire.ts'
import { Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { Lang } from '../web/language.ts'
import { gateWords, matchWords, outcomeWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import type { PairView } from './pair.ts'

export function GateTable({ gates, lang }: { gates: PairView['gates']; lang: Lang }) {
  const t = inLang(matchWords, lang)
  return (
    <table class="stack verdicts">
      <caption>{t.gates}</caption>
      <thead>
        <tr>
          <th scope="col">{t.gate}</th>
          <th scope="col">{t.outcome}</th>
          <th scope="col">{t.why}</th>
        </tr>
      </thead>
      <tbody>
        {gates.map((gate) => (
          <tr>
            <th scope="row">{gateWords[gate.id][lang]}</th>
            <td>
              <Tag tone={outcomeTones[gate.outcome]}>{outcomeWords[gate.outcome][lang]}</Tag>
            </td>
            <td>{gate.why[lang]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function CoverageTable({
  coverage,
  lang,
  cardsAt,
}: {
  coverage: PairView['coverage']
  lang: Lang
  cardsAt?: string | undefined
}) {
  const t = inLang(matchWords, lang)
  if (coverage.length === 0) return <></>
  return (
    <table class="stack verdicts coverage">
      <caption>{t.coverage}</caption>
      <thead>
        <tr>
          <th scope="col">{t.requirement}</th>
          <th scope="col">{t.outcome}</th>
          <th scope="col">{t.evidence}</th>
        </tr>
      </thead>
      <tbody>
        {coverage.map(({ requirement, outcome, evidence }) => (
          <tr>
            <th scope="row">{requirement}</th>
            <td>
              <Tag tone={outcomeTones[outcome]}>{outcomeWords[outcome][lang]}</Tag>
            </td>
            <td>
              {evidence !== undefined && (
                <>
                  <q>{evidence.quote}</q> <CardLink evidence={evidence} lang={lang} cardsAt={cardsAt} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const outcomeTones: Record<keyof typeof outcomeWords, Tone | undefined> = {
  met: 'good',
  partly: 'accent',
  unknown: 'warn',
  not: 'bad',
  failed: 'bad',
}

type Evidence = PairView['reasons'][number]['evidence']

export function CardLink({ evidence, lang, cardsAt }: { evidence: Evidence; lang: Lang; cardsAt?: string | undefined }) {
  const name = camelKey(evidence.field.split(/[.[]/u)[0] ?? '')
  const field = cardFields[name as keyof typeof cardFields] ?? companyFields[name as keyof typeof companyFields]
  const label = `${fill(matchWords.fromCard[lang], { card: evidence.cardName })}${field === undefined ? '' : ` · ${field[lang]}`}`
  return (
    <span class="quiet-text">{cardsAt === undefined ? label : <a href={`${cardsAt}#card-${evidence.cardId}`}>{label}</a>}</span>
  )
}

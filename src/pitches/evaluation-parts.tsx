import { criteria as criterionTerms } from '../scenes/scene-content.ts'
import { Pairs, TextField } from '../web/components.tsx'
import { evaluationWords } from '../web/evaluation-words.ts'
import { moneyText } from '../web/field-value.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import type { EvaluationView, ScoresView } from './evaluation-view.ts'
import { claims, pitchFields } from './pitch-content.ts'
import type { Marks } from './pitch-content.ts'
import type { Criterion } from './score.ts'

/** What a pitch says, to evaluate it by. */
export function PitchText({ view, lang }: { view: EvaluationView; lang: Lang }) {
  const t = inLang(evaluationWords, lang)
  const { summary, approach, answers, kpis = [], leadTimeWeeks, needsFromUnit, risks, team } = view.content
  const label = (field: keyof typeof pitchFields) => pitchFields[field][lang]
  return (
    <>
      <p class="lead text">{summary}</p>
      <p class="text">{approach}</p>
      <h2>{t.answers}</h2>
      <ol class="reasons">
        {answers.map((answer) => (
          <li>
            <h3>{answer.requirement}</h3>
            <p class="text">
              {answer.claim !== undefined && `${labelOf(claims, answer.claim, lang)} `}
              {answer.text}
            </p>
            {answer.evidence !== undefined && (
              <p class="quiet-text">
                {t.evidence} <q>{answer.evidence.quote}</q>
              </p>
            )}
          </li>
        ))}
      </ol>
      <Pairs
        pairs={[
          [label('kpis'), kpis.map(({ name, promised, unit }) => [name, promised, unit].filter(Boolean).join(' ')).join('; ')],
          [label('leadTimeWeeks'), leadTimeWeeks],
          [t.price, priceOf(view, lang)],
          [label('needsFromUnit'), needsFromUnit],
          [label('risks'), risks],
          [label('team'), team],
          [t.team, view.members.map(({ role, company }) => [company?.name, role].filter(Boolean).join(' ')).join('; ')],
        ]}
      />
    </>
  )
}

function priceOf({ content: { priceMin, priceMax } }: EvaluationView, lang: Lang): string {
  const known = [priceMin, priceMax].filter((fen) => fen !== undefined)
  return [...new Set(known)].map((fen) => moneyText(fen, lang)).join(' – ')
}

export type TypedMarks = Record<string, string>

type MarkFieldsProps = { c: C; criteria: readonly Criterion[]; typed: TypedMarks; within: string }

/** One box a criterion, large enough for a thumb. */
export function MarkFields({ c, criteria, typed, within }: MarkFieldsProps) {
  const lang = c.get('lang')
  return (
    <div class="columns">
      {criteria.map(({ criterion, weight }) => (
        <div class="field">
          <label for={`${within}-${criterion}`}>
            {fill(evaluationWords.markLabel[lang], { criterion: labelOf(criterionTerms, criterion, lang), weight })}
          </label>
          <input
            id={`${within}-${criterion}`}
            name={`mark.${criterion}`}
            type="text"
            inputmode="numeric"
            class="short"
            value={typed[criterion] ?? ''}
          />
        </div>
      ))}
    </div>
  )
}

export function RemarkField({ id, name, label, value }: { id: string; name: string; label: string; value: string }) {
  return <TextField id={id} name={name} label={label} value={value} rows={3} />
}

export function asTyped(marks: Marks): TypedMarks {
  return Object.fromEntries(Object.entries(marks).map(([criterion, mark]) => [criterion, String(mark)]))
}

/** The marks of a form; what is no number is refused by the schema, not by us. */
export function marksIn(form: Record<string, string>): Record<string, unknown> {
  const boxes = Object.entries(form).filter(([name, value]) => name.startsWith('mark.') && value.trim() !== '')
  return Object.fromEntries(
    boxes.map(([name, value]) => [name.slice('mark.'.length), /^\d{1,3}$/u.test(value.trim()) ? Number(value) : value]),
  )
}

export function typedIn(form: Record<string, string>): TypedMarks {
  const boxes = Object.entries(form).filter(([name]) => name.startsWith('mark.'))
  return Object.fromEntries(boxes.map(([name, value]) => [name.slice('mark.'.length), value]))
}

type MarksTableProps = { c: C; criteria: readonly Criterion[]; marks: Marks; total: number }

/** One set of marks by the scene's criteria. */
export function MarksTable({ c, criteria, marks, total }: MarksTableProps) {
  const lang = c.get('lang')
  const t = inLang(evaluationWords, lang)
  return (
    <table class="stack">
      <thead>
        <tr>
          {[t.criterion, t.weight, t.mark].map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {criteria.map(({ criterion, weight }) => (
          <tr>
            <th scope="row">{labelOf(criterionTerms, criterion, lang)}</th>
            <td data-label={t.weight}>{weight}</td>
            <td data-label={t.mark}>{marks[criterion] ?? '—'}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t.total}</th>
          <td data-label={t.weight} />
          <td data-label={t.mark}>
            <strong>{total}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

/** Everybody's marks beside one another, with the middle and how far they are apart. */
export function ScoresTable({ c, scores }: { c: C; scores: ScoresView }) {
  const lang = c.get('lang')
  const t = inLang(evaluationWords, lang)
  const { members, statistics } = scores
  return (
    <>
      <div class="table-wrap">
        <table>
          <thead>
            <tr>
              <th scope="col">{t.criterion}</th>
              {members.map(({ name }) => (
                <th scope="col">{name}</th>
              ))}
              <th scope="col">{t.median}</th>
              <th scope="col">{t.spread}</th>
            </tr>
          </thead>
          <tbody>
            {statistics.criteria.map(({ criterion, weight, median, spread }) => (
              <tr>
                <th scope="row">
                  {labelOf(criterionTerms, criterion, lang)} ({weight})
                </th>
                {members.map(({ marks }) => (
                  <td>{marks[criterion] ?? '—'}</td>
                ))}
                <td>{median}</td>
                <td>{spread}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t.total}</th>
              {members.map(({ total }) => (
                <td>{total}</td>
              ))}
              <td>
                <strong>{statistics.total.median}</strong>
              </td>
              <td>{statistics.total.spread}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <Pairs pairs={members.map(({ name, remark }) => [name, remark] as const)} />
    </>
  )
}

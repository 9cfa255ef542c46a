import type { StoredScene } from '../scenes/scene-store.ts'
import { ActionForm, Pairs, SelectField, Tag, TextField } from '../web/components.tsx'
import { evaluationWords, panelWords } from '../web/evaluation-words.ts'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { feedbackCharactersMin, reasonCodes } from './decision.ts'
import type { DecisionView } from './decision-view.ts'
import { MarksTable, ScoresTable } from './evaluation-parts.tsx'
import type { TypedDecision } from './panel-page.tsx'
import { pitchDecisions, pitchStatuses } from './pitch-status.ts'
import { criteriaOf } from './score.ts'

type PanelProps = { c: C; scene: StoredScene; item: DecisionView; mayDecide: boolean; typed: TypedDecision | undefined }

/** One pitch with its marks, and what is decided of it so far. */
export function DecisionPanel({ c, scene, item, mayDecide, typed }: PanelProps) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const { pitchId, label, company, status, scores, consensus } = item
  const isDecidable = mayDecide && (status === 'consensus' || status === 'shortlisted')
  return (
    <section class="panel" id={`pitch-${pitchId}`} aria-labelledby={`pitch-title-${pitchId}`}>
      <h3 id={`pitch-title-${pitchId}`}>
        <a href={`/pitches/${pitchId}`}>{fill(evaluationWords.pitch[lang], { label })}</a> {company?.name ?? ''}{' '}
        <Tag>{labelOf(pitchStatuses, status, lang)}</Tag> <Standing c={c} item={item} />
      </h3>
      {company === null && <p class="quiet-text">{t.nameless}</p>}
      {scores !== null && (
        <details>
          <summary>
            {evaluationWords.scores[lang]} {fill(t.medianOf, scores.statistics.total)}
          </summary>
          <ScoresTable c={c} scores={scores} />
        </details>
      )}
      {consensus !== null && (
        <details>
          <summary>
            {evaluationWords.consensus[lang]} {consensus.total}
          </summary>
          <MarksTable c={c} criteria={criteriaOf(scene)} marks={consensus.marks} total={consensus.total} />
          <Pairs
            pairs={[
              [evaluationWords.remark[lang], consensus.remark],
              [evaluationWords.dissent[lang], consensus.dissent],
            ]}
          />
        </details>
      )}
      {item.feedback !== null && (
        <Pairs
          pairs={[
            [t.codes, (item.codes ?? []).map((code) => labelOf(reasonCodes, code, lang)).join(lang === 'zh' ? '、' : ', ')],
            [fill(t.feedback, { min: feedbackCharactersMin }), <span class="text">{item.feedback}</span>],
          ]}
        />
      )}
      {isDecidable && (
        <details open={typed !== undefined}>
          <summary>{t.decision}</summary>
          <DecisionForm c={c} scene={scene} item={item} typed={typed} />
        </details>
      )}
    </section>
  )
}

function Standing({ c, item: { decision, status } }: { c: C; item: DecisionView }) {
  const lang = c.get('lang')
  if (['selected', 'reserve', 'declined'].includes(status)) return <></>
  if (decision === null) return <Tag tone="warn">{panelWords.undecided[lang]}</Tag>
  return <Tag tone="accent">{fill(panelWords.pending[lang], { decision: labelOf(pitchDecisions, decision, lang) })}</Tag>
}

type FormProps = { c: C; scene: StoredScene; item: DecisionView; typed: TypedDecision | undefined }

function DecisionForm({ c, scene, item, typed }: FormProps) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const codes = typed?.codes ?? item.codes ?? []
  const options = item.status === 'shortlisted' ? pitchDecisions : pitchDecisions.filter(({ id }) => id === 'declined')
  return (
    <ActionForm c={c} action={`/scenes/${scene.id}/decisions/${item.pitchId}`} label={t.save}>
      <p class="hint">{fill(t.awards, { n: scene.content.awardN ?? 0 })}</p>
      <SelectField
        id={`decision-${item.pitchId}`}
        name="decision"
        label={t.decision}
        options={options}
        value={typed?.decision ?? item.decision ?? undefined}
        lang={lang}
      />
      <fieldset>
        <legend>{t.codes}</legend>
        <div class="choices">
          {reasonCodes.map((code) => (
            <label class="choice">
              <input type="checkbox" name="codes" value={code.id} checked={codes.includes(code.id)} /> {code[lang]}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        id={`feedback-${item.pitchId}`}
        name="feedback"
        label={fill(t.feedback, { min: feedbackCharactersMin })}
        value={typed?.feedback ?? item.feedback ?? ''}
        rows={4}
      />
    </ActionForm>
  )
}

/** Those on which the panel has agreed, the best first. */
export function ShortlistForm({ c, scene, items }: { c: C; scene: StoredScene; items: readonly DecisionView[] }) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const total = ({ consensus }: DecisionView) => consensus?.total ?? 0
  const ready = items.filter(({ status }) => status === 'consensus').toSorted((a, b) => total(b) - total(a))
  if (ready.length === 0) return <></>
  return (
    <section class="panel" aria-labelledby="shortlist-title">
      <h2 id="shortlist-title">{t.shortlist}</h2>
      <p class="hint">{fill(t.shortlistHint, { n: scene.content.shortlistN ?? 0 })}</p>
      <ActionForm c={c} action={`/scenes/${scene.id}/shortlist`} label={t.shortlist}>
        {ready.map((item) => (
          <p>
            <label class="choice">
              <input type="checkbox" name="pitchIds" value={item.pitchId} />
              {fill(evaluationWords.pitch[lang], { label: item.label })} · {evaluationWords.total[lang]} {total(item)}
            </label>
          </p>
        ))}
      </ActionForm>
    </section>
  )
}

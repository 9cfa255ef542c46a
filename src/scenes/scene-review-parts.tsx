import { ActionForm, dateOf, SelectField, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import type { SimilarScene } from './find-similar.ts'
import { fieldLabel } from './quality-panel.tsx'
import type { SceneComment } from './scene-history-store.ts'
import { duplicateAnswers } from './scene.ts'

/** What the review remarked, and what was answered. */
export function SceneComments({
  c,
  sceneId,
  comments,
  mayAnswer,
}: {
  c: C
  sceneId: string
  comments: readonly SceneComment[]
  mayAnswer: boolean
}) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  if (comments.length === 0) return <></>
  return (
    <section id="comments">
      <h2>{t.comments}</h2>
      {comments.map((comment) => (
        <div class="panel">
          <p class="eyebrow">
            <strong>{fieldLabel(comment.field, lang)}</strong> <span>{dateOf(c, comment.writtenAt)}</span>
            {comment.answer === null && <Tag tone="warn">{t.unanswered}</Tag>}
          </p>
          <p class="text">{comment.text}</p>
          {comment.answer !== null && (
            <p class="text">
              <strong>{t.answer}</strong>
              {lang === 'zh' ? '：' : ': '}
              {comment.answer}
            </p>
          )}
          {comment.answer === null && mayAnswer && <AnswerForm c={c} sceneId={sceneId} commentId={comment.id} />}
        </div>
      ))}
    </section>
  )
}

/** Scenes so much alike that each wants an answer. */
export function SimilarScenes({
  c,
  sceneId,
  similar,
  mayAnswer,
}: {
  c: C
  sceneId: string
  similar: readonly SimilarScene[]
  mayAnswer: boolean
}) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  const probable = similar.filter((one) => one.mustAnswer)
  if (probable.length === 0) return <></>
  return (
    <section id="similar">
      <h2>{t.similar}</h2>
      <p>{t.similarNote}</p>
      {probable.map((one) => (
        <div class="panel">
          <p>
            <a href={`/scenes/${one.id}`}>{one.title}</a>{' '}
            <Tag tone="warn">{fill(t.similarity, { n: Math.round(one.similarity * 100) })}</Tag>
          </p>
          {one.answer !== null && <p>{labelOf(duplicateAnswers, one.answer, lang)}</p>}
          {one.answer === null && mayAnswer && <DuplicateForm c={c} sceneId={sceneId} otherId={one.id} />}
        </div>
      ))}
    </section>
  )
}

export function AnswerForm({ c, sceneId, commentId, value = '' }: { c: C; sceneId: string; commentId: string; value?: string }) {
  const t = inLang(sceneWords, c.get('lang'))
  return (
    <ActionForm c={c} action={`/scenes/${sceneId}/answers/${commentId}`} label={t.giveAnswer} tone="quiet">
      <TextField id={`answer-${commentId}`} name="answer" label={t.answer} value={value} rows={2} />
    </ActionForm>
  )
}

type DuplicateFormProps = { c: C; sceneId: string; otherId: string; answer?: string | undefined; because?: string }

export function DuplicateForm({ c, sceneId, otherId, answer, because = '' }: DuplicateFormProps) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  return (
    <ActionForm c={c} action={`/scenes/${sceneId}/duplicates`} label={t.giveAnswer} tone="quiet">
      <input type="hidden" name="sceneId" value={otherId} />
      <SelectField
        id={`duplicate-${otherId}`}
        name="answer"
        label={t.answer}
        options={duplicateAnswers}
        value={answer}
        lang={lang}
      />
      <TextField id={`because-${otherId}`} name="because" label={t.because} value={because} rows={2} />
    </ActionForm>
  )
}

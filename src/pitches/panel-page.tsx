import { permit } from '../accounts/permissions.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { statusAt } from '../scenes/scene.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ActionForm, RefusalNote, Tag, TextField } from '../web/components.tsx'
import { evaluationWords, panelWords } from '../web/evaluation-words.ts'
import type { C } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { DecisionPanel, ShortlistForm } from './decision-parts.tsx'
import type { Board } from './decision-view.ts'
import type { PanelFacts } from './panel-facts.ts'
import type { Candidate } from './panel-store.ts'
import { areUnsealed } from './pitch.ts'
import { progressOf } from './read-evaluations.ts'

/** A decision as it was typed and not taken. */
export type TypedDecision = { pitchId: string; decision: string; codes: string[]; feedback: string }

type PageProps = {
  c: C
  facts: PanelFacts
  /** For those who decide, release or oversee. */
  board: Board | undefined
  /** For those who appoint. */
  candidates: readonly Candidate[] | undefined
  typed: TypedDecision | undefined
  refusal: Refusal | undefined
}

export function PanelPage({ c, facts, board, candidates, typed, refusal }: PageProps) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const { scene } = facts
  const title = fill(t.title, { title: titleOf(scene.content, lang) })
  return (
    <Layout c={c} title={title} example={scene.isExample} address={`/scenes/${scene.id}/panel`}>
      <p>
        <a href={`/scenes/${scene.id}`}>{evaluationWords.backToScene[lang]}</a>
      </p>
      <h1>{title}</h1>
      <RefusalNote refusal={refusal} lang={lang} />
      <Members c={c} facts={facts} mayAppoint={candidates !== undefined} />
      {candidates !== undefined && <AppointForm c={c} facts={facts} candidates={candidates} />}
      {board !== undefined && <Decisions c={c} facts={facts} board={board} typed={typed} />}
    </Layout>
  )
}

function Members({ c, facts, mayAppoint }: { c: C; facts: PanelFacts; mayAppoint: boolean }) {
  const t = inLang(panelWords, c.get('lang'))
  const members = progressOf(facts)
  const pitches = areUnsealed(facts.scene, c.get('ports').clock()) ? facts.pitches.length : '—'
  return (
    <section>
      <h2>{t.members}</h2>
      {members.length === 0 ? (
        <p>{t.noMembers}</p>
      ) : (
        <table class="stack">
          <thead>
            <tr>
              {[t.name, t.role, t.progress].map((column) => (
                <th scope="col">{column}</th>
              ))}
              {mayAppoint && <th scope="col">{t.standDown}</th>}
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr>
                <th scope="row">{member.name}</th>
                <td data-label={t.role}>{roleOf(c, member)}</td>
                <td data-label={t.progress}>
                  {member.submitted} / {pitches}
                </td>
                {mayAppoint && <td>{member.recusedAt === null && <MemberForms c={c} facts={facts} member={member} />}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type Member = ReturnType<typeof progressOf>[number]

function roleOf(c: C, { isChair, recusedAt, recusalReason }: Member): string {
  const lang = c.get('lang')
  if (recusedAt !== null) return `${evaluationWords.recused[lang]}${lang === 'zh' ? '：' : ': '}${recusalReason ?? ''}`
  return isChair ? evaluationWords.isChair[lang] : panelWords.member[lang]
}

function MemberForms({ c, facts, member }: { c: C; facts: PanelFacts; member: Member }) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const at = `/scenes/${facts.scene.id}/panel/members`
  return (
    <>
      {!member.isChair && (
        <form method="post" action={at}>
          <Csrf c={c} />
          <input type="hidden" name="personId" value={member.personId} />
          <input type="hidden" name="isChair" value="true" />
          <button type="submit" class="quiet">
            {t.makeChair}
          </button>
        </form>
      )}
      <details>
        <summary>{t.standDown}</summary>
        <ActionForm c={c} action={`${at}/${member.personId}/recusal`} label={t.standDown} tone="danger">
          <TextField id={`reason-${member.personId}`} name="reason" label={evaluationWords.reason[lang]} rows={2} />
        </ActionForm>
      </details>
    </>
  )
}

type AppointProps = { c: C; facts: PanelFacts; candidates: readonly Candidate[] }

function AppointForm({ c, facts: { scene, members }, candidates }: AppointProps) {
  const t = inLang(panelWords, c.get('lang'))
  const free = candidates.filter(({ personId }) => !members.some((member) => member.personId === personId))
  if (free.length === 0) return <></>
  return (
    <details open={members.length === 0}>
      <summary>{t.appoint}</summary>
      <ActionForm c={c} action={`/scenes/${scene.id}/panel/members`} label={t.appoint}>
        <div class="field">
          <label for="personId">{t.whom}</label>
          <select id="personId" name="personId">
            {free.map(({ personId, name, orgName }) => (
              <option value={personId}>
                {name} · {orgName}
              </option>
            ))}
          </select>
        </div>
        <p>
          <label class="choice">
            <input type="checkbox" name="isChair" value="true" /> {t.asChair}
          </label>
        </p>
      </ActionForm>
    </details>
  )
}

type DecisionsProps = { c: C; facts: PanelFacts; board: Board; typed: TypedDecision | undefined }

function Decisions({ c, facts, board, typed }: DecisionsProps) {
  const lang = c.get('lang')
  const t = inLang(panelWords, lang)
  const [{ scene }, actor, now] = [facts, c.get('actor'), c.get('ports').clock()]
  const target = targetOfScene(scene, now)
  const isAtWork = statusAt(scene, now) === 'closed'
  const may = (action: 'decision.shortlist' | 'decision.write') => isAtWork && permit(actor, action, target).ok
  const open = board.items.filter(({ decision }) => decision === null).length
  return (
    <section>
      <h2>{t.pitches}</h2>
      {!areUnsealed(scene, now) && <p>{t.notYet}</p>}
      {areUnsealed(scene, now) && board.items.length === 0 && <p>{evaluationWords.noPitches[lang]}</p>}
      {board.items.length > 0 && !facts.isOpen && <p class="notice">{t.sealed}</p>}
      {board.items.map((item) => (
        <DecisionPanel
          c={c}
          scene={scene}
          item={item}
          mayDecide={may('decision.write')}
          typed={typed?.pitchId === item.pitchId ? typed : undefined}
        />
      ))}
      {may('decision.shortlist') && <ShortlistForm c={c} scene={scene} items={board.items} />}
      {board.items.length > 0 && permit(actor, 'scene.release', target).ok && (
        <section class="panel" aria-labelledby="release-title">
          <h2 id="release-title">{t.release}</h2>
          {board.appeals > 0 && <p class="notice">{fill(t.appeals, { n: board.appeals })}</p>}
          <p>{fill(t.releaseLead, { open })}</p>
          {open === 0 && board.appeals === 0 && (
            <ActionForm c={c} action={`/scenes/${scene.id}/release`} label={t.releaseButton} />
          )}
        </section>
      )}
      {scene.status === 'decided' && <Tag tone="good">{t.release}</Tag>}
    </section>
  )
}

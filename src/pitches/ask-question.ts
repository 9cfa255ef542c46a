import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import { findSceneForUpdate, findZone } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { personalNumberIn } from '../scenes/quality-privacy.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { concealed, namesOf } from './conceal-names.ts'
import { findKnown } from './conceal-store.ts'
import { mayAnswer, mayAsk, questionsMax } from './question.ts'
import type { Question } from './question.ts'
import { findAsked, findQuestion, insertQuestion, putAnswer } from './question-store.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** A company asks; everybody will read it, and nobody learn who it was. */
export function askQuestion(ports: VerbPorts, actor: Actor, sceneId: string, text: string): Promise<Question> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await lockScene(tx, actor, sceneId, now)
    unwrap(permit(actor, 'question.ask'))
    const askerOrgId = actor.orgId ?? unwrap<never>(refuse('actor.forbidden'))
    if (askerOrgId === scene.orgId) unwrap(refuse('actor.forbidden'))
    unwrap(mayAsk(scene, await findZone(tx, scene.districtId), now))
    holdsNoNumber(text)
    if (await namesAsker(tx, askerOrgId, text)) unwrap(refuse('question.names_asker'))
    const { last, texts } = await findAsked(tx, scene.id, askerOrgId)
    if (texts.includes(text)) unwrap(refuse('question.exists'))
    if (texts.length >= questionsMax) unwrap(refuse('question.too_many', { max: questionsMax }))
    const asked = { id: ports.ids(), sceneId: scene.id, seq: last + 1, askerOrgId, askedBy: actorId(actor), text, askedAt: now }
    const question = { ...asked, answer: null, answeredBy: null, answeredAt: null }
    await insertQuestion(tx, question)
    await recordEvent(tx, ports, actor, {
      objectType: 'question',
      objectId: question.id,
      action: 'question.ask',
      detail: { sceneId: scene.id, seq: question.seq },
    })
    return question
  })
}

/** The unit answers once, for everybody. */
export function answerQuestion(
  ports: VerbPorts,
  actor: Actor,
  sceneId: string,
  questionId: string,
  answer: string,
): Promise<Question> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await lockScene(tx, actor, sceneId, now)
    unwrap(permit(actor, 'question.answer', targetOfScene(scene, now)))
    const question = (await findQuestion(tx, scene.id, questionId)) ?? unwrap<never>(refuse('question.not_found'))
    if (question.answer !== null) unwrap(refuse('question.answered'))
    unwrap(mayAnswer(scene, await findZone(tx, scene.districtId), now))
    holdsNoNumber(answer)
    const given = { answer, answeredBy: actorId(actor), answeredAt: now }
    if (!(await putAnswer(tx, question.id, given))) unwrap(refuse('question.answered'))
    await recordEvent(tx, ports, actor, {
      objectType: 'question',
      objectId: question.id,
      action: 'question.answer',
      detail: { sceneId: scene.id, seq: question.seq },
    })
    return { ...question, ...given }
  })
}

/** Held until the end, so that numbers are given one by one. */
async function lockScene(tx: Tx, actor: Actor, id: string, now: Date): Promise<StoredScene> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const scene = await findSceneForUpdate(tx, id)
  return scene !== undefined && maySee(actor, scene, now) ? scene : unwrap<never>(refuse('scene.not_found'))
}

function holdsNoNumber(text: string): void {
  if (personalNumberIn(text) !== undefined) unwrap(refuse('question.personal_number'))
}

/** Whoever writes “we of X” would tell everybody. */
async function namesAsker(tx: Tx, orgId: string, text: string): Promise<boolean> {
  const known = await findKnown(tx, [orgId])
  return concealed(text, namesOf([...known.values()], text)) !== text
}

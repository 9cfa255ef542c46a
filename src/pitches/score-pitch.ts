import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { hasConflict } from './appoint-evaluator.ts'
import { memberOf } from './panel.ts'
import { atWork, lockPanelOf, settleScores, stepQuietly } from './panel-facts.ts'
import type { PanelFacts } from './panel-facts.ts'
import { findAffiliations } from './panel-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { wrongState } from './pitch.ts'
import { findScore, putScore } from './score-store.ts'
import { checkMarks, criteriaOf } from './score.ts'
import type { Score, ScoreInput } from './score.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** Keeps an evaluator's own marks, to go on with later. */
export function saveScore(ports: VerbPorts, actor: Actor, pitchId: string, input: ScoreInput): Promise<Score> {
  return scoring(ports, actor, pitchId, async (tx, facts, own, now) => {
    const { marks, remark } = input
    unwrap(checkMarks(marks, criteriaOf(facts.scene), false))
    return { pitchId, personId: own.personId, marks, remark, submittedAt: null, updatedAt: now }
  })
}

/** Hands them in: sealed for ever, and to everybody else until the last of the panel has done so. */
export function submitScore(ports: VerbPorts, actor: Actor, pitchId: string, input?: ScoreInput): Promise<Score> {
  return scoring(ports, actor, pitchId, async (_tx, facts, own, now) => {
    const { marks, remark } = input ?? own.draft ?? { marks: {}, remark: '' }
    unwrap(checkMarks(marks, criteriaOf(facts.scene), true))
    return { pitchId, personId: own.personId, marks, remark, submittedAt: now, updatedAt: now }
  })
}

type Own = { personId: string; draft: Score | undefined }
type Write = (tx: Tx, facts: PanelFacts, own: Own, now: Date) => Promise<Score>

function scoring(ports: VerbPorts, actor: Actor, pitchId: string, write: Write): Promise<Score> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPanelOf(tx, actor, pitchId, now)
    const own = await permitScore(tx, actor, facts, now)
    const score = await write(tx, facts, own, now)
    await putScore(tx, score)
    await recordEvent(tx, ports, actor, {
      objectType: 'pitch',
      objectId: pitchId,
      action: score.submittedAt === null ? 'score.write' : 'score.submit',
    })
    await beginReview(tx, ports, actor, facts)
    await settleScores(tx, ports, actor, facts)
    return score
  })
}

async function permitScore(tx: Tx, actor: Actor, facts: PanelFacts & { pitch: StoredPitch }, now: Date): Promise<Own> {
  const { scene, pitch } = facts
  unwrap(permit(actor, 'score.write', { orgId: scene.orgId, districtId: scene.districtId }))
  const isMember = facts.members.some(({ personId }) => personId === actor.personId)
  if (!isMember) unwrap(refuse('pitch.not_found'))
  const { personId } = unwrap(memberOf(facts.members, actor.personId))
  const draft = await findScore(tx, pitch.id, personId)
  if (draft !== undefined && draft.submittedAt !== null) unwrap(refuse('score.sealed'))
  unwrap(atWork(scene, now))
  if (!scorable.includes(pitch.status)) unwrap(wrongState(pitch.status))
  // Somebody may have joined a company that pitches since the appointment.
  if (await hasConflict(tx, scene, await findAffiliations(tx, personId))) unwrap(refuse('panel.conflict'))
  return { personId, draft }
}

const scorable: readonly string[] = ['submitted', 'in_review', 'scored']

/** The first score of anybody begins the review of all, so that no company learns whose pitch was read first. */
async function beginReview(tx: Tx, ports: VerbPorts, actor: Actor, { pitches }: PanelFacts): Promise<void> {
  for (const pitch of pitches) {
    if (pitch.status === 'submitted')
      await stepQuietly(tx, ports, actor, pitch, { status: 'in_review' }, { action: 'score.begin_review' })
  }
}

import * as v from 'valibot'
import type { Viewing } from '../accounts/actor.ts'
import { allowedActions } from '../accounts/permissions.ts'
import { gateIds } from '../matching/gates.ts'
import { sceneStatuses, statusAt } from '../scenes/scene.ts'
import { visible } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { snakeKey } from '../shared/wire.ts'
import { concealedDeep } from './conceal-names.ts'
import { statusFor, targetFor } from './pitch-access.ts'
import type { PitchReader } from './pitch-access.ts'
import { PitchAnswer, PitchContent, pitchFields } from './pitch-content.ts'
import { pitchDecisions, pitchStatuses } from './pitch-status.ts'
import type { StoredPitch } from './pitch-store.ts'
import type { PitchReading } from './read-pitch.ts'
import { memberStatuses } from './pitch-team.ts'
import { hearsAppeals, isAppealOpen, isOfRound, labelOfPitch, takesPitch } from './pitch.ts'
import { answersTo, newRequirements, requirementsOf, staleAnswers } from './requirements.ts'

const Id = v.pipe(v.string(), v.uuid())
const Instant = v.pipe(v.string(), v.isoTimestamp())
const Company = v.object({ id: Id, name: v.string(), nameEn: v.nullable(v.string()) })
const Scene = v.object({ id: Id, title: v.nullable(v.string()), titleEn: v.nullable(v.string()) })

/** What a line of a list says. `company` is null while its name is not to be known. */
export const PitchItem = v.object({
  id: Id,
  label: v.string(),
  scene: Scene,
  company: v.nullable(Company),
  status: v.picklist(idsOf(pitchStatuses)),
  submittedAt: v.nullable(Instant),
  /** From a round before the scene was last published. */
  isEarlierRound: v.boolean(),
  /** Waits for the auditor. */
  isAppealOpen: v.boolean(),
  isExample: v.boolean(),
})

export const PitchView = v.object({
  ...PitchItem.entries,
  /** For the next change; null where its side is not to see what is being made of it. */
  version: v.nullable(v.number()),
  /** What has become of the scene in this pitch's round; null for an earlier one. */
  sceneStatus: v.nullable(v.picklist(idsOf(sceneStatuses))),
  content: PitchContent,
  requirements: v.array(v.object({ text: v.string(), must: v.boolean() })),
  members: v.array(v.object({ company: v.nullable(Company), role: v.string(), status: v.picklist(idsOf(memberStatuses)) })),
  /** How the scene has changed since it was handed in, or since its answers were written. */
  changed: v.object({ addenda: v.number(), requirements: v.array(v.string()), staleAnswers: v.array(PitchAnswer) }),
  statusReason: v.nullable(v.string()),
  withdrawnAt: v.nullable(Instant),
  gateId: v.nullable(v.picklist(gateIds)),
  appeal: v.nullable(v.string()),
  appealedAt: v.nullable(Instant),
  appealRuledAt: v.nullable(Instant),
  /** Why the auditor granted or dismissed it. */
  appealAnswer: v.nullable(v.string()),
  decision: v.nullable(v.picklist(idsOf(pitchDecisions))),
  decisionCodes: v.nullable(v.array(v.string())),
  feedback: v.nullable(v.string()),
  releasedAt: v.nullable(Instant),
  /** The actions the caller could take now. */
  allowed: v.array(v.string()),
  /** For its own side: how much came from the profile, and what still stands as it came. */
  prefilledShare: v.optional(v.nullable(v.number())),
  prefilled: v.optional(v.array(v.string())),
  /** For the office and the auditor: a disqualification that the other has still to agree to. */
  disqualification: v.optional(v.nullable(v.object({ as: v.string(), by: v.string(), reason: v.string() }))),
})

/** Until the shortlist the unit does not learn whose a pitch is. */
export function isNamed(reader: PitchReader, { status, releasedAt }: StoredPitch): boolean {
  return reader !== 'unit' || releasedAt !== null || ['shortlisted', 'selected', 'reserve'].includes(status)
}

export function pitchItem(pitch: StoredPitch, reader: PitchReader) {
  const { id, sceneId, sceneTitle, sceneTitleEn, submittedAt, isExample } = pitch
  const company = { id: pitch.companyId, name: pitch.companyName, nameEn: pitch.companyNameEn }
  return {
    id,
    label: labelOfPitch(pitch),
    scene: { id: sceneId, title: sceneTitle, titleEn: sceneTitleEn },
    company: isNamed(reader, pitch) ? company : null,
    status: statusFor(reader, pitch),
    submittedAt,
    isEarlierRound: !isOfRound(pitch, { publishedAt: pitch.scenePublishedAt, createdAt: pitch.sceneCreatedAt }),
    isAppealOpen: isAppealOpen(pitch),
    isExample,
  }
}

/** A pitch as this reader may see it. */
export function pitchView(reading: PitchReading, { actor, now }: Viewing) {
  const { pitch, scene, reader } = reading
  const sceneStatus = isOfRound(pitch, scene) ? statusAt(scene, now) : null
  const isOwn = reader === 'lead' || reader === 'member'
  // From the first score to the release, whatever happens in between.
  const isSealed = isOwn && statusFor(reader, pitch) === 'in_review'
  const { withdrawnAt, appealedAt, appealRuledAt, gateId } = pitch
  return {
    ...pitchItem(pitch, reader),
    version: isSealed ? null : pitch.version,
    sceneStatus,
    content: contentFor(reading),
    requirements: requirementsOf(scene.content),
    members: membersFor(reading),
    changed: changedSince(reading),
    ...saidFor(reading),
    withdrawnAt,
    gateId,
    appealedAt,
    appealRuledAt,
    ...released(pitch),
    allowed: stepsOpen(reading, { actor, now }),
    ...(isOwn && { prefilledShare: pitch.prefilledShare, prefilled: pitch.prefilled.map(wireField) }),
    ...((reader === 'office' || reader === 'auditor') && { disqualification: proposalOf(pitch) }),
  }
}

/** Prices are for the parties; cards and names of who is not to be known are left out. */
function contentFor({ pitch, scene, reader, names }: PitchReading): PitchContent {
  const seen: PitchContent = visible(pitchFields, pitch.content, reader === 'matchmaker' ? 'reg' : 'mat')
  const isBeingWritten = pitch.status === 'draft' || pitch.status === 'withdrawn'
  const aligned = isBeingWritten ? { ...seen, answers: answersTo(scene.content, seen.answers) } : seen
  if (isNamed(reader, pitch)) return aligned
  const { cardIds: _cards, answers = [], ...unnamed } = aligned
  const quoted = answers.map(({ evidence, ...answer }) => (evidence ? { ...answer, evidence: anonymous(evidence) } : answer))
  return concealedDeep({ ...unnamed, answers: quoted }, names)
}

/** What a company appeals with, and what it is answered, may name it as its pitch may. */
function saidFor({ pitch, reader, names }: PitchReading) {
  const { statusReason, appeal, appealAnswer } = pitch
  const said = { statusReason, appeal, appealAnswer }
  return isNamed(reader, pitch) ? said : concealedDeep(said, names)
}

const nobody = '00000000-0000-0000-0000-000000000000'

function anonymous<E extends { cardId: string }>(evidence: E): E {
  return { ...evidence, cardId: nobody }
}

function membersFor({ pitch, members, reader, names }: PitchReading) {
  const standing = reader === 'lead' ? members : members.filter(({ status }) => status !== 'declined')
  return standing.map(({ companyId: id, name, nameEn, role, status }) =>
    isNamed(reader, pitch)
      ? { company: { id, name, nameEn }, role, status }
      : { company: null, role: concealedDeep(role, names), status },
  )
}

function changedSince({ pitch, scene, addenda, reader, names }: PitchReading) {
  const since = pitch.submittedAt
  const stale = staleAnswers(scene.content, pitch.content)
  return {
    addenda: since === null ? 0 : addenda.filter((addendum) => addendum.writtenAt > since).length,
    requirements: newRequirements(scene.content, pitch.content),
    staleAnswers: isNamed(reader, pitch)
      ? stale
      : concealedDeep(
          stale.map(({ evidence: _, ...answer }) => answer),
          names,
        ),
  }
}

/** Nothing of a decision before its release. */
function released({ releasedAt, decision, decisionCodes, feedback }: StoredPitch) {
  const isTold = releasedAt !== null
  return {
    decision: isTold ? decision : null,
    decisionCodes: isTold ? decisionCodes : null,
    feedback: isTold ? feedback : null,
    releasedAt,
  }
}

/** As on the wire; what follows the dot are the scene's own words. */
function wireField(field: string): string {
  return field.includes('.') ? field : snakeKey(field)
}

function proposalOf({ disqualifyAs, disqualifyBy, disqualifyReason, status }: StoredPitch) {
  if (disqualifyAs === null || status === 'disqualified') return null
  return { as: disqualifyAs, by: disqualifyBy!, reason: disqualifyReason! }
}

function stepsOpen(reading: PitchReading, { actor, now }: Pick<Viewing, 'actor' | 'now'>): string[] {
  const { pitch, scene, members, reader } = reading
  const isOpen = takesPitch(pitch, scene, now).ok
  const isHeard = hearsAppeals(pitch, scene, now).ok
  const shut: Record<string, boolean> = {
    'pitch.edit': !isOpen,
    'pitch.submit': !isOpen,
    'pitch.ask_member': !isOpen,
    'pitch.appeal': pitch.appealedAt !== null || !isHeard,
    'pitch.readmit': !isAppealOpen(pitch) || !isHeard,
    'pitch.dismiss_appeal': !isAppealOpen(pitch) || !isHeard,
    'pitch.disqualify': pitch.disqualifyBy !== null && pitch.disqualifyBy === actor.personId,
  }
  const steps = allowedActions(actor, 'pitch', targetFor(actor, reading, now)).filter((action) => shut[action] !== true)
  const isWriting = pitch.status === 'draft' || pitch.status === 'withdrawn'
  const own = reader === 'member' ? members.find(({ orgId }) => orgId === actor.orgId) : undefined
  return own !== undefined && isOpen && isWriting ? [...steps, 'pitch.answer_team'] : [...steps]
}

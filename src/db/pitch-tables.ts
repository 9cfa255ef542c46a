import type { ColumnType, JSONColumnType } from 'kysely'
import type { Marks, PitchContent } from '../pitches/pitch-content.ts'
import type { InvitationStatus, PitchDecision, PitchStatus } from '../pitches/pitch-status.ts'

export type PitchTables = {
  sceneQuestion: SceneQuestionTable
  pitchInvitation: PitchInvitationTable
  pitch: PitchTable
  pitchMember: PitchMemberTable
  scenePanel: ScenePanelTable
  pitchScore: PitchScoreTable
  pitchConsensus: PitchConsensusTable
}

type Instant = ColumnType<Date>
type InstantOrNull = ColumnType<Date | null>

/** Everybody sees question and answer, nobody but the audit who asked. */
type SceneQuestionTable = {
  id: string
  sceneId: string
  /** From 1, as people refer to it. */
  seq: number
  askerOrgId: string
  askedBy: string
  text: string
  askedAt: Instant
  answer: string | null
  answeredBy: string | null
  answeredAt: InstantOrNull
}

type PitchInvitationTable = {
  id: string
  districtId: string
  sceneId: string
  companyId: string
  /** The company's organisation. */
  orgId: string
  status: InvitationStatus
  version: number
  /** Where the company stood in the ranking when it was invited; null: not ranked. */
  place: number | null
  /** Why somebody so far down was invited. */
  reason: string | null
  message: string | null
  invitedBy: string
  invitedOrgId: string
  invitedAt: Instant
  expiresAt: Instant
  answeredBy: string | null
  answeredAt: InstantOrNull
  declineReason: string | null
}

type PitchTable = {
  id: string
  districtId: string
  sceneId: string
  companyId: string
  /** The leading company's organisation. */
  orgId: string
  status: PitchStatus
  version: number
  content: JSONColumnType<PitchContent>
  /** The share of its fields that came from the profile. */
  prefilledShare: number | null
  /** The fields that still stand as the profile gave them. */
  prefilled: ColumnType<string[], string[] | undefined, string[]>
  writtenBy: string
  submittedBy: string | null
  submittedAt: InstantOrNull
  withdrawnAt: InstantOrNull
  statusReason: string | null
  statusSince: Instant
  appealedAt: InstantOrNull
  appeal: string | null
  /** When the auditor granted or dismissed it, and why. */
  appealRuledAt: InstantOrNull
  appealAnswer: string | null
  /** The gate by which it was ruled out. */
  gateId: string | null
  /** Who proposed to disqualify it, as which of the two offices that must agree, and why. */
  disqualifyBy: string | null
  disqualifyAs: 'district_officer' | 'auditor' | null
  disqualifyReason: string | null
  /** Of a decision nothing is seen before its release. */
  decision: PitchDecision | null
  decisionCodes: string[] | null
  feedback: string | null
  decidedBy: string | null
  decidedAt: InstantOrNull
  releasedAt: InstantOrNull
  isExample: boolean
  createdAt: Instant
  updatedAt: Instant
  /** When the scene was published that it answers: one pitch a company and round. */
  roundAt: Instant
}

type PitchMemberTable = {
  pitchId: string
  companyId: string
  orgId: string
  /** What it does in the team. */
  role: string
  status: 'asked' | 'accepted' | 'declined'
  askedAt: Instant
  answeredBy: string | null
  answeredAt: InstantOrNull
}

type ScenePanelTable = {
  sceneId: string
  personId: string
  isChair: boolean
  appointedBy: string
  appointedAt: Instant
  recusedAt: InstantOrNull
  recusalReason: string | null
}

/** Sealed to everybody else until the whole panel has submitted. */
type PitchScoreTable = {
  pitchId: string
  personId: string
  marks: JSONColumnType<Marks>
  remark: string | null
  submittedAt: InstantOrNull
  updatedAt: Instant
}

type PitchConsensusTable = {
  pitchId: string
  marks: JSONColumnType<Marks>
  /** The marks by the scene's weights, 0 to 100. */
  total: number
  remark: string | null
  dissent: string | null
  agreedBy: string
  agreedAt: Instant
}

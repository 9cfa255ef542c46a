import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { OrganisationStatus } from '../accounts/organisation.ts'
import type { Role } from '../accounts/role.ts'
import type { CardContent, Claim, CompanyContent } from '../companies/company-content.ts'
import type { CardStatus, CompanyStatus } from '../companies/company.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import type { TrainingKind } from '../matching/training-event.ts'
import type { LearnedParameters, LearningReport, WeightsStatus } from '../learning/ranking-weights.ts'
import type { DuplicateAnswer, Override, SceneStatus } from '../scenes/scene.ts'
import type { PitchTables } from './pitch-tables.ts'
import type { SessionTables } from './session-tables.ts'

/** Columns are snake_case in Postgres; Kysely's CamelCasePlugin maps them here. */
export type Database = RecordTables & PitchTables & SessionTables

type RecordTables = {
  district: DistrictTable
  organisation: OrganisationTable
  membership: MembershipTable
  invitation: InvitationTable
  foundingLink: FoundingLinkTable
  scene: SceneTable
  sceneVersion: SceneVersionTable
  sceneComment: SceneCommentTable
  sceneAddendum: SceneAddendumTable
  sceneRef: SceneRefTable
  company: CompanyTable
  card: CardTable
  matchMark: MatchMarkTable
  impression: ImpressionTable
  trainingEvent: TrainingEventTable
  unmetSearch: UnmetSearchTable
  rankingWeights: RankingWeightsTable
  auditEvent: AuditEventTable
  outbox: OutboxTable
  embedding: EmbeddingTable
  indexBuild: IndexBuildTable
  idempotency: IdempotencyTable
  person: PersonTable
  login: LoginTable
  credential: CredentialTable
  apiKey: ApiKeyTable
  signInAttempt: SignInAttemptTable
}

type Json<T extends object> = JSONColumnType<T>
type Instant = ColumnType<Date>
type InstantOrNull = ColumnType<Date | null>

type DistrictTable = {
  id: string
  /** Stands at the head of every ref, such as XH. */
  code: string
  name: string
  nameEn: string
  city: string
  timeZone: string
}

type OrganisationTable = {
  id: string
  districtId: string
  kind: string
  uscc: string
  legalName: string
  nameEn: string | null
  city: string
  district: string
  status: OrganisationStatus
  verifiedAt: InstantOrNull
  isExample: boolean
  createdAt: Instant
  version: number
}

/** better-auth's user, under the word the glossary has for it. */
type PersonTable = {
  id: string
  name: string
  /** In lower case. */
  email: string
  emailVerified: boolean
  image: string | null
  createdAt: Instant
  updatedAt: Instant
  /** Until when a password set by an administrator signs in; null when the person chose their own. */
  temporaryUntil: InstantOrNull
}

/** better-auth's session: `session` here only ever means a 对接 session. */
type LoginTable = {
  id: string
  personId: string
  token: string
  expiresAt: Instant
  createdAt: Instant
  updatedAt: Instant
  ipAddress: string | null
  userAgent: string | null
}

/** The columns of better-auth's account that a password uses. */
type CredentialTable = {
  id: string
  personId: string
  accountId: string
  providerId: string
  password: string | null
  createdAt: Instant
  updatedAt: Instant
}

/** The columns of the key plugin's table that we read or write ourselves. */
type ApiKeyTable = {
  id: string
  configId: string
  name: string | null
  start: string | null
  /** The person the key belongs to. */
  referenceId: string
  /** Base64url of the key's SHA-256; the key itself is kept nowhere. */
  key: string
  enabled: boolean
  rateLimitEnabled: boolean
  requestCount: number
  lastRequest: InstantOrNull
  createdAt: Instant
  updatedAt: Instant
  /** JSON text: the organisation it acts for. */
  metadata: string | null
}

type SignInAttemptTable = { id: string; email: string; at: Instant }

type MembershipTable = { id: string; orgId: string; personId: string; roles: Role[]; createdAt: Instant }

type InvitationTable = {
  id: string
  orgId: string
  roles: Role[]
  tokenHash: string
  createdBy: string
  createdAt: Instant
  expiresAt: Instant
  usedAt: InstantOrNull
}

/** Unlike an invitation it comes before its organisation. */
type FoundingLinkTable = {
  id: string
  districtId: string
  tokenHash: string
  createdAt: Instant
  expiresAt: Instant
  usedAt: InstantOrNull
}

type SceneTable = {
  id: string
  districtId: string
  orgId: string
  ref: string | null
  status: SceneStatus
  version: number
  content: Json<SceneContent>
  writtenBy: string
  submittedBy: string | null
  submittedAt: InstantOrNull
  complianceBy: string | null
  publishedBy: string | null
  publishedAt: InstantOrNull
  opensAt: InstantOrNull
  /** The instant the deadline's day ends in the district's zone. */
  deadlineAt: InstantOrNull
  statusReason: string | null
  /** When the present state began. */
  statusSince: Instant
  /** The state to return to, while suspended. */
  suspendedFrom: SceneStatus | null
  /** What the submitter answered about each probable duplicate: scene id and answer. */
  duplicatesAnswered: Json<DuplicateAnswer[]>
  /** When the decision on its pitches was told to everybody. */
  releasedAt: InstantOrNull
  releasedBy: string | null
  /** The rules that the office set aside when it published, and why. */
  overrides: ColumnType<Override[], string | undefined, string>
  isExample: boolean
  createdAt: Instant
  updatedAt: Instant
}

type SceneVersionTable = { sceneId: string; version: number; content: Json<SceneContent>; savedBy: string; savedAt: Instant }

type SceneCommentTable = {
  id: string
  sceneId: string
  field: string
  text: string
  writtenBy: string
  writtenAt: Instant
  answer: string | null
  answeredAt: InstantOrNull
}

type SceneAddendumTable = {
  id: string
  sceneId: string
  seq: number
  changes: Json<{ field: string; before: unknown; after: unknown }[]>
  reason: string
  writtenBy: string
  writtenAt: Instant
}

type SceneRefTable = { districtId: string; year: number; domain: string; last: number }

type CompanyTable = {
  id: string
  districtId: string
  orgId: string
  status: CompanyStatus
  version: number
  content: Json<CompanyContent>
  validUntil: Instant
  statusReason: string | null
  /** The state to return to, while suspended. */
  suspendedFrom: CompanyStatus | null
  isExample: boolean
  createdAt: Instant
  updatedAt: Instant
}

type CardTable = {
  id: string
  districtId: string
  orgId: string
  companyId: string
  status: CardStatus
  version: number
  content: Json<CardContent>
  claims: Json<Claim[]>
  writtenBy: string
  validUntil: Instant
  statusReason: string | null
  /** The state to return to, while suspended. */
  suspendedFrom: CardStatus | null
  isExample: boolean
  createdAt: Instant
  updatedAt: Instant
}

/** A saved or dismissed counterpart, as one side sees it. */
type MatchMarkTable = {
  side: 'scene' | 'company'
  sceneId: string
  companyId: string
  districtId: string
  kind: 'saved' | 'dismissed'
  reason: string | null
  markedBy: string
  markedAt: Instant
}

/** Somebody was shown this pair at this place of a ranking. */
type ImpressionTable = {
  districtId: string
  viewerOrgId: string
  /** Who asked: the scene for companies, or the company for scenes. */
  side: 'scene' | 'company'
  sceneId: string
  companyId: string
  /** From 1. */
  position: number
  /** The chance that this place is looked at. */
  propensity: number
  weightsVersion: string
  rankingVersion: string
  /** Days since 1970 in UTC. */
  day: number
  at: Instant
}

/** Words that a search found nothing for, and how often in a month; nobody's name stands beside them. */
type UnmetSearchTable = {
  districtId: string
  /** 2026-11, by the district's clock. */
  month: string
  collection: 'scene' | 'company'
  text: string
  searches: number
}

/** What one side made of the other, in the order it happened. */
type TrainingEventTable = {
  id: string
  districtId: string
  side: 'scene' | 'company'
  sceneId: string
  companyId: string
  kind: TrainingKind
  /** Whose judgement it was. */
  orgId: string
  actorId: string
  reason: string | null
  at: Instant
}

/** Weights of the ranking beside the shipped ones, with what their making came to. */
type RankingWeightsTable = {
  version: string
  districtId: string
  status: WeightsStatus
  parameters: Json<LearnedParameters>
  report: Json<LearningReport>
  madeAt: Instant
  activeFrom: InstantOrNull
  /** What was in force before it; null for the shipped ones. */
  replaces: string | null
}

type AuditEventTable = {
  id: string
  districtId: string
  objectType: string
  objectId: string
  seq: number
  actorId: string
  action: string
  fromStatus: string | null
  toStatus: string | null
  reason: string | null
  detail: Json<Record<string, unknown>>
  at: Instant
  previousHash: string
  hash: string
}

type OutboxTable = {
  id: Generated<string>
  districtId: string
  objectType: 'scene' | 'company' | 'card'
  objectId: string
  version: number
  createdAt: Instant
  doneAt: InstantOrNull
  attempts: Generated<number>
  /** Not to be taken up before; while a relay has it, the end of that relay's lease. */
  dueAt: ColumnType<Date, Date | undefined, Date>
  lastError: string | null
  /** When it was given up on; an administrator may have it tried again. */
  deadAt: InstantOrNull
}

/** A vector by what it was made of. */
type EmbeddingTable = {
  contentHash: string
  role: 'query' | 'document'
  model: string
  dimensions: number
  spaceVersion: string
  /** Little-endian float32. */
  vector: Uint8Array
  createdAt: Instant
}

/** How far the filling of an index set has come, so that it can be taken up again. */
type IndexBuildTable = {
  setName: string
  model: string
  dimensions: number
  spaceVersion: string
  collection: 'scene' | 'company'
  after: string
  done: number
  total: number
  startedAt: Instant
  updatedAt: Instant
  servedAt: InstantOrNull
}

type IdempotencyTable = {
  actorId: string
  key: string
  requestHash: string
  /** Null while the first request is still running. */
  status: number | null
  body: string | null
  createdAt: Instant
}

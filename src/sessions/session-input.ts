import * as v from 'valibot'
import { CalendarDate, line, list, text, wholeNumber } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { seatsMax, seatsMin } from './meeting.ts'
import { meetingOutcomes, Minutes } from './session-content.ts'

export const reasonCharactersMax = 300
export const invitedAtOnceMax = 200
export const wishesMax = 30
export const peopleMax = 20
const slotNumberMax = 400

const Id = v.pipe(v.string(), v.uuid(), v.toLowerCase())
const SlotNumber = wholeNumber(1, slotNumberMax)
const Slots = list(SlotNumber, slotNumberMax)
const Window = v.pipe(
  v.strictTuple([SlotNumber, SlotNumber]),
  v.check(([from, to]) => from <= to, 'ends before it begins'),
)

export const Reason = v.strictObject({ reason: line(reasonCharactersMax) })
export const ReasonOrNone = v.strictObject({ reason: v.exactOptional(text(reasonCharactersMax)) })
export const Postponement = v.strictObject({ date: CalendarDate, reason: v.exactOptional(text(reasonCharactersMax)) })
export const VisitMinutes = v.strictObject({ text: line(4_000) })

/** A department with the scenes it brings, a company, or a guest such as a carrier. */
export const Invited = v.variant('side', [
  v.strictObject({ side: v.literal('department'), orgId: Id, sceneIds: v.pipe(list(Id, 20), v.minLength(1, 'needs a scene')) }),
  v.strictObject({ side: v.literal('company'), companyId: Id }),
  v.strictObject({ side: v.literal('guest'), orgId: Id }),
])
export type Invited = v.InferOutput<typeof Invited>
export const Invitations = v.strictObject({ items: v.pipe(list(Invited, invitedAtOnceMax), v.minLength(1, 'needs somebody')) })

export const ParticipantPatch = v.strictObject({
  unavailable: v.exactOptional(Slots),
  meetingsMin: v.exactOptional(wholeNumber(0, 100)),
  meetingsMax: v.exactOptional(wholeNumber(1, 100)),
  /** Of a department; the matchmaker alone changes them. */
  sceneIds: v.exactOptional(v.pipe(list(Id, 20), v.minLength(1, 'needs a scene'))),
})
export type ParticipantPatch = v.InferOutput<typeof ParticipantPatch>

/** With an account, whose name is taken where none is given, or without one and by name. */
export const NamedPerson = v.strictObject({
  personId: v.exactOptional(line(100)),
  name: v.exactOptional(line(40)),
  post: v.exactOptional(text(40)),
  unavailable: v.exactOptional(Slots),
})
export type NamedPerson = v.InferOutput<typeof NamedPerson>
export const PersonPatch = v.strictObject({
  name: v.exactOptional(line(40)),
  post: v.nullish(text(40)),
  unavailable: v.exactOptional(Slots),
})
export type PersonPatch = v.InferOutput<typeof PersonPatch>

export const Wishes = v.strictObject({ participantIds: list(Id, wishesMax) })
export const PairMarking = v.strictObject({
  departmentId: Id,
  companyId: Id,
  kind: v.picklist(['pin', 'ban']),
  reason: line(reasonCharactersMax),
})
export type PairMarking = v.InferOutput<typeof PairMarking>

export const MeetingRequest = v.strictObject({
  participantId: Id,
  sceneId: v.exactOptional(Id),
  message: v.exactOptional(text(300)),
  /** The first and the last slot that suit. */
  window: v.exactOptional(Window),
})
export type MeetingRequest = v.InferOutput<typeof MeetingRequest>

export const MeetingProposal = v.strictObject({
  participantIds: v.pipe(list(Id, seatsMax), v.minLength(seatsMin, `needs ${seatsMin} participants`)),
  /** The department's seat where it is not said. */
  chairId: v.exactOptional(Id),
  sceneId: v.exactOptional(Id),
  message: v.exactOptional(text(300)),
  window: v.exactOptional(Window),
  isRequired: v.exactOptional(v.boolean()),
})
export type MeetingProposal = v.InferOutput<typeof MeetingProposal>

export const Placing = v.strictObject({
  slot: SlotNumber,
  tableNo: wholeNumber(1, 4_000),
  /** Whether the planner must leave it there; it must, where it is not said. */
  isPinned: v.exactOptional(v.boolean()),
})
export type Placing = v.InferOutput<typeof Placing>

export const SeatPerson = v.strictObject({ personId: v.nullable(Id) })
export const CheckInCode = v.strictObject({ code: line(20) })
export const CheckInSeats = v.strictObject({ participantId: v.exactOptional(Id) })
export const Absence = v.strictObject({ side: v.picklist(['company', 'unit']) })
export const MinutesInput = v.strictObject({ outcome: v.picklist(idsOf(meetingOutcomes)), ...Minutes.entries })
export type MinutesInput = v.InferOutput<typeof MinutesInput>

import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import { holdingStatuses } from '../sessions/session-status.ts'
import { tableCount } from '../sessions/slots.ts'
import type { Slot } from '../sessions/slots.ts'

/** A slot a meeting might have, the tables free in it, who is engaged elsewhere then, and who said it does not suit. */
export type SlotChoice = { slot: Slot; tables: number[]; busy: string[]; away: string[] }

/** Every slot that has not begun; free where there is a table and nobody is busy. */
export function slotChoices(facts: SessionFacts, meeting: SeatedMeeting, now: Date): SlotChoice[] {
  const tables = Array.from({ length: tableCount(facts.session.content) }, (_, index) => index + 1)
  const others = facts.meetings.filter(
    ({ id, status, slot }) => id !== meeting.id && slot !== null && holdingStatuses.includes(status),
  )
  const bySlot = Map.groupBy(others, ({ slot }) => slot!)
  const unavailable = new Map(facts.participants.map((one) => [one.id, one.unavailable]))
  return facts.slots
    .filter(({ startsAt }) => startsAt > now)
    .map((slot) => {
      const held = bySlot.get(slot.number) ?? []
      // Where it is already it need not be moved to.
      const taken = new Set([...held.map(({ tableNo }) => tableNo), meeting.slot === slot.number ? meeting.tableNo : null])
      const engaged = new Set(held.flatMap(({ seats }) => seats.map(({ participantId }) => participantId)))
      const seated = meeting.seats.map(({ participantId }) => participantId)
      return {
        slot,
        tables: tables.filter((table) => !taken.has(table)),
        busy: seated.filter((id) => engaged.has(id)),
        away: seated.filter((id) => unavailable.get(id)?.includes(slot.number) === true),
      }
    })
}

export function isFree({ tables, busy }: SlotChoice): boolean {
  return tables.length > 0 && busy.length === 0
}

/** The table it has now where that is free then, or else the first that is. */
export function tableFor(choice: SlotChoice, meeting: Pick<SeatedMeeting, 'tableNo'>): number | undefined {
  return choice.tables.find((table) => table === meeting.tableNo) ?? choice.tables[0]
}

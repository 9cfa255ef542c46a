import type { Form } from '../accounts/form.ts'
import { planWords } from '../web/board-words.ts'
import { ActionForm, SelectField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { orgOf, spanOf, whoIn } from '../sessions/session-frame.tsx'
import { seatsBy } from './board.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'

const secondsOffered = [5, 10, 30, 60]
const secondsDefault = 10
const floorsOffered = [30, 40, 50, 60]

/** How long to think, and what everybody should get at least. */
export function PlanForm({ c, sessionId, typed }: { c: C; sessionId: string; typed: Form }) {
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const inBoth = (id: string, words: { zh: string; en: string }, n: number) => ({
    id,
    zh: fill(words.zh, { n }),
    en: fill(words.en, { n }),
  })
  return (
    <ActionForm c={c} action={`/sessions/${sessionId}/plans`} label={t.start}>
      <div class="columns">
        <SelectField
          id="seconds"
          label={t.seconds}
          options={secondsOffered.map((n) => inBoth(String(n), planWords.secondsOption, n))}
          value={typed['seconds'] ?? String(secondsDefault)}
          lang={lang}
        />
        <SelectField
          id="floor"
          label={t.fairness}
          options={[
            { id: 'none', ...planWords.floorNone },
            { id: 'highest', ...planWords.floorHighest },
            ...floorsOffered.map((n) => inBoth(String(n), planWords.floorAt, n)),
          ]}
          value={typed['floor'] ?? 'none'}
          lang={lang}
        />
      </div>
      <p class="hint">{t.fairnessHint}</p>
    </ActionForm>
  )
}

/** What happened since the timetable was made. */
export function RepairForm({ c, facts, now }: { c: C; facts: SessionFacts; now: Date }) {
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const seated = seatsBy(facts)
  const ahead = facts.meetings.flatMap((meeting) => {
    const slot = meeting.slot === null ? undefined : facts.slots[meeting.slot - 1]
    const isAhead = slot !== undefined && slot.startsAt > now && ['proposed', 'pending', 'accepted'].includes(meeting.status)
    return isAhead
      ? [{ id: meeting.id, label: `${spanOf(facts.session, slot)} ${whoIn(seated(meeting), lang)}`, slot: slot.number }]
      : []
  })
  const meetings = ahead.toSorted((one, other) => one.slot - other.slot)
  const joined = facts.participants.filter(({ status }) => status === 'joined')
  const busy = new Set(facts.meetings.flatMap(({ seats }) => seats.map(({ participantId }) => participantId)))
  const named = (of: typeof joined) => of.map((one) => ({ id: one.id, label: orgOf(one, lang) }))
  return (
    <ActionForm c={c} action={`/sessions/${facts.session.id}/repairs`} label={t.makeRepair} tone="quiet">
      <Many name="cancelledMeetings" label={t.cancelledMeetings} options={meetings} />
      <Many name="leavers" label={t.leavers} options={named(joined)} />
      <Many name="arrivals" label={t.arrivals} options={named(joined.filter(({ id }) => !busy.has(id)))} />
    </ActionForm>
  )
}

/** Boxes to tick, folded away: there may be many. */
function Many({ name, label, options }: { name: string; label: string; options: readonly { id: string; label: string }[] }) {
  if (options.length === 0) return <></>
  return (
    <details>
      <summary>
        {label} ({options.length})
      </summary>
      <fieldset>
        <legend class="visually-hidden">{label}</legend>
        <div class="choices">
          {options.map((one) => (
            <label class="choice">
              <input type="checkbox" name={name} value={one.id} /> {one.label}
            </label>
          ))}
        </div>
      </fieldset>
    </details>
  )
}

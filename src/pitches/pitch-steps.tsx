import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import type { Form } from '../accounts/form.ts'
import type { Action } from '../accounts/permissions.ts'
import { gateIds } from '../matching/gates.ts'
import type { Ports } from '../ports.ts'
import { text } from '../shared/schema.ts'
import { validated } from '../shared/validated.ts'
import { ActionForm, SelectField, TextField } from '../web/components.tsx'
import type { Flash } from '../web/flash.ts'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { gateWords } from '../web/match-words.ts'
import { inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { appealPitch, dismissAppeal, disqualifyPitch, readmitPitch, ruleOutPitch } from './judge-pitch.ts'
import { submitPitch, withdrawPitch } from './submit-pitch.ts'

export type PitchStep = {
  path: 'submission' | 'withdrawal' | 'ineligibility' | 'appeal' | 'readmission' | 'dismissal' | 'disqualification'
  label: keyof typeof pitchWords
  action: Action
  asks: 'nothing' | 'reason' | 'optionalReason' | 'gate' | 'appeal'
  flash: Flash
  tone?: 'quiet' | 'danger'
  take: (ports: Ports, actor: Actor, id: string, form: Form) => Promise<unknown>
}

// What was left empty reads as blank: the rules say themselves which reason they miss.
const words = v.optional(text(500), '')
const Reasoned = v.object({ reason: words })
const Ruling = v.object({ gateId: v.picklist(gateIds), reason: words })

/** The steps of a pitch that a form can take, in the order they are offered. */
export const pitchSteps: readonly PitchStep[] = [
  {
    path: 'submission',
    label: 'submission',
    action: 'pitch.submit',
    asks: 'nothing',
    flash: 'pitchSubmitted',
    take: submitPitch,
  },
  {
    path: 'withdrawal',
    label: 'withdrawal',
    action: 'pitch.withdraw',
    asks: 'optionalReason',
    flash: 'pitchWithdrawn',
    tone: 'quiet',
    take: (ports, actor, id, form) => withdrawPitch(ports, actor, id, validated(Reasoned, form).reason),
  },
  {
    path: 'appeal',
    label: 'appealing',
    action: 'pitch.appeal',
    asks: 'appeal',
    flash: 'pitchAppealed',
    take: (ports, actor, id, form) => appealPitch(ports, actor, id, validated(Reasoned, form).reason),
  },
  {
    path: 'readmission',
    label: 'readmission',
    action: 'pitch.readmit',
    asks: 'reason',
    flash: 'pitchReadmitted',
    take: (ports, actor, id, form) => readmitPitch(ports, actor, id, validated(Reasoned, form).reason),
  },
  {
    path: 'dismissal',
    label: 'dismissal',
    action: 'pitch.dismiss_appeal',
    asks: 'reason',
    flash: 'pitchAppealDismissed',
    tone: 'danger',
    take: (ports, actor, id, form) => dismissAppeal(ports, actor, id, validated(Reasoned, form).reason),
  },
  {
    path: 'ineligibility',
    label: 'ineligibility',
    action: 'pitch.rule_out',
    asks: 'gate',
    flash: 'pitchRuledOut',
    tone: 'danger',
    take: (ports, actor, id, form) => {
      const { gateId, reason } = validated(Ruling, form)
      return ruleOutPitch(ports, actor, id, gateId, reason)
    },
  },
  {
    path: 'disqualification',
    label: 'disqualification_step',
    action: 'pitch.disqualify',
    asks: 'reason',
    flash: 'pitchDisqualified',
    tone: 'danger',
    take: (ports, actor, id, form) => disqualifyPitch(ports, actor, id, validated(Reasoned, form).reason),
  },
]

/** The steps open to the reader: those that ask nothing are a button, the others open. */
export function PitchSteps({ c, pitchId, allowed }: { c: C; pitchId: string; allowed: readonly string[] }) {
  const lang = c.get('lang')
  return (
    <>
      {pitchSteps
        .filter(({ action }) => allowed.includes(action))
        .map((step) =>
          step.asks === 'nothing' ? (
            <PitchStepForm c={c} pitchId={pitchId} step={step} />
          ) : (
            <details>
              <summary>{pitchWords[step.label][lang]}</summary>
              <PitchStepForm c={c} pitchId={pitchId} step={step} />
            </details>
          ),
        )}
    </>
  )
}

export function PitchStepForm({ c, pitchId, step, form = {} }: { c: C; pitchId: string; step: PitchStep; form?: Form }) {
  const lang = c.get('lang')
  return (
    <ActionForm
      c={c}
      action={`/pitches/${pitchId}/${step.path}`}
      label={pitchWords[step.label][lang]}
      {...(step.tone === undefined ? {} : { tone: step.tone })}
    >
      <Asked step={step} form={form} lang={lang} />
    </ActionForm>
  )
}

function Asked({ step: { asks, path }, form, lang }: { step: PitchStep; form: Form; lang: Lang }) {
  const t = inLang(pitchWords, lang)
  if (asks === 'nothing') return <></>
  const label = { reason: t.reason, gate: t.reason, optionalReason: t.reasonOptional, appeal: t.appealText }[asks]
  return (
    <>
      {asks === 'gate' && (
        <SelectField
          id={`${path}-gate`}
          name="gateId"
          label={t.gate}
          options={gateIds.map((id) => ({ id, ...gateWords[id] }))}
          value={form['gateId']}
          lang={lang}
        />
      )}
      <TextField id={`${path}-reason`} name="reason" label={label} value={form['reason'] ?? ''} rows={3} />
    </>
  )
}

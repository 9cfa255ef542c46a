import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import { RefusalNote } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { isUuid, pathId } from '../web/request.ts'
import { answerTeam, askMember, dropMember, leaveTeam } from './change-team.ts'
import { pitchId, seenPitch } from './pitch-request.ts'
import { findListedByName } from './pitch-team-store.ts'
import { AskForm } from './team-parts.tsx'

/** Who pitches together. */
export const teamPages = new Hono<Env>()

const asking = { action: 'pitch.ask_member', summary: 'Ask a company into the team' } as const
const dropping = { action: 'pitch.ask_member', summary: 'Go on without a company of the team' } as const

// The language is switched by a GET of the address a refused form was posted to.
teamPages.get('/pitches/:id/members', about(asking), async (c) => c.html(await askPage(c)))

const Asking = v.object({ company: v.optional(text(120), ''), role: v.optional(text(60), '') })

teamPages.post('/pitches/:id/members', about(asking), async (c) => {
  const id = pitchId(c)
  const form = await readForm(c)
  const attempted = await attempt(async () => {
    const { company, role } = validated(Asking, form)
    if (role === '') unwrap(refuse('request.invalid', { errors: [{ field: 'role', message: 'must not be empty' }] }))
    return askMember(c.get('ports'), c.get('actor'), id, await companyNamed(c, company), role)
  })
  if ('value' in attempted) return redirectWith(c, `/pitches/${id}`, 'memberAsked')
  return c.html(await askPage(c, form, attempted.refusal), refusals[attempted.refusal.code].status)
})

teamPages.get('/pitches/:id/members/:company_id/removal', about(dropping), (c) => backToPitch(c, 'pitch.ask_member'))

teamPages.post('/pitches/:id/members/:company_id/removal', about(dropping), async (c) => {
  const companyId = pathId(c, 'company.not_found', 'company_id')
  await dropMember(c.get('ports'), c.get('actor'), pitchId(c), companyId)
  return redirectWith(c, `/pitches/${pitchId(c)}`, 'memberDropped')
})

type Answering = { path: string; summary: string; flash: Flash; take: (c: C) => Promise<unknown> }

const answers: readonly Answering[] = [
  {
    path: 'acceptance',
    summary: 'Join a team',
    flash: 'teamAnswered',
    take: (c) => answerTeam(c.get('ports'), c.get('actor'), pitchId(c), 'accepted'),
  },
  {
    path: 'refusal',
    summary: 'Do not join a team',
    flash: 'teamAnswered',
    take: (c) => answerTeam(c.get('ports'), c.get('actor'), pitchId(c), 'declined'),
  },
  {
    path: 'departure',
    summary: 'Leave a team',
    flash: 'teamLeft',
    take: (c) => leaveTeam(c.get('ports'), c.get('actor'), pitchId(c)),
  },
]

for (const { path, summary, flash, take } of answers) {
  const note = { action: 'pitch.answer_team', summary } as const
  teamPages.get(`/pitches/:id/membership/${path}`, about(note), (c) => backToPitch(c, 'pitch.answer_team'))
  teamPages.post(`/pitches/:id/membership/${path}`, about(note), async (c) => {
    await take(c)
    return redirectWith(c, path === 'acceptance' ? `/pitches/${pitchId(c)}` : '/my/pitches', flash)
  })
}

function backToPitch(c: C, action: 'pitch.ask_member' | 'pitch.answer_team'): Response {
  unwrap(permit(c.get('actor'), action))
  return c.redirect(`/pitches/${pitchId(c)}`, 303)
}

/** By its id, or by a name that one listed company alone has. */
async function companyNamed(c: C, said: string): Promise<string> {
  if (isUuid(said)) return said.toLowerCase()
  const found = await findListedByName(c.get('ports').db, c.get('actor').districtId, said)
  return found.length === 1 ? found[0]! : unwrap<never>(refuse('company.not_found'))
}

async function askPage(c: C, form: Form = {}, refusal?: Refusal) {
  const { pitch } = await seenPitch(c)
  const t = inLang(pitchWords, c.get('lang'))
  return (
    <Layout c={c} title={t.ask} example={pitch.isExample}>
      <div class="prose">
        <p>
          <a href={`/pitches/${pitch.id}`}>{t.backToPitch}</a>
        </p>
        <h1>{t.ask}</h1>
        <RefusalNote refusal={refusal} lang={c.get('lang')} />
        <AskForm c={c} pitchId={pitch.id} form={form} />
      </div>
    </Layout>
  )
}

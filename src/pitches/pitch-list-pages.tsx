import { Hono } from 'hono'
import { permit } from '../accounts/permissions.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { sceneId } from '../scenes/scene-request.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { unwrap } from '../shared/refusal.ts'
import { NextPage } from '../web/components.tsx'
import { about, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { invitationWords, pitchWords } from '../web/pitch-words.ts'
import { InvitationList } from './invitation-parts.tsx'
import type { Pace } from './pace-store.ts'
import { DeadlineNote, PitchList } from './pitch-parts.tsx'
import { invitationsOfScene, ListQuery, ownInvitations, ownPitches, pitchesOfScene } from './pitch-request.ts'
import { readSceneOfPitches } from './read-pitch.ts'

/** Who was invited and who pitches, for the company and for the scene's side. */
export const pitchListPages = new Hono<Env>()

pitchListPages.get(
  '/my/pitches',
  about({ action: 'pitch.draft', summary: 'The invitations and pitches of your company' }),
  queryOf(ListQuery),
  async (c) => {
    unwrap(permit(c.get('actor'), 'pitch.draft'))
    const pitches = await ownPitches(c, c.req.valid('query'))
    return c.html(<OwnPage c={c} pitches={pitches} invitations={await ownInvitations(c, {})} />)
  },
)

pitchListPages.get(
  '/my/invitations',
  about({ action: 'pitch_invitation.answer', summary: 'All invitations of your company' }),
  queryOf(ListQuery),
  async (c) => {
    unwrap(permit(c.get('actor'), 'pitch_invitation.answer'))
    const page = await ownInvitations(c, c.req.valid('query'))
    return c.html(<InvitationsPage c={c} page={page} by="scene" back="/my/pitches" />)
  },
)

pitchListPages.get(
  '/scenes/:id/pitches',
  about({ action: 'pitch.read_scene', summary: 'The invitations and pitches for a scene' }),
  queryOf(ListQuery),
  async (c) => {
    const scene = await readSceneOfPitches(c.get('ports').db, c.get('actor'), sceneId(c))
    const pitches = await pitchesOfScene(c, scene.id, c.req.valid('query'))
    return c.html(<ScenePitches c={c} scene={scene} pitches={pitches} invitations={await invitationsOfScene(c, scene.id, {})} />)
  },
)

pitchListPages.get(
  '/scenes/:id/invitations',
  about({ action: 'pitch_invitation.read', summary: 'All invitations for a scene' }),
  queryOf(ListQuery),
  async (c) => {
    const id = sceneId(c)
    const page = await invitationsOfScene(c, id, c.req.valid('query'))
    return c.html(<InvitationsPage c={c} page={page} by="company" back={`/scenes/${id}/pitches`} />)
  },
)

type Pitches = Awaited<ReturnType<typeof ownPitches>>
type Invitations = Awaited<ReturnType<typeof ownInvitations>>

function OwnPage({ c, pitches, invitations }: { c: C; pitches: Pitches; invitations: Invitations }) {
  const t = inLang(pitchWords, c.get('lang'))
  const isExample = [...pitches.items, ...invitations.items].some((item) => item.isExample)
  return (
    <Layout c={c} title={t.ownTitle} example={isExample}>
      <h1>{t.ownTitle}</h1>
      <Invited c={c} invitations={invitations} by="scene" all="/my/invitations" />
      <h2>{t.pitches}</h2>
      {pitches.items.length === 0 ? <p>{t.noPitches}</p> : <PitchList c={c} items={pitches.items} by="scene" />}
      <NextPage c={c} cursor={pitches.nextCursor} />
    </Layout>
  )
}

type ScenePitchesProps = {
  c: C
  scene: StoredScene
  pitches: Awaited<ReturnType<typeof pitchesOfScene>>
  invitations: Invitations
}

function ScenePitches({ c, scene, pitches, invitations }: ScenePitchesProps) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const title = fill(t.sceneTitle, { title: titleOf(scene.content, lang) })
  const isExample = [...pitches.items, ...invitations.items].some((item) => item.isExample)
  return (
    <Layout c={c} title={title} example={scene.isExample || isExample}>
      <p>
        <a href={`/scenes/${scene.id}`}>{t.backToScene}</a> · <DeadlineNote c={c} deadlineAt={scene.deadlineAt} />
      </p>
      <h1>{title}</h1>
      {pitches.pace !== null && <p class="quiet-text">{paceText(pitches.pace, lang)}</p>}
      <h2>{t.pitches}</h2>
      {pitches.sealed && <p>{fill(t.sealed, { total: pitches.sealedTotal })}</p>}
      {!pitches.sealed && pitches.items.length === 0 && <p>{t.noneForScene}</p>}
      {pitches.items.length > 0 && <PitchList c={c} items={pitches.items} by="company" />}
      <NextPage c={c} cursor={pitches.nextCursor} />
      <Invited c={c} invitations={invitations} by="company" all={`/scenes/${scene.id}/invitations`} />
    </Layout>
  )
}

function paceText({ pitches, medianSeconds, medianPrefilledShare }: Pace, lang: Lang): string {
  const share = Math.round(medianPrefilledShare * 100)
  return fill(pitchWords.pace[lang], { n: pitches, time: lengthText(medianSeconds, lang), share })
}

function lengthText(seconds: number, lang: Lang): string {
  const [minutes, hours] = [seconds / 60, seconds / 3600]
  if (minutes < 90) return fill(pitchWords.minutes[lang], { n: Math.round(minutes) })
  if (hours < 48) return fill(pitchWords.hours[lang], { n: Math.round(hours) })
  return fill(pitchWords.days[lang], { n: Math.round(hours / 24) })
}

type InvitedProps = { c: C; invitations: Invitations; by: 'scene' | 'company'; all: string }

/** The newest of them, with the way to the rest. */
function Invited({ c, invitations, by, all }: InvitedProps) {
  const t = inLang(invitationWords, c.get('lang'))
  return (
    <>
      <h2>{t.title}</h2>
      <InvitationList c={c} items={invitations.items} by={by} />
      {invitations.nextCursor !== null && (
        <p>
          <a href={all}>
            {t.all} ({invitations.total})
          </a>
        </p>
      )}
    </>
  )
}

function InvitationsPage({ c, page, by, back }: { c: C; page: Invitations; by: 'scene' | 'company'; back: string }) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={invitationWords.all[lang]} example={page.items.some((item) => item.isExample)}>
      <p>
        <a href={back}>{pitchWords.sceneLink[lang]}</a>
      </p>
      <h1>{invitationWords.all[lang]}</h1>
      <InvitationList c={c} items={page.items} by={by} />
      <NextPage c={c} cursor={page.nextCursor} />
    </Layout>
  )
}

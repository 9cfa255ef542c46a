import { Hono } from 'hono'
import { attempt } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { versionIn } from '../companies/profile-request.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { ActionForm, RefusalNote } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { fill, formWords, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { readScene } from '../scenes/scene-request.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { companyOf, draftPitch, mayPitch } from './draft-pitch.ts'
import { patchPitch } from './edit-pitch.ts'
import { invitationPages } from './invitation-pages.tsx'
import { targetFor } from './pitch-access.ts'
import { cardsOf } from './pitch-evidence.ts'
import { pitchToForm, readPitchForm } from './pitch-form-request.ts'
import { PitchForm } from './pitch-form.tsx'
import { pitchListPages } from './pitch-list-pages.tsx'
import { DeadlineNote } from './pitch-parts.tsx'
import { seenPitch } from './pitch-request.ts'
import { pitchStepPages } from './pitch-step-pages.tsx'
import { teamPages } from './team-pages.tsx'
import type { PitchReading } from './read-pitch.ts'
import { submissionFacts } from './submit-pitch.ts'

/** Beginning and writing a pitch; reading it, its steps, its team and the lists stand in files of their own. */
export const pitchPages = new Hono<Env>()

pitchPages.route('/', invitationPages)
pitchPages.route('/', pitchListPages)
pitchPages.route('/', pitchStepPages)
pitchPages.route('/', teamPages)

pitchPages.get('/scenes/:id/pitches/new', about({ action: 'pitch.draft', summary: 'Begin a pitch' }), async (c) => {
  const scene = await readScene(c)
  const ports = c.get('ports')
  const company = await companyOf(ports, c.get('actor'))
  const may = await mayPitch(ports.db, c.get('actor'), { scene, company }, ports.clock())
  if (!may.ok && may.refusal.code === 'pitch.exists') return c.redirect(`/pitches/${String(may.refusal['pitchId'])}`, 303)
  return c.html(<BeginPage c={c} scene={scene} refusal={may.ok ? undefined : may.refusal} />)
})

pitchPages.post('/scenes/:id/pitches/new', about({ action: 'pitch.draft', summary: 'Begin a pitch' }), async (c) => {
  const scene = await readScene(c)
  const attempted = await attempt(() => draftPitch(c.get('ports'), c.get('actor'), scene.id))
  if ('value' in attempted) return redirectWith(c, `/pitches/${attempted.value.id}/edit`, 'pitchDrafted')
  const { refusal } = attempted
  return c.html(<BeginPage c={c} scene={scene} refusal={refusal} />, refusals[refusal.code].status)
})

pitchPages.get('/pitches/:id/edit', about({ action: 'pitch.edit', summary: 'The form of a pitch' }), async (c) => {
  const reading = await editable(c)
  const typed = pitchToForm(reading.pitch.content, reading.scene.content)
  return c.html(
    <PitchForm c={c} reading={reading} cards={await cardsFor(c, reading)} typed={typed} version={reading.pitch.version} />,
  )
})

pitchPages.post('/pitches/:id/edit', about({ action: 'pitch.edit', summary: 'Save a pitch' }), async (c) => {
  const reading = await editable(c)
  const data = await c.req.formData()
  const cards = await cardsFor(c, reading)
  const { patch, errors, typed } = readPitchForm(data, { scene: reading.scene.content, cards, lang: c.get('lang') })
  const form = { c, reading, cards, typed, version: versionIn(data) }
  if (errors.length > 0) return c.html(<PitchForm {...form} errors={errors} />, 422)
  const { id, version } = reading.pitch
  const attempted = await attempt(() => patchPitch(c.get('ports'), c.get('actor'), id, form.version ?? 0, patch))
  if ('value' in attempted) return redirectWith(c, `/pitches/${id}`, 'pitchSaved')
  const { code } = attempted.refusal
  const isStale = code === 'request.precondition_failed'
  const note = isStale ? formWords.changedMeanwhile[c.get('lang')] : refusals[code][c.get('lang')]
  return c.html(<PitchForm {...form} version={isStale ? version : form.version} note={note} />, refusals[code].status)
})

/** The cards that the lead and those who joined show at present. */
async function cardsFor(c: C, reading: PitchReading) {
  const { db, clock } = c.get('ports')
  return cardsOf((await submissionFacts(db, reading, clock())).supplies)
}

async function editable(c: C): Promise<PitchReading> {
  const reading = await seenPitch(c)
  unwrap(permit(c.get('actor'), 'pitch.edit', targetFor(c.get('actor'), reading, c.get('ports').clock())))
  return reading.reader === 'lead' ? reading : unwrap<never>(refuse('actor.forbidden'))
}

function BeginPage({ c, scene, refusal }: { c: C; scene: StoredScene; refusal: Refusal | undefined }) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const title = fill(t.beginTitle, { title: titleOf(scene.content, lang) })
  return (
    <Layout c={c} title={title} example={scene.isExample}>
      <div class="prose">
        <p>
          <a href={`/scenes/${scene.id}`}>{t.backToScene}</a>
        </p>
        <h1>{title}</h1>
        <RefusalNote refusal={refusal} lang={lang}>
          <ConflictList refusal={refusal} lang={lang} />
        </RefusalNote>
        <p>
          <DeadlineNote c={c} deadlineAt={scene.deadlineAt} />
        </p>
        {refusal === undefined && (
          <ActionForm c={c} action={`/scenes/${scene.id}/pitches/new`} label={t.beginButton}>
            <p>{t.beginLead}</p>
          </ActionForm>
        )}
      </div>
    </Layout>
  )
}

/** How they are related, as the gate words it. */
export function ConflictList({ refusal, lang }: { refusal: Refusal | undefined; lang: 'zh' | 'en' }) {
  const conflicts = (refusal?.['conflicts'] ?? []) as { why: { zh: string; en: string } }[]
  return (
    <>
      {conflicts.map(({ why }) => (
        <p>{why[lang]}</p>
      ))}
    </>
  )
}

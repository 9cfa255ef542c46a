import { Hono } from 'hono'
import { attempt, readForm, ticked } from '../accounts/form.ts'
import { readScene, sceneId } from '../scenes/scene-request.ts'
import { permit } from '../accounts/permissions.ts'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { appointEvaluator, standDown } from './appoint-evaluator.ts'
import { decidePitch, shortlistPitches } from './decide-pitch.ts'
import { DecisionInput, ShortlistInput } from './decision.ts'
import { readBoard } from './decision-view.ts'
import { PanelPage } from './panel-page.tsx'
import type { TypedDecision } from './panel-page.tsx'
import { findEvaluators } from './panel-store.ts'
import { readPanel } from './panel-facts.ts'
import { Appointment, Recusal } from './panel-request.ts'
import { releaseDecisions } from './release-decisions.ts'
import { targetOfScene } from '../scenes/scene-access.ts'

const candidatesMax = 200

/** Who evaluates, what is decided, and the release: for the unit, the office and the auditor. */
export const panelPages = new Hono<Env>()

panelPages.get('/scenes/:id/panel', about({ action: 'panel.read', summary: 'Panel and decisions, to read' }), async (c) =>
  c.html(await renderPanel(c)),
)

panelPages.post('/scenes/:id/panel/members', about({ action: 'panel.appoint', summary: 'Appoint an evaluator' }), async (c) => {
  const form = await readForm(c)
  const appointment = { personId: form['personId'] ?? '', isChair: form['isChair'] === 'true' }
  return take(c, 'evaluatorAppointed', async () =>
    appointEvaluator(c.get('ports'), c.get('actor'), sceneId(c), validated(Appointment, appointment)),
  )
})

panelPages.post(
  '/scenes/:id/panel/members/:person_id/recusal',
  about({ action: 'panel.appoint', summary: 'Take an evaluator off' }),
  async (c) => {
    const [form, personId] = [await readForm(c), c.req.param('person_id')]
    return take(c, 'evaluatorOff', async () => {
      const { reason } = validated(Recusal, { reason: form['reason'] ?? '' })
      return standDown(c.get('ports'), c.get('actor'), sceneId(c), personId, reason)
    })
  },
)

panelPages.post('/scenes/:id/shortlist', about({ action: 'decision.shortlist', summary: 'Make the shortlist' }), async (c) => {
  const pitchIds = await ticked(c, 'pitchIds')
  return take(c, 'shortlisted', async () =>
    shortlistPitches(c.get('ports'), c.get('actor'), sceneId(c), validated(ShortlistInput, { pitchIds }).pitchIds),
  )
})

panelPages.post(
  '/scenes/:id/decisions/:pitch_id',
  about({ action: 'decision.write', summary: 'Write a decision down' }),
  async (c) => {
    const [id, form, codes] = [pathId(c, 'pitch.not_found', 'pitch_id'), await readForm(c), await ticked(c, 'codes')]
    const typed = { pitchId: id, decision: form['decision'] ?? '', codes, feedback: form['feedback'] ?? '' }
    const { pitchId, ...input } = typed
    const write = async () => decidePitch(c.get('ports'), c.get('actor'), pitchId, validated(DecisionInput, input))
    return take(c, 'decisionKept', write, typed)
  },
)

panelPages.post('/scenes/:id/release', about({ action: 'scene.release', summary: 'Release all decisions' }), (c) =>
  take(c, 'decisionsReleased', () => releaseDecisions(c.get('ports'), c.get('actor'), sceneId(c))),
)

// The language is switched by a GET of the address a refused form was posted to.
for (const part of ['panel/members', 'shortlist', 'decisions/:pitch_id', 'release', 'panel/members/:person_id/recusal']) {
  panelPages.get(`/scenes/:id/${part}`, about({ action: 'panel.read', summary: 'Back to the panel' }), async (c) => {
    const { id } = await readScene(c, 'panel.read')
    return c.redirect(`/scenes/${id}/panel`, 303)
  })
}

async function take(c: C, flash: Flash, run: () => Promise<unknown>, typed?: TypedDecision): Promise<Response> {
  const attempted = await attempt(run)
  if ('value' in attempted) return redirectWith(c, `/scenes/${sceneId(c)}/panel`, flash)
  return c.html(await renderPanel(c, attempted.refusal, typed), refusals[attempted.refusal.code].status)
}

async function renderPanel(c: C, refusal?: Refusal, typed?: TypedDecision) {
  const [{ db, clock }, actor] = [c.get('ports'), c.get('actor')]
  const scene = await readScene(c, 'panel.read')
  const target = targetOfScene(scene, clock())
  const board = permit(actor, 'decision.read', target).ok ? await readBoard(db, actor, scene.id, clock()) : undefined
  const candidates = permit(actor, 'panel.appoint', target).ok
    ? await findEvaluators(db, scene.districtId, candidatesMax)
    : undefined
  const facts = await readPanel(db, scene)
  return <PanelPage c={c} facts={facts} board={board} candidates={candidates} typed={typed} refusal={refusal} />
}

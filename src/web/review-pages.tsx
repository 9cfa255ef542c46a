import { Hono } from 'hono'
import { permit } from '../accounts/permissions.ts'
import { CardPicture } from '../companies/card-request.tsx'
import { listCards } from '../companies/card-store.ts'
import type { CardRecord } from '../companies/card-store.ts'
import { FindingList } from '../scenes/quality-panel.tsx'
import { titleOf } from '../scenes/scene-article.tsx'
import { judgeContent } from '../scenes/scene-form.tsx'
import type { Quality } from '../scenes/scene-quality.ts'
import { SceneSteps } from '../scenes/scene-step-forms.tsx'
import { listScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { sceneView } from '../scenes/scene-view.ts'
import { needsCompliance } from '../scenes/scene.ts'
import { unwrap } from '../shared/refusal.ts'
import { dateIn, workingDaysBetween } from '../shared/time.ts'
import { ExampleTag, Tag } from './components.tsx'
import { reviewWords } from './home-words.ts'
import { about } from './http.ts'
import type { C, Env } from './http.ts'
import { Layout } from './layout.tsx'
import { fill, inLang } from './messages.ts'

/** More than this no desk works off in a day; the oldest come first. */
const queueMax = 50

/** An answer later than this is late. */
const answerDaysMax = 3

/** What waits for the district's office. */
export const reviewPages = new Hono<Env>()

reviewPages.get('/review', about({ action: 'scene.review', summary: 'Scenes and cards that wait for review' }), async (c) => {
  const [ports, actor] = [c.get('ports'), c.get('actor')]
  unwrap(permit(actor, 'scene.review'))
  const now = ports.clock()
  const scenes = await listScenes(
    ports.db,
    { districtId: actor.districtId, sees: 'all', status: 'submitted', now },
    undefined,
    queueMax,
  )
  const waiting: Waiting[] = []
  for (const scene of scenes.toSorted(bySubmission))
    waiting.push({ scene, quality: await judgeContent(c, scene.content, scene), days: daysWaiting(c, scene, now) })
  const cards = await listCards(ports.db, { actor, now, status: 'submitted' }, { limit: queueMax })
  return c.html(<ReviewPage c={c} waiting={waiting} cards={cards} />)
})

type Waiting = { scene: StoredScene; quality: Quality; days: number }

function bySubmission(a: StoredScene, b: StoredScene): number {
  return (a.submittedAt?.getTime() ?? 0) - (b.submittedAt?.getTime() ?? 0)
}

function daysWaiting(c: C, { submittedAt }: StoredScene, now: Date): number {
  const zone = c.get('district').timeZone
  return submittedAt === null ? 0 : workingDaysBetween(dateIn(zone, submittedAt), dateIn(zone, now))
}

function ReviewPage({ c, waiting, cards }: { c: C; waiting: readonly Waiting[]; cards: readonly CardRecord[] }) {
  const t = inLang(reviewWords, c.get('lang'))
  const isExample = waiting.some(({ scene }) => scene.isExample) || cards.some((card) => card.isExample)
  return (
    <Layout c={c} title={t.title} example={isExample}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <h2>
        {t.scenes} ({waiting.length})
      </h2>
      {waiting.length === 0 && <p>{t.noScenes}</p>}
      {waiting.map((one) => (
        <WaitingScene c={c} waiting={one} />
      ))}
      <h2>
        {t.cards} ({cards.length})
      </h2>
      {cards.length === 0 && <p>{t.noCards}</p>}
      {cards.map((card) => (
        <>
          <p>
            <a href={`/companies/${card.companyId}`}>{card.companyName ?? card.orgName}</a>
          </p>
          <CardPicture c={c} card={card} />
        </>
      ))}
    </Layout>
  )
}

function WaitingScene({ c, waiting: { scene, quality, days } }: { c: C; waiting: Waiting }) {
  const lang = c.get('lang')
  const t = inLang(reviewWords, lang)
  const { allowed } = sceneView(scene, { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone })
  const blockers = quality.findings.filter((found) => found.severity === 'BLOCKER').length
  return (
    <article class="panel" aria-labelledby={`scene-${scene.id}`}>
      <p class="eyebrow">
        <Tag tone={days > answerDaysMax ? 'bad' : undefined}>{fill(t.age, { n: days })}</Tag>
        <Tag tone={quality.publishable ? 'good' : 'warn'}>{fill(t.quality, { score: quality.score })}</Tag>
        {blockers > 0 && <Tag tone="bad">{fill(t.blockers, { n: blockers })}</Tag>}
        {needsCompliance(scene.content) && (
          <Tag tone={scene.complianceBy === null ? 'warn' : 'good'}>{scene.complianceBy === null ? t.needsTick : t.ticked}</Tag>
        )}
        <span>{scene.ref}</span> <span>{scene.orgName}</span>
        <ExampleTag isExample={scene.isExample} lang={lang} />
      </p>
      <h3 id={`scene-${scene.id}`}>
        <a href={`/scenes/${scene.id}`}>{titleOf(scene.content, lang)}</a>
      </h3>
      <p>{scene.content.summary}</p>
      {quality.findings.length > 0 && (
        <details>
          <summary>{fill(t.findings, { n: quality.findings.length })}</summary>
          <FindingList findings={quality.findings} lang={lang} />
        </details>
      )}
      <div class="actions steps">
        <SceneSteps c={c} scene={scene} allowed={allowed} quality={quality} />
      </div>
    </article>
  )
}

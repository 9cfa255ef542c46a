import { findCompanyOfOrganisation } from '../companies/company-store.ts'
import { permit } from '../accounts/permissions.ts'
import type { Refusal } from '../shared/refusal.ts'
import { findSimilar, recallSimilar, unanswered } from '../scenes/find-similar.ts'
import type { SimilarScene } from '../scenes/find-similar.ts'
import { QualityPanel } from '../scenes/quality-panel.tsx'
import { accessTo, targetOfScene } from '../scenes/scene-access.ts'
import { SceneArticle, summaryOf, titleOf } from '../scenes/scene-article.tsx'
import { judgeContent } from '../scenes/scene-form.tsx'
import { listAddenda, listComments } from '../scenes/scene-history-store.ts'
import type { SceneComment } from '../scenes/scene-history-store.ts'
import type { Quality } from '../scenes/scene-quality.ts'
import { viewing } from '../scenes/scene-request.ts'
import { SceneComments, SimilarScenes } from '../scenes/scene-review-parts.tsx'
import { SceneSteps } from '../scenes/scene-step-forms.tsx'
import type { StoredScene } from '../scenes/scene-store.ts'
import { addendumView, sceneView } from '../scenes/scene-view.ts'
import { sceneStatuses } from '../scenes/scene.ts'
import { dateOf, ExampleTag, RefusalNote, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { panelWords } from '../web/evaluation-words.ts'
import { questionWords } from '../web/question-words.ts'
import { sceneWords } from '../web/scene-words.ts'
import { noteImpressions } from './note-impressions.ts'
import { RecordLinks } from './record-links.tsx'
import { orderOf } from './order.ts'
import { RankingSection } from './ranking-section.tsx'
import { RelatedScenes } from './related-section.tsx'
import { relatedScenes } from './related.ts'
import { rankCompanies } from './rank-companies.ts'
import type { RankedScene } from './rank-companies.ts'

/** Shown on the page of a scene; more come on the next page. */
const rankedShown = 10

/** Everything the page of a scene shows its reader. */
type ScenePageFacts = {
  scene: StoredScene
  view: ReturnType<typeof sceneView>
  addenda: ReturnType<typeof addendumView>[]
  quality: Quality | undefined
  comments: SceneComment[]
  similar: SimilarScene[]
  ranking: RankedScene | undefined
  related: StoredScene[]
  ownCompanyId: string | undefined
}

/** The page of a scene as this reader may see it; `refusal` is of a form on it. */
export async function renderScenePage(c: C, scene: StoredScene, refusal?: Refusal) {
  return <ScenePage c={c} facts={await factsOf(c, scene)} refusal={refusal} />
}

async function factsOf(c: C, scene: StoredScene): Promise<ScenePageFacts> {
  const ports = c.get('ports')
  const look = viewing(c)
  const access = accessTo(look.actor, scene)
  const isInside = access === 'int'
  const mayRank = permit(look.actor, 'match.read_scene', targetOfScene(scene, look.now)).ok
  const query = {
    limit: rankedShown,
    includeTeams: c.req.query('cursor') === undefined && c.req.query('include') !== 'excluded',
    cursor: c.req.query('cursor'),
    includeExcluded: c.req.query('include') === 'excluded',
    order: orderOf(c.req.query('order')),
  }
  // Both ask the index; were it to hang, the reader waits for it once.
  const [recalled, ranking, related] = await Promise.all([
    isInside ? recallSimilar(ports, scene.content) : [],
    mayRank ? rankCompanies(ports, look.actor, scene.id, query) : undefined,
    relatedScenes(ports, look.actor, scene),
  ])
  if (ranking !== undefined) {
    const shown = ranking.items.map(({ company, place, newcomer }) => ({
      sceneId: scene.id,
      companyId: company.id,
      place,
      propensity: newcomer?.propensity,
    }))
    await noteImpressions(ports, look.actor, 'scene', ranking, shown)
  }
  return {
    scene,
    view: sceneView(scene, look),
    addenda: (await listAddenda(ports.db, scene.id)).map((addendum) => addendumView(addendum, access)),
    quality: isInside ? await judgeContent(c, scene.content, scene) : undefined,
    comments: isInside ? await listComments(ports.db, scene.id) : [],
    similar: isInside ? await findSimilar(ports.db, look.actor, scene, recalled, look.now) : [],
    ranking,
    related,
    ownCompanyId: await ownCompany(c),
  }
}

/** The company the reader may ask about, where there is one. */
async function ownCompany(c: C): Promise<string | undefined> {
  const actor = c.get('actor')
  if (actor.orgId === null || !permit(actor, 'match.mark_scene').ok) return undefined
  return (await findCompanyOfOrganisation(c.get('ports').db, actor.orgId))?.id
}

function ScenePage({ c, facts, refusal }: { c: C; facts: ScenePageFacts; refusal: Refusal | undefined }) {
  const { scene, view, ranking } = facts
  const lang = c.get('lang')
  const title = titleOf(view.content, lang)
  const isExample =
    scene.isExample ||
    ranking?.items.some((item) => item.company.isExample) === true ||
    facts.related.some((one) => one.isExample)
  return (
    <Layout c={c} title={title} example={isExample} address={`/scenes/${scene.id}`}>
      <RefusalNote refusal={refusal} lang={lang} />
      <SceneHead c={c} facts={facts} title={title} />
      <div class={hasSide(facts) ? 'split' : undefined}>
        <div class="prose-wide" id="scene">
          <SceneArticle c={c} content={view.content} addenda={facts.addenda} />
          <SimilarScenes
            c={c}
            sceneId={scene.id}
            similar={facts.similar}
            mayAnswer={view.allowed.includes('scene.answer_duplicate')}
          />
          <SceneComments
            c={c}
            sceneId={scene.id}
            comments={facts.comments}
            mayAnswer={view.allowed.includes('scene.answer_comment')}
          />
        </div>
        {hasSide(facts) && <Side c={c} facts={facts} />}
      </div>
      {ranking !== undefined && <RankingSection c={c} scene={scene} ranking={ranking} />}
      <RelatedScenes c={c} scenes={facts.related} />
    </Layout>
  )
}

function hasSide({ quality, ownCompanyId, scene }: ScenePageFacts): boolean {
  return quality !== undefined || (ownCompanyId !== undefined && scene.status === 'published')
}

function SceneHead({ c, facts, title }: { c: C; facts: ScenePageFacts; title: string }) {
  const { scene, view } = facts
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  return (
    <header>
      <p class="eyebrow">
        <Tag tone={view.status === 'published' ? 'good' : undefined}>{labelOf(sceneStatuses, view.status, lang)}</Tag>
        {scene.status === 'published' && scene.opensAt !== null && scene.opensAt > c.get('ports').clock() && (
          <Tag tone="warn">{fill(t.opensOn, { date: dateOf(c, scene.opensAt) })}</Tag>
        )}
        <span>{scene.ref ?? t.noRef}</span>
        <span>{lang === 'en' ? (scene.orgNameEn ?? scene.orgName) : scene.orgName}</span>
        <ExampleTag isExample={scene.isExample} lang={lang} />
      </p>
      <h1>{title}</h1>
      <p class="lead">{summaryOf(view.content, lang)}</p>
      {view.statusReason !== null && view.status !== 'published' && (
        <p class="panel panel-tint text">
          {t.statusReason}
          {lang === 'zh' ? '：' : ': '}
          {view.statusReason}
        </p>
      )}
      <SceneLinks c={c} facts={facts} />
    </header>
  )
}

/** Straight to what the reader came for: on a telephone it lies far below. */
function SceneLinks({ c, facts }: { c: C; facts: ScenePageFacts }) {
  const { view, ranking, quality, comments, similar } = facts
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  const isExcluded = c.req.query('include') === 'excluded'
  const open = comments.filter((comment) => comment.answer === null).length
  const duplicates = unanswered(similar).length
  return (
    <p class="buttons">
      {ranking !== undefined && (
        <a class="button quiet" href="#ranking">
          {isExcluded ? matchWords.excluded[lang] : matchWords.ranking[lang]} ({ranking.total})
        </a>
      )}
      {view.publishedAt !== null && (
        <a class="button quiet" href={`/scenes/${view.id}/questions`}>
          {questionWords.link[lang]}
        </a>
      )}
      {view.publishedAt !== null && maySeePanel(c, facts.scene) && (
        <a class="button quiet" href={`/scenes/${view.id}/panel`}>
          {panelWords.link[lang]}
        </a>
      )}
      {open > 0 && (
        <a class="button quiet" href="#comments">
          {fill(t.openComments, { n: open })}
        </a>
      )}
      {duplicates > 0 && (
        <a class="button quiet" href="#similar">
          {fill(t.openDuplicates, { n: duplicates })}
        </a>
      )}
      {mayReadPitches(c, facts.scene) && (
        <a class="button quiet" href={`/scenes/${facts.scene.id}/pitches`}>
          {matchWords.pitches[lang]}
        </a>
      )}
      {quality !== undefined && view.allowed.length > 0 && (
        <a class="narrow-only" href="#actions-title">
          {t.actions}
        </a>
      )}
      {quality !== undefined && (
        <a class="narrow-only" href="#findings">
          {t.quality} {quality.score}
        </a>
      )}
    </p>
  )
}

function maySeePanel(c: C, scene: StoredScene): boolean {
  return permit(c.get('actor'), 'panel.read', { orgId: scene.orgId, districtId: scene.districtId }).ok
}

function mayReadPitches(c: C, scene: StoredScene): boolean {
  return (
    scene.publishedAt !== null &&
    permit(c.get('actor'), 'pitch.read_scene', { orgId: scene.orgId, districtId: scene.districtId }).ok
  )
}

function Side({ c, facts }: { c: C; facts: ScenePageFacts }) {
  const { scene, view, quality, ownCompanyId } = facts
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  return (
    <aside class="beside" aria-label={t.actions}>
      {ownCompanyId !== undefined && scene.status === 'published' && (
        <div class="panel">
          {view.status === 'published' && (
            <p>
              <a class="button" href={`/scenes/${scene.id}/pitches/new`}>
                {matchWords.pitch[lang]}
              </a>
            </p>
          )}
          <p>
            <a href={`/companies/${ownCompanyId}/why/${scene.id}`}>{matchWords.whyLink[lang]}</a>
          </p>
        </div>
      )}
      {quality !== undefined && (
        <>
          <section class="panel actions" aria-labelledby="actions-title">
            <h2 id="actions-title">{t.actions}</h2>
            {view.allowed.includes('scene.edit') && (
              <p>
                <a class="button quiet" href={`/scenes/${scene.id}/edit`}>
                  {t.edit}
                </a>
              </p>
            )}
            {view.allowed.includes('scene.amend') && (
              <p>
                <a href={`/scenes/${scene.id}/amendment`}>{t.amend}</a>
              </p>
            )}
            <SceneSteps c={c} scene={scene} allowed={view.allowed} quality={quality} />
            <RecordLinks c={c} scene={scene} />
          </section>
          <section class="panel" id="findings">
            <QualityPanel
              quality={quality}
              lang={lang}
              formAt={view.allowed.includes('scene.edit') ? `/scenes/${scene.id}/edit` : undefined}
            />
          </section>
        </>
      )}
    </aside>
  )
}

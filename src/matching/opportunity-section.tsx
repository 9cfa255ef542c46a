import { permit } from '../accounts/permissions.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { dateOf, DegradedNote, NextPage, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { OrderLink, RankedPair } from './match-parts.tsx'
import type { OpportunityView } from './rank-scenes.ts'
import type { RankingPage } from './ranking-page.ts'

/** The open scenes this company should look at, in order. */
export function OpportunitySection({
  c,
  company,
  ranking,
}: {
  c: C
  company: CompanyRecord
  ranking: RankingPage<OpportunityView>
}) {
  const t = inLang(matchWords, c.get('lang'))
  const isExcluded = c.req.query('include') === 'excluded'
  const mayMark = permit(c.get('actor'), 'match.mark_scene', {
    orgId: company.orgId,
    districtId: company.districtId,
    public: true,
  }).ok
  const at = `/companies/${company.id}`
  return (
    <section id="ranking" aria-labelledby="ranking-title">
      <h2 id="ranking-title">{isExcluded ? t.excludedScenes : t.opportunities}</h2>
      <DegradedNote degraded={ranking.degraded} lang={c.get('lang')} />
      {ranking.items.length === 0 ? (
        <p>{t.noOpportunities}</p>
      ) : (
        !isExcluded && <p class="quiet-text">{fill(t.opportunitiesLead, { total: ranking.total })}</p>
      )}
      <ol class="ranking">
        {ranking.items.map((item) => (
          <li>
            <Opportunity c={c} item={item} at={at} mayMark={mayMark} />
          </li>
        ))}
      </ol>
      <NextPage c={c} cursor={ranking.nextCursor} at="#ranking" />
      <OrderLink at={at} order={c.req.query('order')} lang={c.get('lang')} />
      <p>
        {isExcluded ? (
          <a href={`${at}#ranking`}>{t.seeOpportunities}</a>
        ) : (
          <a href={`${at}?include=excluded#ranking`}>{t.seeExcludedScenes}</a>
        )}
      </p>
    </section>
  )
}

function Opportunity({ c, item, at, mayMark }: { c: C; item: OpportunityView; at: string; mayMark: boolean }) {
  const lang = c.get('lang')
  const { scene } = item
  return (
    <RankedPair
      c={c}
      pair={item}
      id={`scene-${scene.id}`}
      title={<a href={`/scenes/${scene.id}`}>{lang === 'en' ? (scene.titleEn ?? scene.title) : scene.title}</a>}
      isExample={scene.isExample}
      note={
        <ul class="meta">
          <li>{scene.ref}</li>
          <li>{scene.orgName}</li>
          {scene.deadlineAt !== null && (
            <li>
              {sceneWords.deadline[lang]} {dateOf(c, new Date(scene.deadlineAt.getTime() - 1))}
            </li>
          )}
          {scene.afterSuccessUnknown && (
            <li>
              <Tag tone="bad">{sceneWords.afterUnknown[lang]}</Tag>
            </li>
          )}
          <li>
            {fill(matchWords.capacityBeside[lang], {
              running: item.beside.running ?? 0,
              maximum: item.beside.maximum ?? matchWords.notStated[lang],
            })}
          </li>
          <li>
            <a href={`${at}/why/${scene.id}`}>{matchWords.whyLink[lang]}</a>
          </li>
        </ul>
      }
      markAt={mayMark ? `${at}/marks/${scene.id}` : undefined}
      cardsAt={at}
    />
  )
}

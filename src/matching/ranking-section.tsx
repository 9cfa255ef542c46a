import { nameIn } from '../web/language.ts'
import { permit } from '../accounts/permissions.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { isPublic, statusAt } from '../scenes/scene.ts'
import { DegradedNote, NextPage } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { PlaceNote } from './place-note.tsx'
import { Relaxations } from './counterfactual-parts.tsx'
import { OrderLink, RankedPair } from './match-parts.tsx'
import { TeamSection } from './team-section.tsx'
import type { MatchView, RankedScene } from './rank-companies.ts'

/** Who should pitch for this scene, in order. */
export function RankingSection({ c, scene, ranking }: { c: C; scene: StoredScene; ranking: RankedScene }) {
  const t = inLang(matchWords, c.get('lang'))
  const isExcluded = c.req.query('include') === 'excluded'
  const mayMark = permit(c.get('actor'), 'match.mark_company', targetOfScene(scene, c.get('ports').clock())).ok
  return (
    <section id="ranking" aria-labelledby="ranking-title">
      <h2 id="ranking-title">{isExcluded ? t.excluded : t.ranking}</h2>
      <DegradedNote degraded={ranking.degraded} lang={c.get('lang')} />
      {ranking.items.length === 0 ? (
        <p>{isExcluded ? t.noneExcluded : t.none}</p>
      ) : (
        !isExcluded && <p class="quiet-text">{fill(t.rankingLead, { total: ranking.total })}</p>
      )}
      <RankedCompanies
        c={c}
        items={ranking.items}
        markAt={mayMark ? (companyId) => `/scenes/${scene.id}/marks/${companyId}` : undefined}
        inviteAt={mayInvite(c, scene) ? (companyId) => `/scenes/${scene.id}/invitations/new?company=${companyId}` : undefined}
      />
      <NextPage c={c} cursor={ranking.nextCursor} at="#ranking" />
      <OrderLink at={`/scenes/${scene.id}`} order={c.req.query('order')} lang={c.get('lang')} />
      <TeamSection c={c} teams={ranking.teams ?? []} />
      <Relaxations all={ranking.relaxations} lang={c.get('lang')} />
      <p>
        {isExcluded ? (
          <a href={`/scenes/${scene.id}#ranking`}>{t.seeRanking}</a>
        ) : (
          <a href={`/scenes/${scene.id}?include=excluded#ranking`}>{t.seeExcluded}</a>
        )}
      </p>
    </section>
  )
}

function mayInvite(c: C, scene: StoredScene): boolean {
  const now = c.get('ports').clock()
  const isOpen = statusAt(scene, now) === 'published' && isPublic(scene, now) && c.req.query('include') !== 'excluded'
  return isOpen && permit(c.get('actor'), 'pitch_invitation.invite', targetOfScene(scene, now)).ok
}

type LinkOf = ((companyId: string) => string) | undefined

function InviteLink({ c, company, at }: { c: C; company: MatchView['company']; at: string }) {
  const lang = c.get('lang')
  return (
    <p>
      <a class="button quiet" href={at}>
        {matchWords.invite[lang]}
        <span class="visually-hidden"> {nameIn(company, lang)}</span>
      </a>
    </p>
  )
}

type RankedCompaniesProps = { c: C; items: readonly MatchView[]; markAt?: LinkOf; inviteAt?: LinkOf }

export function RankedCompanies({ c, items, markAt, inviteAt }: RankedCompaniesProps) {
  return (
    <ol class="ranking">
      {items.map((item) => (
        <li>
          <RankedPair
            c={c}
            pair={item}
            id={`company-${item.company.id}`}
            title={<a href={`/companies/${item.company.id}`}>{nameIn(item.company, c.get('lang'))}</a>}
            isExample={item.company.isExample}
            note={<PlaceNote match={item} lang={c.get('lang')} />}
            markAt={markAt?.(item.company.id)}
            cardsAt={`/companies/${item.company.id}`}
            step={inviteAt !== undefined && <InviteLink c={c} company={item.company} at={inviteAt(item.company.id)} />}
          />
        </li>
      ))}
    </ol>
  )
}

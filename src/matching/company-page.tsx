import { permit } from '../accounts/permissions.ts'
import { countCards, listCards } from '../companies/card-store.ts'
import type { CardRecord } from '../companies/card-store.ts'
import { CardPicture } from '../companies/card-request.tsx'
import { StepForms } from '../companies/card-step-forms.tsx'
import { Hints, StatusReason } from '../companies/card-article.tsx'
import { cardsPerCompanyMax } from '../companies/card.ts'
import { maySee } from '../companies/company-access.ts'
import { CompanyArticle, companyName, companySummary } from '../companies/company-article.tsx'
import { companySteps } from '../companies/company-steps.ts'
import { findCompany } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { companyView, targetOfCompany } from '../companies/company-view.ts'
import { companyStatuses } from '../companies/company.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { dateOf, ExampleTag, RefusalNote, Tag } from '../web/components.tsx'
import { auditWords } from '../web/audit-words.ts'
import { companyWords } from '../web/company-words.ts'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { pathId } from '../web/request.ts'
import { noteImpressions } from './note-impressions.ts'
import { orderOf } from './order.ts'
import { OpportunitySection } from './opportunity-section.tsx'
import type { OpportunityView } from './rank-scenes.ts'
import { rankScenes } from './rank-scenes.ts'
import type { RankingPage } from './ranking-page.ts'
import { RelatedCompanies } from './related-section.tsx'
import { relatedCompanies } from './related.ts'

const opportunitiesShown = 10

type CompanyPageFacts = {
  company: CompanyRecord
  view: ReturnType<typeof companyView>
  cards: CardRecord[]
  cardsTotal: number
  mayAddCard: boolean
  opportunities: RankingPage<OpportunityView> | undefined
  related: CompanyRecord[]
}

/** The company of the path, if the reader may know of it. */
export async function readCompany(c: C): Promise<CompanyRecord> {
  const { db, clock } = c.get('ports')
  const actor = c.get('actor')
  const company = await findCompany(db, actor.districtId, pathId(c, 'company.not_found'))
  return company !== undefined && maySee(actor, targetOfCompany(company, clock()))
    ? company
    : unwrap<never>(refuse('company.not_found'))
}

export async function renderCompanyPage(c: C, company: CompanyRecord, refusal?: Refusal) {
  return <CompanyPage c={c} facts={await factsOf(c, company)} refusal={refusal} />
}

async function factsOf(c: C, company: CompanyRecord): Promise<CompanyPageFacts> {
  const ports = c.get('ports')
  const viewing = { actor: c.get('actor'), now: ports.clock(), zone: c.get('district').timeZone }
  const owned = { orgId: company.orgId, districtId: company.districtId, public: true }
  const filter = { ...viewing, companyId: company.id }
  const query = {
    limit: opportunitiesShown,
    cursor: c.req.query('cursor'),
    includeExcluded: c.req.query('include') === 'excluded',
    order: orderOf(c.req.query('order')),
  }
  const mayRank = permit(viewing.actor, 'match.read_company', owned).ok
  // Both ask the index; were it to hang, the reader waits for it once.
  const [opportunities, related] = await Promise.all([
    mayRank ? rankScenes(ports, viewing.actor, company.id, query) : undefined,
    relatedCompanies(ports, viewing.actor, company.id),
  ])
  if (opportunities !== undefined) {
    const shown = opportunities.items.map(({ scene, place }) => ({ sceneId: scene.id, companyId: company.id, place }))
    await noteImpressions(ports, viewing.actor, 'company', opportunities, shown)
  }
  return {
    company,
    view: companyView(company, viewing),
    cards: await listCards(ports.db, filter, { limit: cardsPerCompanyMax }),
    cardsTotal: await countCards(ports.db, filter),
    mayAddCard: permit(viewing.actor, 'card.draft', owned).ok,
    opportunities,
    related,
  }
}

function CompanyPage({ c, facts, refusal }: { c: C; facts: CompanyPageFacts; refusal: Refusal | undefined }) {
  const { company, view, cards, opportunities } = facts
  const lang = c.get('lang')
  const t = inLang(companyWords, lang)
  const name = companyName(view.content, company.orgName, lang)
  return (
    <Layout
      c={c}
      title={name}
      example={company.isExample || cards.some((card) => card.isExample) || facts.related.some((one) => one.isExample)}
      address={`/companies/${company.id}`}
    >
      <RefusalNote refusal={refusal} lang={lang} />
      <p class="eyebrow">
        {view.status !== 'listed' && <Tag tone="warn">{labelOf(companyStatuses, view.status, lang)}</Tag>}
        <span>{company.orgName}</span>
        <ExampleTag isExample={company.isExample} lang={lang} />
      </p>
      <h1>{name}</h1>
      <p class="lead">{companySummary(view.content, lang)}</p>
      {opportunities !== undefined && (
        <p>
          <a class="button quiet" href="#ranking">
            {c.req.query('include') === 'excluded' ? matchWords.excludedScenes[lang] : matchWords.opportunities[lang]} (
            {opportunities.total})
          </a>
        </p>
      )}
      <CompanyActions c={c} facts={facts} />
      {permit(c.get('actor'), 'audit.read', { orgId: null, districtId: company.districtId }).ok && (
        <p>
          <a href={`/audit/company/${company.id}`}>{auditWords.title[lang]}</a>
        </p>
      )}
      <h2>
        {t.cards} ({facts.cardsTotal})
      </h2>
      {cards.length === 0 && <p>{t.noCards}</p>}
      {cards.map((card) => (
        <CardPicture c={c} card={card} />
      ))}
      {facts.mayAddCard && (
        <p>
          <a class="button quiet" href={`/companies/${company.id}/cards/new`}>
            {t.newCard}
          </a>
        </p>
      )}
      <h2>{t.profile}</h2>
      <CompanyArticle content={view.content} lang={lang} />
      {opportunities !== undefined && <OpportunitySection c={c} company={company} ranking={opportunities} />}
      <RelatedCompanies c={c} companies={facts.related} />
    </Layout>
  )
}

function CompanyActions({ c, facts: { company, view } }: { c: C; facts: CompanyPageFacts }) {
  const lang = c.get('lang')
  const t = inLang(companyWords, lang)
  if (view.allowed.length === 0) return <></>
  const isOwn = c.get('actor').orgId === company.orgId
  return (
    <section class="panel actions" aria-labelledby="actions-title">
      <h2 id="actions-title">{t.actions}</h2>
      <p>
        {fill(t.validUntil, { date: dateOf(c, company.validUntil) })}
        {view.renewalDue === true && (
          <>
            {' '}
            <Tag tone="warn">{t.renewalDue}</Tag>
          </>
        )}
      </p>
      <StatusReason reason={view.statusReason} lang={lang} />
      {view.hints !== undefined && view.hints.length > 0 && <Hints hints={view.hints} lang={lang} />}
      <div class="steps">
        {isOwn && view.allowed.includes('company.edit') && (
          <p>
            <a class="button quiet" href="/company/edit">
              {t.editCompany}
            </a>
          </p>
        )}
        <StepForms c={c} at={`/companies/${company.id}`} steps={companySteps} allowed={view.allowed} />
      </div>
    </section>
  )
}

import { domains, stages } from '../shared/taxonomy.ts'
import { ExampleTag, Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import { companyWords } from '../web/company-words.ts'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { claimLabel } from './claim-label.ts'
import { CardSteps } from './card-step-forms.tsx'
import { FieldPairs } from './company-article.tsx'
import { cardFields, verificationLevels } from './company-content.ts'
import type { CardContent, Case } from './company-content.ts'
import type { cardView, ClaimView } from './company-view.ts'
import { cardStatuses } from './company.ts'

type Card = ReturnType<typeof cardView>

/** Shown before the details are opened. */
const inFront: readonly string[] = ['lang', 'name', 'nameEn', 'oneLine', 'oneLineEn', 'solves', 'domains', 'stage', 'cases']

/** A card for reading, with what the reader may do with it. */
export function CardArticle({ c, card, heading = 'h3' }: { c: C; card: Card; heading?: 'h1' | 'h3' }) {
  const lang = c.get('lang')
  const t = inLang(companyWords, lang)
  const { content } = card
  const Heading = heading
  return (
    <article class="panel" id={`card-${card.id}`} aria-labelledby={`card-${card.id}-title`}>
      <p class="eyebrow">
        {card.status !== 'listed' && <Tag tone="warn">{labelOf(cardStatuses, card.status, lang)}</Tag>}
        {content.stage !== undefined && <Tag>{labelOf(stages, content.stage, lang)}</Tag>}
        {(content.domains ?? []).map((domain) => (
          <Tag>{labelOf(domains, domain, lang)}</Tag>
        ))}
        <ExampleTag isExample={card.isExample} lang={lang} />
      </p>
      <Heading id={`card-${card.id}-title`}>{cardName(content, lang)}</Heading>
      <p>{(lang === 'en' ? content.oneLineEn : undefined) ?? content.oneLine}</p>
      {content.solves !== undefined && (
        <>
          <h4>{t.solves}</h4>
          <ul>
            {content.solves.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </>
      )}
      {content.cases !== undefined && <CaseList cases={content.cases} claims={card.claims} lang={lang} />}
      <details>
        <summary>{t.details}</summary>
        <FieldPairs fields={cardFields} content={content} without={inFront} lang={lang} />
      </details>
      <ClaimList claims={card.claims} lang={lang} />
      <StatusReason reason={card.statusReason} lang={lang} />
      {card.renewalDue === true && (
        <p>
          <Tag tone="warn">{t.renewalDue}</Tag>
        </p>
      )}
      {card.hints !== undefined && card.hints.length > 0 && <Hints hints={card.hints} lang={lang} />}
      <CardSteps c={c} card={card} />
    </article>
  )
}

export function cardName(content: Partial<CardContent>, lang: Lang): string {
  return (lang === 'en' ? content.nameEn : undefined) ?? content.name ?? companyWords.untitled[lang]
}

function CaseList({ cases, claims, lang }: { cases: readonly Case[]; claims: readonly ClaimView[]; lang: Lang }) {
  return (
    <>
      <h4>{companyWords.cases[lang]}</h4>
      <ul>
        {cases.map((one, index) => (
          <li>
            <strong>{one.client}</strong>
            {one.period === undefined ? '' : ` · ${one.period}`} <Level level={levelOf(claims, 'cases', index)} lang={lang} />
            <br />
            {one.description}
            {one.outcome === undefined ? '' : ` ${one.outcome}`}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Of a member of a list: its own claim, or that of the whole list. */
function levelOf(claims: readonly ClaimView[], field: string, index: number): ClaimView['level'] {
  return (
    (claims.find((claim) => claim.field === `${field}.${index}`) ?? claims.find((claim) => claim.field === field))?.level ??
    'self'
  )
}

function Level({ level, lang }: { level: ClaimView['level']; lang: Lang }) {
  const tones: Record<ClaimView['level'], Tone | undefined> = {
    self: undefined,
    document: 'accent',
    verified: 'good',
    expired: 'warn',
  }
  return <Tag tone={tones[level]}>{labelOf(verificationLevels, level, lang)}</Tag>
}

function ClaimList({ claims, lang }: { claims: readonly ClaimView[]; lang: Lang }) {
  const t = inLang(companyWords, lang)
  if (claims.length === 0) return <></>
  return (
    <>
      <h4>{t.verification}</h4>
      <ul>
        {claims.map((claim) => (
          <li>
            {claimLabel(claim.field, lang)} <Level level={claim.level} lang={lang} />{' '}
            <span class="quiet-text">
              {claim.by !== undefined && fill(t.verifiedBy, { by: claim.by, on: claim.on ?? '' })}{' '}
              {claim.until !== undefined && fill(t.until, { date: claim.until })}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Why it was returned, hidden or suspended. */
export function StatusReason({ reason, lang }: { reason: string | null | undefined; lang: Lang }) {
  if (reason === undefined || reason === null) return <></>
  return (
    <p class="panel panel-tint text">
      {companyWords.statusReason[lang]}
      {lang === 'zh' ? '：' : ': '}
      {reason}
    </p>
  )
}

export function Hints({ hints, lang }: { hints: readonly { field: string; zh: string; en: string }[]; lang: Lang }) {
  return (
    <details>
      <summary>
        {companyWords.hints[lang]} ({hints.length})
      </summary>
      <ul>
        {hints.map((hint) => (
          <li>
            {claimLabel(hint.field, lang)}
            {lang === 'zh' ? '：' : ': '}
            {hint[lang]}
          </li>
        ))}
      </ul>
    </details>
  )
}

import type { Child } from 'hono/jsx'
import { inWan } from '../shared/money.ts'
import { dataLevels, deployments, domains } from '../shared/taxonomy.ts'
import { Pairs, Tag } from '../web/components.tsx'
import { moneyText } from '../web/field-value.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { Addenda, AfterSuccessPart, Criteria, KpiTable, RequirementTable, Timetable } from './scene-article-parts.tsx'
import { FieldValue, valueText } from './scene-field-value.tsx'
import type { ShownAddendum } from './scene-article-parts.tsx'
import { sceneFields } from './scene-content.ts'
import type { SceneContent, SceneField } from './scene-content.ts'

type Content = Partial<SceneContent>

/** The standard scene, laid out for reading; `content` holds only what the reader may see. */
export function SceneArticle({ c, content, addenda }: { c: C; content: Content; addenda: readonly ShownAddendum[] }) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  return (
    <article>
      <KeyFacts content={content} lang={lang} />
      <Chapter title={t.background}>
        <FieldList
          names={['background', 'problem', 'endUsers', 'processToday', 'systems', 'workDone', 'triedBefore']}
          content={content}
          lang={lang}
          orSaid
        />
      </Chapter>
      <Chapter title={t.requirements}>
        <RequirementTable content={content} lang={lang} />
        <FieldList names={['outOfScope']} content={content} lang={lang} />
      </Chapter>
      {content.kpis !== undefined && (
        <Chapter title={t.kpis}>
          <KpiTable kpis={content.kpis} lang={lang} />
        </Chapter>
      )}
      <Chapter title={t.data}>
        <FieldList names={dataFields} content={content} lang={lang} orSaid />
      </Chapter>
      <Chapter title={t.terms}>
        <FieldList names={termFields} content={content} lang={lang} orSaid />
        {content.criteria !== undefined && <Criteria criteria={content.criteria} lang={lang} />}
      </Chapter>
      <Chapter title={t.timetable}>
        <Timetable content={content} lang={lang} />
      </Chapter>
      <Chapter title={t.afterSuccess}>
        <AfterSuccessPart content={content} lang={lang} />
        <FieldList names={['replicability']} content={content} lang={lang} />
      </Chapter>
      <Chapter title={t.sites}>
        <FieldList names={['sites', 'carrier', 'contact', 'contactWindow']} content={content} lang={lang} orSaid />
      </Chapter>
      <Addenda c={c} addenda={addenda} />
    </article>
  )
}

const dataFields = [
  'dataLevel',
  'dataAssets',
  'deployment',
  'domesticStack',
  'complianceNeeds',
  'riskLevel',
  'safetyNotes',
  'integration',
] as const
const termFields = [
  'coopModes',
  'supportOffered',
  'minStage',
  'localOnly',
  'eligibility',
  'invitePolicy',
  'shortlistN',
  'awardN',
  'ipTerms',
  'dataTerms',
  'moneySource',
] as const

export function isAfterSuccessUnknown(content: Content): boolean {
  return content.afterSuccess === undefined || content.afterSuccess.route === 'unknown'
}

/** 10–50 万元, or why there is no figure. */
export function budgetText(content: Content, lang: Lang): string {
  const t = inLang(sceneWords, lang)
  const { budgetNone, budgetMinFen: min, budgetMaxFen: max } = content
  if (budgetNone === true) return t.noBudget
  if (min !== undefined && max !== undefined)
    return fill(t.budgetFrom, { min: lang === 'zh' ? inWan(min) : moneyText(min, lang), max: moneyText(max, lang) })
  if (max !== undefined) return fill(t.budgetTo, { max: moneyText(max, lang) })
  return min === undefined ? t.notSaid : fill(t.budgetLeast, { min: moneyText(min, lang) })
}

export function titleOf(content: Content, lang: Lang): string {
  const twin = lang === 'en' ? content.titleEn : undefined
  return twin ?? content.title ?? sceneWords.untitled[lang]
}

export function summaryOf(content: Content, lang: Lang): string | undefined {
  return (lang === 'en' ? content.summaryEn : undefined) ?? content.summary
}

function KeyFacts({ content, lang }: { content: Content; lang: Lang }) {
  const t = inLang(sceneWords, lang)
  const facts: [string, Child][] = [
    [t.budget, budgetText(content, lang)],
    [t.deadline, content.deadline === undefined ? t.notSaid : fill(t.wholeDay, { date: content.deadline })],
    [sceneFields.pilotWeeks[lang], content.pilotWeeks === undefined ? t.notSaid : fill(t.weeks, { n: content.pilotWeeks })],
    [sceneFields.domain[lang], labelOf(domains, content.domain, lang) || t.notSaid],
    [sceneFields.deployment[lang], labelOf(deployments, content.deployment, lang) || t.notSaid],
    [sceneFields.dataLevel[lang], labelOf(dataLevels, content.dataLevel, lang) || t.notSaid],
    [
      sceneFields.beneficiariesN[lang],
      content.beneficiariesN === undefined ? t.notSaid : fill(t.people, { n: content.beneficiariesN.toLocaleString('en') }),
    ],
    [
      t.afterSuccess,
      isAfterSuccessUnknown(content) ? (
        <Tag tone="bad">{t.afterUnknown}</Tag>
      ) : (
        valueText('afterSuccess', { route: content.afterSuccess?.route }, lang)
      ),
    ],
  ]
  return (
    <dl class="facts" aria-label={t.keyFacts}>
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Chapter({ title, children }: { title: string; children: Child }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** The language its texts were written in. */
export function contentLang(content: Content): 'zh-CN' | 'en' {
  return content.lang === 'en' ? 'en' : 'zh-CN'
}

/** Fields one after the other, under their labels; those without a value are left out, and `orSaid` that all are. */
function FieldList({
  names,
  content,
  lang,
  orSaid = false,
}: {
  names: readonly SceneField[]
  content: Content
  lang: Lang
  orSaid?: boolean
}) {
  const known = names.filter((name) => content[name] !== undefined)
  if (known.length === 0) return orSaid ? <p class="quiet-text">{sceneWords.missing[lang]}</p> : <></>
  return (
    <Pairs
      pairs={known.map(
        (name) => [sceneFields[name][lang], <FieldValue name={name} value={content[name]} lang={lang} />] as const,
      )}
      lang={contentLang(content)}
    />
  )
}

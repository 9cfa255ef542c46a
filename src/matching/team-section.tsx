import { layers } from '../shared/taxonomy.ts'
import { ExampleTag, Tag } from '../web/components.tsx'
import { labelOf, nameIn } from '../web/language.ts'
import type { C } from '../web/http.ts'
import { outcomeWords, teamWords } from '../web/match-words.ts'
import { inLang } from '../web/messages.ts'
import { outcomeTones } from './match-tables.tsx'
import type { TeamMember, TeamView } from './team-suggestions.ts'

/** Who could pitch together, where nobody covers all that is essential alone. */
export function TeamSection({ c, teams }: { c: C; teams: readonly TeamView[] }) {
  if (teams.length === 0) return <></>
  const t = inLang(teamWords, c.get('lang'))
  return (
    <section id="teams" aria-labelledby="teams-title">
      <h3 id="teams-title">{t.title}</h3>
      <p class="quiet-text">{t.lead}</p>
      <ol class="list">
        {teams.map(({ members, open }) => (
          <li>
            <ul>
              {members.map((member) => (
                <Member c={c} member={member} />
              ))}
            </ul>
            {open.length > 0 && (
              <p>
                {t.open}
                {open.join(c.get('lang') === 'zh' ? '；' : '; ')}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Member({ c, member: { company, layer, brings } }: { c: C; member: TeamMember }) {
  const lang = c.get('lang')
  return (
    <li>
      <a href={`/companies/${company.id}`}>{nameIn(company, lang)}</a>{' '}
      {layer !== null && <Tag>{labelOf(layers, layer, lang)}</Tag>} <ExampleTag isExample={company.isExample} lang={lang} />
      <ul>
        {brings.map(({ requirement, outcome }) => (
          <li>
            <Tag tone={outcomeTones[outcome]}>{outcomeWords[outcome][lang]}</Tag> {requirement}
          </li>
        ))}
      </ul>
    </li>
  )
}

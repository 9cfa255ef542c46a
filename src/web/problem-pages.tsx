import { refusals } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import type { C } from './http.ts'
import { advice } from './advice.ts'
import { Pairs } from './components.tsx'
import { Frame } from './frame.tsx'
import { inLang, problemWords } from './messages.ts'

/** Every refusal the product can give. */
export function ProblemsPage({ c }: { c: C }) {
  const lang = c.get('lang')
  const t = inLang(problemWords, lang)
  return (
    <Frame c={c} title={t.title}>
      <h1>{t.title}</h1>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{t.code}</th>
            <th scope="col">HTTP</th>
            <th scope="col">{t.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(refusals).map(([code, { status, [lang]: meaning }]) => (
            <tr>
              <th scope="row">
                <a href={`/problems/${code}`}>{code}</a>
              </th>
              <td data-label="HTTP">{status}</td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

/** What one refusal means, and what to do. */
export function ProblemPage({ c, code }: { c: C; code: RefusalCode }) {
  const lang = c.get('lang')
  const t = inLang(problemWords, lang)
  const { status, zh, en } = refusals[code]
  return (
    <Frame c={c} title={code}>
      <h1>{code}</h1>
      <Pairs
        pairs={[
          ['HTTP', status],
          [t.meaning, lang === 'zh' ? zh : en],
          [t.otherLanguage, <span lang={lang === 'zh' ? 'en' : 'zh-CN'}>{lang === 'zh' ? en : zh}</span>],
          [t.advice, advice[status][lang]],
        ]}
      />
      <p>
        <a href="/problems">{t.all}</a>
      </p>
    </Frame>
  )
}

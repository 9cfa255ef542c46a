import { refusals } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import type { C } from './http.ts'
import type { Bilingual } from './language.ts'
import { Frame } from './frame.tsx'

/** Every refusal the product can give. */
export function ProblemsPage({ c }: { c: C }) {
  const lang = c.get('lang')
  const title = { zh: '错误代码', en: 'Refusals' }[lang]
  return (
    <Frame c={c} title={title}>
      <h1>{title}</h1>
      <table>
        <tbody>
          {Object.entries(refusals).map(([code, { status, [lang]: meaning }]) => (
            <tr>
              <td>
                <a href={`/problems/${code}`}>{code}</a>
              </td>
              <td>{status}</td>
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
  const { status, zh, en } = refusals[code]
  return (
    <Frame c={c} title={code}>
      <h1>{code}</h1>
      <dl>
        <dt>HTTP</dt>
        <dd>{status}</dd>
        <dt>{{ zh: '含义', en: 'Meaning' }[lang]}</dt>
        <dd lang="zh-CN">{zh}</dd>
        <dd lang="en">{en}</dd>
        <dt>{{ zh: '怎么办', en: 'What to do' }[lang]}</dt>
        <dd>{advice[status][lang]}</dd>
      </dl>
      <p>
        <a href="/problems">{{ zh: '全部错误代码', en: 'Every refusal' }[lang]}</a>
      </p>
    </Frame>
  )
}

type Status = (typeof refusals)[RefusalCode]['status']

/** Keyed by status, so that a status never used before does not compile without advice. */
const advice: Record<Status, Bilingual> = {
  400: {
    zh: '请求的写法有误，改正后重发；原样重发结果相同。',
    en: 'The request is not well formed. Correct it; sent again as it is, it fails again.',
  },
  401: { zh: '先登录，或在 x-api-key 中给出有效的密钥。', en: 'Sign in, or show a valid key in x-api-key.' },
  403: { zh: '换用有权限的账号，或请有权限的同事操作。', en: 'Use an account that may do this, or ask a colleague who may.' },
  404: {
    zh: '核对地址与编号；无权查看的对象也如此回答。',
    en: 'Check the address and the id; what you may not see answers the same.',
  },
  405: { zh: '改用 Allow 头列出的方法。', en: 'Use a method that the Allow header lists.' },
  409: {
    zh: '对象的状态已不同，请重新读取，再看 allowed 列出的操作。',
    en: 'The object stands differently now. Read it again, and see what allowed lists.',
  },
  412: {
    zh: '重新读取，以最新的 ETag 作为 If-Match，再提交修改。',
    en: 'Read it again, take the new ETag as If-Match, and send the change again.',
  },
  413: { zh: '缩小请求正文后重发。', en: 'Send a smaller body.' },
  415: { zh: '以 Content-Type: application/json 发送。', en: 'Send it as Content-Type: application/json.' },
  422: {
    zh: '按 errors、findings 或 missing 逐项修改后重发。',
    en: 'Correct what errors, findings or missing names, and send it again.',
  },
  428: { zh: '先读取对象，以其 ETag 作为 If-Match。', en: 'Read the object first and send its ETag as If-Match.' },
  429: { zh: '稍等片刻再试。', en: 'Wait a little and try again.' },
  500: {
    zh: '稍后再试；仍然如此时，请把 request_id 告诉管理员。',
    en: 'Try again later; if it persists, tell the administrator the request_id.',
  },
}

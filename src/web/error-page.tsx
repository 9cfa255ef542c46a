import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { C, FieldError } from './http.ts'
import { Frame } from './frame.tsx'
import { PlainPage } from './plain-page.tsx'

/** What was refused, why, and where to go on. */
export function ErrorPage({ c, refusal }: { c: C; refusal: Refusal }) {
  const lang = c.get('lang') ?? 'zh'
  const title = refusals[refusal.code][lang]
  const errors = (refusal['errors'] ?? []) as FieldError[]
  // The frame itself may be what broke.
  const Page = refusal.code === 'server.fault' ? PlainPage : Frame
  return (
    <Page c={c} title={title}>
      <h1>{title}</h1>
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li>
              {error.field}: {error.message}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={`/problems/${refusal.code}`}>{refusal.code}</a>
      </p>
      <p>
        <a href="/">{lang === 'en' ? 'Home' : '回到首页'}</a>
      </p>
    </Page>
  )
}

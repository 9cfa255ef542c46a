import type { Child } from 'hono/jsx'
import type { C } from './http.ts'
import { Layout } from './layout.tsx'
import { PlainPage } from './plain-page.tsx'

/** A page in the product's frame; before it is known who asks, a plain one. */
export function Frame({ c, title, children }: { c: C; title: string; children: Child }) {
  const isKnown = (c.get('actor') as unknown) !== undefined
  return isKnown ? (
    <Layout c={c} title={title}>
      {children}
    </Layout>
  ) : (
    <PlainPage c={c} title={title}>
      {children}
    </PlainPage>
  )
}

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { C } from './http.ts'

/** A page without the frame of the product, for what must work whatever else does not. */
export function PlainPage({ c, title, children }: { c: C; title: string; children: Child }) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={c.get('lang') === 'en' ? 'en' : 'zh-CN'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
        </head>
        <body>
          <main>{children}</main>
        </body>
      </html>
    </>
  )
}

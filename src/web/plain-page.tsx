import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { stylePath } from './assets.ts'
import type { C } from './http.ts'
import { frameWords } from './messages.ts'

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
          <link rel="stylesheet" href={stylePath} />
        </head>
        <body>
          <header class="site-header">
            <div class="bar-inner">
              <a class="brand" href="/">
                <span class="brand-name">{frameWords.brand[c.get('lang') ?? 'zh']}</span>
              </a>
            </div>
          </header>
          <main>{children}</main>
        </body>
      </html>
    </>
  )
}

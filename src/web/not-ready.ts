import { html } from 'hono/html'
import { chooseLang } from './language.ts'
import type { Bilingual } from './language.ts'

const retryAfterSeconds = 30

/** What a deployment answers that cannot serve yet; what is missing stands in its log, where it is meant for. */
export async function notReady(request: Request): Promise<Response> {
  const headers = { 'retry-after': String(retryAfterSeconds), 'cache-control': 'no-store' }
  if (!(request.headers.get('accept') ?? '').includes('text/html'))
    return Response.json(
      { type: 'about:blank', title: words.title.en, status: 503, detail: `${words.text.zh} ${words.text.en}` },
      { status: 503, headers: { ...headers, 'content-type': 'application/problem+json' } },
    )
  return new Response(await page(request), { status: 503, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } })
}

const words = {
  title: { zh: '服务尚未就绪', en: 'The service is not ready' },
  text: {
    zh: '部署尚未完成，缺少的内容已写入日志。请稍后再试。',
    en: 'The deployment is not complete; the log says what is missing. Try again later.',
  },
} satisfies Record<string, Bilingual>

function page(request: Request) {
  const lang = chooseLang(undefined, undefined, request.headers.get('accept-language') ?? undefined)
  return html`<!doctype html>
    <html lang="${lang === 'en' ? 'en' : 'zh-CN'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title[lang]}</title>
      </head>
      <body>
        <h1>${words.title[lang]}</h1>
        <p>${words.text[lang]}</p>
      </body>
    </html>`
}

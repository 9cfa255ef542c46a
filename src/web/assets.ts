import { Hono } from 'hono'
import { about } from './http.ts'
import type { Env } from './http.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** The name changes with what is in it, so that a browser may keep it for ever. */
export const stylePath = `/assets/style-${fingerprint(style)}.css`
export const scriptPath = `/assets/script-${fingerprint(script)}.js`

const forEver = 'public, max-age=31536000, immutable'

/** The one style sheet and the one script; both are text, because the edge has no file system. */
export const assets = new Hono<Env>()
  .get(stylePath, about({ action: 'public.read', summary: 'The style sheet' }), (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': forEver }),
  )
  .get(scriptPath, about({ action: 'public.read', summary: 'The script' }), (c) =>
    c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': forEver }),
  )

/** FNV-1a, enough to tell two versions of one file apart. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}

import type { C } from './http.ts'

/** Something to keep under a name; the name in ASCII, and as it is called where that has other characters. */
export function answerFile(c: C, body: string | Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  const plain = name.replaceAll(/[^\w.-]/gu, '_')
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
  return c.body(body, 200, { 'content-type': type, 'content-disposition': disposition, 'x-content-type-options': 'nosniff' })
}

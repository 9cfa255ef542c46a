import type { Hono } from 'hono'
import type { Env } from '../../src/web/http.ts'

export type Answer = { status: number; headers: Headers; body: any; text: string }

/** One browser or program: it keeps its cookies, speaks JSON to the API and fills in forms on pages. */
export class Client {
  app: Hono<Env>
  headers: Record<string, string>
  cookies = new Map<string, string>()

  constructor(app: Hono<Env>, headers: Record<string, string> = {}, cookies: readonly string[] = []) {
    this.app = app
    this.headers = headers
    this.keep(cookies)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, headers)
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.sendJson('POST', path, body, headers)
  }

  /** Against the version given, or the one just read. */
  async patch(path: string, body: unknown, version?: number): Promise<Answer> {
    const etag = version === undefined ? (await this.get(path)).headers.get('etag') : `"${version}"`
    return this.sendJson('PATCH', path, body, etag === null ? {} : { 'if-match': etag })
  }

  put(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.sendJson('PUT', path, body, headers)
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.sendJson('DELETE', path, body, {})
  }

  /** A page, as a browser asks for it. */
  page(path: string): Promise<Answer> {
    return this.send('GET', path, { accept: 'text/html' })
  }

  /** Fills in a form: the token is the one that the last page's cookie carries. */
  async submit(path: string, fields: Record<string, string | string[]>): Promise<Answer> {
    if (!this.cookies.has('csrf')) await this.page('/problems')
    const form = new URLSearchParams({ csrf: this.cookies.get('csrf')! })
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
    return this.send('POST', path, { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, form.toString())
  }

  sendJson(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Answer> {
    if (body === undefined) return this.send(method, path, headers)
    return this.send(method, path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body))
  }

  async send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.app.request(path, {
      method,
      headers: { ...this.headers, ...(cookie !== '' && { cookie }), ...headers },
      ...(body !== undefined && { body }),
    })
    this.keep(response.headers.getSetCookie())
    const text = await response.text()
    const isJson = /json/u.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    }
  }

  private keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(cookie)!
      if (value === '') this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
  }
}

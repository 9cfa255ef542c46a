import type { Answer } from '../support/client.ts'

/** An answer without what may differ between two runs of the same: new ids and instants, tokens, places in a ranking. */
export function comparable({ status, headers, text, body }: Answer, known: ReadonlySet<string>): unknown {
  const ids = new Map<string, string>()
  const nameOf = (id: string) => {
    if (known.has(id)) return id
    ids.set(id, ids.get(id) ?? `<id ${ids.size + 1}>`)
    return ids.get(id)!
  }
  const plain = (value: string) =>
    value.replace(uuid, nameOf).replace(instant, '<instant>').replace(secret, '<secret>').replace(bodyHash, '<hash>')
  return {
    status,
    headers: Object.fromEntries(
      comparedHeaders.map((name) => [name, headers.get(name) === null ? null : plain(headers.get(name)!)]),
    ),
    cookies: headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]*/u, '=…')),
    // A line for each element, so that a difference is one line.
    content: body === undefined ? plain(text).split(/(?<=>)/u) : JSON.parse(plain(JSON.stringify(body))),
  }
}

const comparedHeaders = [
  'content-type',
  'location',
  'etag',
  'cache-control',
  'content-security-policy',
  'idempotent-replayed',
  'allow',
]
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/gu
/** The hidden field of a form, the name of a version of a ranking. */
const secret =
  /(?<=name="csrf" value=")[0-9a-f]{32}|(?<="next_cursor":")[^"]+|(?<=cursor=)[\w-]+|(?<="version":")[0-9a-f]{16}(?=")/gu
/** An ETag that is not a row's version; what it was made of is compared itself. */
const bodyHash = /^"[0-9a-f]{20}"$/u

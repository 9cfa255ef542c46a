import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** No script but our own files, no frame around us, no form to elsewhere. */
export function securityHeaders(baseUrl: string): MiddlewareHandler {
  const self = ["'self'"]
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: self,
      styleSrc: self,
      imgSrc: [...self, 'data:'],
      fontSrc: self,
      connectSrc: self,
      formAction: self,
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'same-origin',
    strictTransportSecurity: baseUrl.startsWith('https:'),
    xFrameOptions: 'DENY',
  })
}

/** What depends on who asks is kept by nobody else, and asked about again each time. */
export const privateCache: MiddlewareHandler = async (c, next) => {
  await next()
  if (c.res.headers.has('cache-control')) return
  c.header('cache-control', 'private, no-cache')
  c.header('vary', 'accept, accept-language, cookie, x-api-key', { append: true })
}

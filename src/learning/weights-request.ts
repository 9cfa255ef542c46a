import type { MiddlewareHandler } from 'hono'
import type { Env } from '../web/http.ts'
import { matcherInForce } from './weights-in-force.ts'

/** Whatever a request ranks, it ranks by the weights in force in the district; one that ranks nothing does not ask. */
export const weightsInForce: MiddlewareHandler<Env> = (c, next) => {
  const ports = c.get('ports')
  c.set('ports', { ...ports, matcherIn: (districtId) => matcherInForce(ports, districtId) })
  return next()
}

import type { MiddlewareHandler } from 'hono'
import type { Env } from '../web/http.ts'
import { withWeightsInForce } from './weights-in-force.ts'

/** Whatever a request ranks, it ranks by the weights in force in the reader's district. */
export const weightsInForce: MiddlewareHandler<Env> = async (c, next) => {
  c.set('ports', await withWeightsInForce(c.get('ports'), c.get('actor').districtId))
  return next()
}

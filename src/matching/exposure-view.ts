import * as v from 'valibot'
import { exposureGroups } from './exposure-rules.ts'

/** How a group's share of exposure compares with its share of those who qualify, on the wire. */
export const ExposureRow = v.object({
  group: v.picklist(exposureGroups),
  /** Of the exposure in the top ten, and of those who qualify, each scene's weighed alike. */
  exposureShare: v.number(),
  poolShare: v.number(),
  ratio: v.nullable(v.number()),
  state: v.picklist(['balanced', 'low', 'high', 'too_few']),
  scenes: v.number(),
  companies: v.number(),
  pairs: v.number(),
})

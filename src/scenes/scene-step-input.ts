import * as v from 'valibot'
import { line, list, text } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { snakeKey } from '../shared/wire.ts'
import { sceneFields, ScenePatch } from './scene-content.ts'
import { cancelReasons, duplicateAnswers } from './scene.ts'

export const reasonCharactersMax = 500

export const Reason = v.strictObject({ reason: line(reasonCharactersMax) })

/** A remark names its field as on the wire, such as essential or after_success. */
export const SceneRemark = v.strictObject({
  field: v.picklist(Object.keys(sceneFields).map(snakeKey)),
  text: line(reasonCharactersMax),
})

export const Return = v.strictObject({ comments: v.optional(list(SceneRemark, 60), []) })
export const Publication = v.strictObject({
  overrides: v.optional(list(v.strictObject({ rule: line(60), reason: line(reasonCharactersMax) }), 40), []),
})
export const Cancellation = v.strictObject({
  code: v.picklist(idsOf(cancelReasons)),
  text: v.optional(text(reasonCharactersMax), ''),
})
export const Unmatched = v.strictObject({ reason: line(reasonCharactersMax), wouldChange: line(reasonCharactersMax) })
export const Addendum = v.strictObject({ changes: ScenePatch, reason: v.optional(text(reasonCharactersMax), '') })
export const DuplicateAnswered = v.strictObject({
  sceneId: v.pipe(v.string(), v.uuid()),
  answer: v.picklist(idsOf(duplicateAnswers)),
  because: v.exactOptional(line(reasonCharactersMax)),
})

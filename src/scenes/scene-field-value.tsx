import { sceneFields } from './scene-content.ts'
import type { SceneField } from './scene-content.ts'
import { ShapeValue, shapeText } from '../web/field-value.tsx'
import { cachedShape } from '../web/form-shape.ts'
import type { Lang } from '../web/language.ts'

/** The value of a scene's field, for reading. */
export function FieldValue({ name, value, lang }: { name: SceneField; value: unknown; lang: Lang }) {
  return <ShapeValue shape={cachedShape(sceneFields[name].schema)} value={value} lang={lang} />
}

export function valueText(name: SceneField, value: unknown, lang: Lang): string {
  return shapeText(cachedShape(sceneFields[name].schema), value, lang)
}

import { domains } from '../shared/taxonomy.ts'
import { dateOf, ExampleTag, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { inLang } from '../web/messages.ts'
import { sceneWords } from '../web/scene-words.ts'
import { budgetText, isAfterSuccessUnknown, summaryOf, titleOf } from './scene-article.tsx'
import type { StoredScene } from './scene-store.ts'
import { sceneView } from './scene-view.ts'
import { sceneStatuses } from './scene.ts'

/** A scene in a list, as the reader may see it. */
export function SceneListItem({ c, scene }: { c: C; scene: StoredScene }) {
  const lang = c.get('lang')
  const t = inLang(sceneWords, lang)
  const viewing = { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone }
  const { content, status } = sceneView(scene, viewing)
  return (
    <li>
      <h3>
        <a href={`/scenes/${scene.id}`}>{titleOf(content, lang)}</a>
      </h3>
      <p>{summaryOf(content, lang)}</p>
      <ul class="meta">
        {status !== 'published' && (
          <li>
            <Tag>{labelOf(sceneStatuses, status, lang)}</Tag>
          </li>
        )}
        <li>{lang === 'en' ? (scene.orgNameEn ?? scene.orgName) : scene.orgName}</li>
        <li>{labelOf(domains, content.domain, lang)}</li>
        <li>{budgetText(content, lang)}</li>
        {scene.deadlineAt !== null && (
          <li>
            {t.deadline} <time datetime={content.deadline}>{dateOf(c, new Date(scene.deadlineAt.getTime() - 1))}</time>
          </li>
        )}
        {isAfterSuccessUnknown(content) && (
          <li>
            <Tag tone="bad">{t.afterUnknown}</Tag>
          </li>
        )}
        <li>
          <ExampleTag isExample={scene.isExample} lang={lang} />
        </li>
      </ul>
    </li>
  )
}

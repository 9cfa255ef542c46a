import { permit } from '../accounts/permissions.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { auditWords } from '../web/audit-words.ts'
import type { C } from '../web/http.ts'
import { versionWords } from '../web/scene-words.ts'

/** What it was before, and who changed it. */
export function RecordLinks({ c, scene }: { c: C; scene: StoredScene }) {
  const lang = c.get('lang')
  const mayAudit = permit(c.get('actor'), 'audit.read', { orgId: null, districtId: scene.districtId }).ok
  return (
    <ul class="meta">
      <li>
        <a href={`/scenes/${scene.id}/versions`}>{versionWords.link[lang]}</a>
      </li>
      {mayAudit && (
        <li>
          <a href={`/audit/scene/${scene.id}`}>{auditWords.title[lang]}</a>
        </li>
      )}
    </ul>
  )
}

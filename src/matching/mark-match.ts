import type { Actor } from '../accounts/actor.ts'
import { actorId } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { maySee as maySeeCompany } from '../companies/company-access.ts'
import { findCompany } from '../companies/company-store.ts'
import { targetOfCompany } from '../companies/company-view.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import { findScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { deleteMark, putMark } from './mark-store.ts'
import type { Mark, Side } from './mark-store.ts'
import { noteTrainingEvent } from './training-event.ts'

export type MarkInput = { side: Side; sceneId: string; companyId: string }

/** Saves the counterpart, or dismisses it with a reason; a second mark replaces the first. */
export function markMatch(ports: Ports, actor: Actor, input: MarkInput, mark: Pick<Mark, 'kind' | 'reason'>): Promise<Mark> {
  return transact(ports.db, actor, async (tx) => {
    const { districtId } = await permitMark(ports, tx, actor, input)
    if (mark.kind === 'dismissed' && (mark.reason ?? '') === '') unwrap(refuse('scene.needs_reason'))
    const set = { ...mark, markedAt: ports.clock() }
    await putMark(tx, { ...input, ...set, districtId, markedBy: actorId(actor) })
    await record(ports, tx, actor, input, mark.kind, mark.reason ?? undefined)
    await noteTrainingEvent(tx, ports, actor, { ...input, ...mark })
    return set
  })
}

/** Takes a mark back; none to take back is no error. */
export function unmarkMatch(ports: Ports, actor: Actor, input: MarkInput): Promise<void> {
  return transact(ports.db, actor, async (tx) => {
    await permitMark(ports, tx, actor, input)
    if (!(await deleteMark(tx, input.side, input.sceneId, input.companyId))) return
    await record(ports, tx, actor, input, 'unmarked')
    await noteTrainingEvent(tx, ports, actor, { ...input, kind: 'unmarked' })
  })
}

async function permitMark(
  ports: Ports,
  tx: Tx,
  actor: Actor,
  { side, sceneId, companyId }: MarkInput,
): Promise<{ districtId: string }> {
  const now = ports.clock()
  const scene = await findScene(tx, sceneId)
  if (scene === undefined || !maySee(actor, scene, now)) return unwrap<never>(refuse('scene.not_found'))
  const company = await findCompany(tx, scene.districtId, companyId)
  const target = company && targetOfCompany(company, now)
  if (target === undefined || !maySeeCompany(actor, target)) return unwrap<never>(refuse('company.not_found'))
  if (side === 'scene') unwrap(permit(actor, 'match.mark_company', targetOfScene(scene, now)))
  else unwrap(permit(actor, 'match.mark_scene', target))
  return scene
}

function record(
  ports: Ports,
  tx: Tx,
  actor: Actor,
  { side, sceneId, companyId }: MarkInput,
  action: string,
  reason?: string,
): Promise<void> {
  return recordEvent(tx, ports, actor, {
    objectType: 'match',
    objectId: `${sceneId}:${companyId}`,
    action: `${side}.${action}`,
    ...(reason !== undefined && { reason }),
  })
}

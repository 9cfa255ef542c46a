import { recordEvent } from '../accounts/audit.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { noteChange } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { findCardVersions } from './card-store.ts'
import type { CompanyPatch } from './company-content.ts'
import { editCompany, moveCompany, validFrom } from './company.ts'
import type { CompanyChange, CompanyStep } from './company.ts'
import { findCompany, findCompanyForUpdate, insertCompany, updateCompany } from './company-store.ts'
import type { CompanyRecord, CompanyRow } from './company-store.ts'
import { targetOfCompany } from './company-view.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** Begins the profile of the actor's own organisation, as a draft. */
export async function createCompany(ports: VerbPorts, actor: Actor, input: CompanyPatch): Promise<CompanyRecord> {
  unwrap(permit(actor, 'company.create'))
  const orgId = actor.orgId ?? unwrap<never>(refuse('actor.forbidden'))
  const now = ports.clock()
  const company: CompanyRow = {
    id: ports.ids(),
    districtId: actor.districtId,
    orgId,
    status: 'draft',
    version: 1,
    content: patched({}, input),
    validUntil: validFrom(now),
    statusReason: null,
    suspendedFrom: null,
    isExample: false,
    createdAt: now,
    updatedAt: now,
  }
  return transact(ports.db, actor, async (tx) => {
    await insertCompany(tx, company)
    await recordEvent(tx, ports, actor, { objectType: 'company', objectId: company.id, action: 'company.create', to: 'draft' })
    await noteChange(tx, actor, 'company', company.id, company.version, now)
    return reread(tx, company)
  })
}

/** Changes the content, if nobody has changed it since the caller read `version`. */
export function patchCompany(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  version: number,
  patch: CompanyPatch,
): Promise<CompanyRecord> {
  return changeCompany(ports, actor, id, {
    action: 'company.edit',
    version,
    rule: (company, now) => editCompany(company, patch, now),
  })
}

/** Lists, hides, suspends or resumes. */
export function stepCompany(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  step: CompanyStep,
  reason?: string,
): Promise<CompanyRecord> {
  return changeCompany(ports, actor, id, {
    action: step,
    reason,
    rule: (company, now) => moveCompany(company, step, now, reason),
  })
}

/** Notes that the company's document must follow, and its cards' documents, which carry its fields. */
export async function noteCompanyChange(tx: Tx, actor: Actor, companyId: string, version: number, now: Date): Promise<void> {
  await noteChange(tx, actor, 'company', companyId, version, now)
  for (const card of await findCardVersions(tx, companyId)) await noteChange(tx, actor, 'card', card.id, card.version, now)
}

type Change = {
  action: Action
  version?: number
  reason?: string | undefined
  rule: (company: CompanyRecord, now: Date) => Outcome<CompanyChange>
}

function changeCompany(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  { action, version, reason, rule }: Change,
): Promise<CompanyRecord> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const company = (await findCompanyForUpdate(tx, actor.districtId, id)) ?? unwrap<never>(refuse('company.not_found'))
    unwrap(permit(actor, action, targetOfCompany(company, now)))
    if (version !== undefined && version !== company.version)
      unwrap(refuse('request.precondition_failed', { version: company.version }))
    const change = unwrap(rule(company, now))
    const changedVersion = await updateCompany(tx, company, change, now)
    await recordEvent(tx, ports, actor, {
      objectType: 'company',
      objectId: id,
      action,
      from: company.status,
      to: change.status ?? company.status,
      ...(reason === undefined ? {} : { reason }),
      detail: { version: changedVersion },
    })
    await noteCompanyChange(tx, actor, id, changedVersion, now)
    return reread(tx, company)
  })
}

async function reread(tx: Tx, company: Pick<CompanyRow, 'districtId' | 'id'>): Promise<CompanyRecord> {
  return (await findCompany(tx, company.districtId, company.id)) ?? unwrap<never>(refuse('company.not_found'))
}

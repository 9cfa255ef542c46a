import type { Client } from '../support/client.ts'
import { marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { insertPerson } from '../../src/accounts/person-store.ts'
import type { Role } from '../../src/accounts/role.ts'
import { Client as NewClient } from '../support/client.ts'
import { testPassword } from '../support/people.ts'

export type PitchWorld = MarketWorld & {
  /** Somebody who holds these roles in this organisation. */
  somebody: (roles: Role[], orgId: string) => Promise<Client>
  signatoryOf: (companyId: string) => Promise<Client>
  approverOf: (sceneId: string) => Promise<Client>
  officer: Client
  auditor: Client
  deadlineOf: (sceneId: string) => Promise<Date>
}

let people = 0

/** The example market with somebody to act for any of its organisations. */
export async function pitchWorld(): Promise<PitchWorld> {
  const market = await marketWorld()
  const { ports, app } = market
  // The example's own pitches and invitations would be counted with those of the tests.
  for (const table of ['pitch', 'pitchInvitation'] as const) await ports.db.deleteFrom(table).execute()
  const somebody = async (roles: Role[], orgId: string) => {
    people += 1
    const personId = `pitch-person-${people}`
    const email = `pitch${people}@example.cn`
    const passwordHash = await ports.auth.hashPassword(testPassword)
    const now = ports.clock()
    await insertPerson(ports.db, { id: personId, credentialId: ports.ids(), name: `申报人员${people}`, email, passwordHash, now })
    await addMembership(ports.db, { id: ports.ids(), orgId, personId, roles, createdAt: now })
    const login = await ports.auth.signIn(new Headers(), email, testPassword)
    return new NewClient(app, {}, login!.cookies)
  }
  return {
    ...market,
    somebody,
    signatoryOf: (companyId) =>
      somebody(['company_editor', 'company_signatory'], market.companies.find(({ id }) => id === companyId)!.orgId),
    approverOf: (sceneId) =>
      somebody(['publisher_editor', 'publisher_approver'], market.scenes.find(({ id }) => id === sceneId)!.orgId),
    officer: await market.signedIn('officer'),
    auditor: await market.signedIn('auditor'),
    deadlineOf: async (sceneId) => {
      const scene = await ports.db.selectFrom('scene').select('deadlineAt').where('id', '=', sceneId).executeTakeFirstOrThrow()
      return scene.deadlineAt!
    },
  }
}

/** An open scene and who stands there in its ranking, both counted from 0. */
export async function rankedFor(
  world: PitchWorld,
  scene: number,
  place: number,
): Promise<{ sceneId: string; companyId: string }> {
  const open = world.open.filter(({ content }) => content.invitePolicy !== 'invite')
  const sceneId = open[scene]!.id
  const ranking = (await world.matchmaker.get(`/api/v1/scenes/${sceneId}/matches?limit=50`)).body
  return { sceneId, companyId: ranking.items[place].company.id }
}

/** Everything essential answered, so that it can be handed in. */
export async function completed(lead: Client, pitchId: string): Promise<void> {
  const { content, requirements } = (await lead.get(`/api/v1/pitches/${pitchId}`)).body
  const answers = requirements.map(({ text }: { text: string }) => ({ requirement: text, claim: 'partly', text: '按方案实现' }))
  const changed = await lead.patch(`/api/v1/pitches/${pitchId}`, {
    answers,
    summary: content.summary ?? '概述',
    approach: content.approach ?? '方案',
  })
  if (changed.status !== 200) throw new Error(changed.text)
}

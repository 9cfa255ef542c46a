import { roles } from '../accounts/role.ts'
import type { Role } from '../accounts/role.ts'
import type { DemoAccount } from '../ports.ts'

export const demoPassword = 'duijie-demo'

/** The organisations whose people can be tried out. */
export const demoOrganisations = { office: 'xuhui-scene-office', publisher: 'xh-elderly-care', company: 'jianhu-notes' } as const

export type ExamplePerson = { role: Role; email: string; name: string; nameEn: string; org: string; key?: string }

const names: Record<Role, { mailbox: string; key?: string }> = {
  publisher_editor: { mailbox: 'publisher' },
  // The publisher's key signs off too, as the approver may both write and submit.
  publisher_approver: { mailbox: 'approver', key: 'duijie-demo-publisher' },
  district_officer: { mailbox: 'officer' },
  matchmaker: { mailbox: 'matchmaker', key: 'duijie-demo-matchmaker' },
  company_editor: { mailbox: 'company', key: 'duijie-demo-company' },
  company_signatory: { mailbox: 'signatory' },
  evaluator: { mailbox: 'evaluator' },
  compliance_reviewer: { mailbox: 'compliance' },
  fund_officer: { mailbox: 'fund' },
  auditor: { mailbox: 'auditor' },
  administrator: { mailbox: 'administrator' },
}

/** One person for every role. */
export const examplePeople: readonly ExamplePerson[] = roles.map(({ id, zh, en }) => {
  const { mailbox, ...key } = names[id]
  return {
    role: id,
    email: `demo-${mailbox}@example.org`,
    name: `示例·${zh}`,
    nameEn: `Example: ${en}`,
    org: organisationOf(id),
    ...key,
  }
})

/** As the sign-in page lists them. */
export const demoAccounts: readonly DemoAccount[] = examplePeople.map(({ email, name, nameEn }) => ({
  email,
  password: demoPassword,
  zh: name,
  en: nameEn,
}))

function organisationOf(role: Role): string {
  if (role === 'publisher_editor' || role === 'publisher_approver') return demoOrganisations.publisher
  return role === 'company_editor' || role === 'company_signatory' ? demoOrganisations.company : demoOrganisations.office
}

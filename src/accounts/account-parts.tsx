import { organisationKinds } from '../shared/taxonomy.ts'
import { dateIn } from '../shared/time.ts'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Field, PostForm, say } from './form-parts.tsx'
import type { Key } from './key-store.ts'
import { organisationStatusTerms, sides } from './organisation.ts'
import type { Side } from './organisation.ts'
import type { Member, Membership } from './organisation-store.ts'
import { roles as roleTerms } from './role.ts'
import type { Role } from './role.ts'

/** Something that is shown this once. */
export type Once = { kind: 'invitation' | 'key' | 'password'; text: string; until?: Date }

const onceTitles = {
  invitation: { zh: '邀请链接（只显示这一次）', en: 'Invitation link (shown this once)' },
  key: { zh: 'API 密钥（只显示这一次）', en: 'API key (shown this once)' },
  password: { zh: '临时密码（只显示这一次）', en: 'Temporary password (shown this once)' },
} as const

export function OnceNote({ c, once }: { c: C; once: Once | undefined }) {
  if (once === undefined) return null
  return (
    <div class="panel panel-tint" role="status">
      <h2>{onceTitles[once.kind][c.get('lang')]}</h2>
      <p>
        <code>{once.text}</code>
      </p>
      {once.until !== undefined && (
        <p>
          {say(c, '有效期至 ', 'Good until ')}
          {dateIn(c.get('district').timeZone, once.until)}
        </p>
      )}
    </div>
  )
}

/** Which of their organisations the person acts for, and as what. */
export function OrganisationsPart({ c, memberships, maySign }: { c: C; memberships: readonly Membership[]; maySign: boolean }) {
  const { orgId, roles } = c.get('actor')
  const missing = (Object.keys(sides) as Side[]).filter((side) => !sides[side].some((role) => roles.includes(role)))
  return (
    <section id="organisations">
      <h2>{say(c, '我的组织', 'My organisations')}</h2>
      {memberships.length === 0 && (
        <p>
          <a href="/register">{say(c, '登记组织', 'Register an organisation')}</a>
        </p>
      )}
      <ul class="list">
        {memberships.map((membership) => (
          <MembershipItem c={c} membership={membership} isCurrent={membership.orgId === orgId} />
        ))}
      </ul>
      {maySign &&
        missing.map((side) => (
          <PostForm c={c} action="/account/sides">
            <input type="hidden" name="side" value={side} />
            <button type="submit">
              {side === 'publish' ? say(c, '也发布场景', 'Publish scenes as well') : say(c, '也提供能力', 'Supply as well')}
            </button>
          </PostForm>
        ))}
    </section>
  )
}

function MembershipItem({ c, membership, isCurrent }: { c: C; membership: Membership; isCurrent: boolean }) {
  const lang = c.get('lang')
  return (
    <li>
      {membership.legalName} · {labelOf(organisationKinds, membership.kind, lang)} ·{' '}
      {labelOf(organisationStatusTerms, membership.status, lang)}
      {' · '}
      <RoleNames c={c} roles={membership.roles} />
      {isCurrent ? (
        <strong> {say(c, '（当前）', '(current)')}</strong>
      ) : (
        <PostForm c={c} action="/account/organisation" inline>
          <input type="hidden" name="org_id" value={membership.orgId} />{' '}
          <button type="submit" class="quiet">
            {say(c, '切换到此组织', 'Act for this one')}
          </button>
        </PostForm>
      )}
    </li>
  )
}

export function MembersPart({ c, members, grantable }: { c: C; members: readonly Member[]; grantable: readonly Role[] }) {
  return (
    <section id="members">
      <h2>{say(c, '成员', 'Members')}</h2>
      <MemberTable c={c} members={members} />
      {grantable.length > 0 && (
        <PostForm c={c} action="/account/invitations">
          <fieldset>
            <legend>{say(c, '邀请成员，角色：', 'Invite a member, as')}</legend>
            <div class="choices">
              {grantable.map((role) => (
                <label class="choice">
                  <input type="checkbox" name="roles" value={role} /> {labelOf(roleTerms, role, c.get('lang'))}
                </label>
              ))}
            </div>
          </fieldset>
          <p>
            <button type="submit">{say(c, '生成邀请链接', 'Make an invitation link')}</button>
          </p>
        </PostForm>
      )}
    </section>
  )
}

export function MemberTable({ c, members, resettable = false }: { c: C; members: readonly Member[]; resettable?: boolean }) {
  return (
    <table class="stack">
      <thead>
        <tr>
          <th scope="col">{say(c, '姓名', 'Name')}</th>
          <th scope="col">{say(c, '邮箱', 'E-mail address')}</th>
          <th scope="col">{say(c, '角色', 'Roles')}</th>
          {resettable && <th scope="col">{say(c, '密码', 'Password')}</th>}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr>
            <td data-label={say(c, '姓名', 'Name')}>{member.name}</td>
            <td data-label={say(c, '邮箱', 'E-mail address')}>{member.email}</td>
            <td data-label={say(c, '角色', 'Roles')}>
              <RoleNames c={c} roles={member.roles} />
            </td>
            {resettable && (
              <td>
                <PostForm c={c} action={`/office/people/${member.personId}/password-reset`}>
                  <button type="submit" class="danger">
                    {say(c, '重置密码', 'Reset the password')}
                  </button>
                </PostForm>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function KeysPart({ c, keys }: { c: C; keys: readonly Key[] }) {
  const dayOf = (instant: Date | null) => (instant === null ? '—' : dateIn(c.get('district').timeZone, instant))
  return (
    <section id="keys">
      <h2>{say(c, 'API 密钥', 'API keys')}</h2>
      <ul class="list">
        {keys.map((key) => (
          <li>
            {key.name} <code>{key.start}…</code> · {say(c, '创建于 ', 'made ')}
            {dayOf(key.createdAt)} · {say(c, '最近使用 ', 'last used ')}
            {dayOf(key.lastRequest)}
            <PostForm c={c} action={`/account/keys/${key.id}/revocation`} inline>
              {' '}
              <button type="submit" class="danger">
                {say(c, '作废', 'Revoke')}
              </button>
            </PostForm>
          </li>
        ))}
      </ul>
      <PostForm c={c} action="/account/keys">
        <Field c={c} name="name" label={{ zh: '用途', en: 'What it is for' }} maxlength={60} />
        <p>
          <button type="submit">{say(c, '新建密钥', 'Make a key')}</button>
        </p>
      </PostForm>
    </section>
  )
}

export function PasswordPart({ c }: { c: C }) {
  return (
    <section id="password">
      <h2>{say(c, '修改密码', 'Change the password')}</h2>
      <PostForm c={c} action="/account/password">
        <Field
          c={c}
          name="current"
          label={{ zh: '现在的密码', en: 'Present password' }}
          type="password"
          autocomplete="current-password"
        />
        <Field c={c} name="next" label={{ zh: '新密码', en: 'New password' }} type="password" autocomplete="new-password" />
        <p>
          <button type="submit">{say(c, '修改', 'Change')}</button>
        </p>
      </PostForm>
    </section>
  )
}

function RoleNames({ c, roles }: { c: C; roles: readonly Role[] }) {
  return <>{roles.map((role) => labelOf(roleTerms, role, c.get('lang'))).join(say(c, '、', ', '))}</>
}

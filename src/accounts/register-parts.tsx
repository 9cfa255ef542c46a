import type { C } from '../web/http.ts'
import { actFor } from './act-for.ts'
import type { Form } from './form.ts'
import { Field, say } from './form-parts.tsx'
import { setCookies } from './secret.ts'

/** A new person is signed in at once, and acts for the organisation just joined. */
export async function enter(c: C, form: Form, orgId: string): Promise<Response> {
  if (form['email'] !== undefined && form['password'] !== undefined) {
    const signedIn = await c.get('ports').auth.signIn(c.req.raw.headers, form['email'].trim().toLowerCase(), form['password'])
    setCookies(c, signedIn?.cookies ?? [])
  }
  actFor(c, orgId)
  return c.redirect('/account', 303)
}

/** What was typed, as the API takes it. */
export function registration(form: Form): object {
  const { kind, uscc, legal_name: legalName, name_en: nameEn, city, district } = form
  const typed = Object.entries({ kind, uscc, legalName, nameEn, city, district }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(typed), ...withPerson(form) }
}

/** The person is there as soon as one of their fields is. */
export function withPerson({ name, email, password }: Form): { person?: object } {
  const typed = Object.entries({ name, email, password }).filter(([, value]) => value !== undefined)
  return typed.length === 0 ? {} : { person: Object.fromEntries(typed) }
}

export function OrganisationFields({ c, form }: { c: C; form: Form }) {
  return (
    <>
      <Field c={c} name="uscc" label={labels.uscc} form={form} hint={usccHint} maxlength={18} />
      <Field c={c} name="legal_name" label={labels.legal_name} form={form} autocomplete="organization" />
      <Field c={c} name="name_en" label={labels.name_en} form={form} required={false} />
      <Field c={c} name="city" label={labels.city} form={{ city: c.get('district').city, ...form }} />
      <Field c={c} name="district" label={labels.district} form={{ district: c.get('district').name, ...form }} />
    </>
  )
}

/** Left out for somebody who is signed in already. */
export function PersonFields({ c, form }: { c: C; form?: Form | undefined }) {
  if (c.get('actor').kind === 'person')
    return (
      <p>
        {say(c, '以您的账号加入：', 'You join as ')}
        {c.get('actor').name}
      </p>
    )
  return (
    <fieldset>
      <legend>{say(c, '您本人', 'Yourself')}</legend>
      <Field c={c} name="name" label={labels['person.name']} form={form} autocomplete="name" />
      <Field c={c} name="email" label={labels['person.email']} type="email" form={form} autocomplete="username" />
      <Field
        c={c}
        name="password"
        label={labels['person.password']}
        type="password"
        autocomplete="new-password"
        hint={passwordHint}
      />
    </fieldset>
  )
}

const usccHint = { zh: '18 位，见营业执照或法人证书', en: '18 characters, as on the licence' }
const passwordHint = { zh: '至少 8 位', en: 'At least 8 characters' }

export const labels = {
  kind: { zh: '组织类型', en: 'Kind' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  legal_name: { zh: '全称', en: 'Legal name' },
  name_en: { zh: '英文名称（选填）', en: 'Name in English (optional)' },
  city: { zh: '城市', en: 'City' },
  district: { zh: '区', en: 'District' },
  'person.name': { zh: '姓名', en: 'Name' },
  'person.email': { zh: '邮箱', en: 'E-mail address' },
  'person.password': { zh: '密码', en: 'Password' },
}

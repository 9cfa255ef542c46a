/** Every refusal the product can give: its status, and what it means, for people and for /problems/:code. */
export const refusals = {
  'request.malformed_json': { status: 400, zh: '请求正文不是合法的 JSON', en: 'The body is not valid JSON' },
  'request.media_type': { status: 415, zh: '请求正文须为 application/json', en: 'The body must be application/json' },
  'request.too_large': { status: 413, zh: '请求正文超过上限', en: 'The body is over the limit' },
  'request.invalid': { status: 422, zh: '有字段不符合要求', en: 'Some fields are not valid' },
  'request.bad_cursor': { status: 400, zh: '翻页游标无效', en: 'The cursor is not one of ours' },
  'request.stale_cursor': {
    status: 409,
    zh: '排名已变化，请从第一页重新读取',
    en: 'The ranking has changed since; read it again from the first page',
  },
  'request.precondition_required': { status: 428, zh: '修改须带 If-Match', en: 'A change needs If-Match' },
  'request.precondition_failed': {
    status: 412,
    zh: '内容已被他人修改，请先取回最新版本',
    en: 'It was changed since you read it; read it again',
  },
  'request.idempotency_reused': {
    status: 422,
    zh: '同一 Idempotency-Key 用于了不同的请求',
    en: 'This Idempotency-Key came with a different request',
  },
  'request.idempotency_running': {
    status: 409,
    zh: '同一 Idempotency-Key 的请求仍在处理',
    en: 'A request with this Idempotency-Key is still running',
  },
  'request.bad_csrf': { status: 403, zh: '表单已过期，请刷新后重试', en: 'The form has expired; reload and try again' },
  'request.rate_limited': { status: 429, zh: '请求过于频繁，请稍后再试', en: 'Too many requests; try again later' },
  'route.not_found': { status: 404, zh: '没有这个页面', en: 'There is no such page' },
  'route.method_not_allowed': { status: 405, zh: '该地址不支持此方法', en: 'This address does not take that method' },
  'login.required': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'login.wrong': { status: 401, zh: '邮箱或密码不正确', en: 'Wrong e-mail address or password' },
  'key.invalid': { status: 401, zh: 'API 密钥无效', en: 'The API key is not valid' },
  'key.not_found': { status: 404, zh: '没有这个 API 密钥', en: 'There is no such API key' },
  'key.too_many': { status: 409, zh: '每人至多 20 个 API 密钥', en: 'A person has at most 20 API keys' },
  'actor.forbidden': { status: 403, zh: '您的角色不能进行此操作', en: 'Your role may not do this' },
  'actor.own_writing': { status: 403, zh: '不能批准自己撰写的内容', en: 'Nobody may approve what they wrote' },
  'organisation.not_found': { status: 404, zh: '没有这个组织', en: 'There is no such organisation' },
  'organisation.not_verified': { status: 403, zh: '组织尚未核验', en: 'The organisation is not verified yet' },
  'organisation.taken': { status: 409, zh: '该统一社会信用代码已登记', en: 'This social credit code is registered already' },
  'organisation.wrong_state': { status: 409, zh: '组织当前状态不允许此操作', en: 'The organisation’s state does not allow this' },
  'person.not_found': { status: 404, zh: '没有这个人', en: 'There is no such person' },
  'person.taken': { status: 409, zh: '该邮箱已注册', en: 'This e-mail address is registered already' },
  'invitation.not_found': { status: 404, zh: '邀请链接无效、已用过或已过期', en: 'The invitation is unknown, used or expired' },
  'scene.not_found': { status: 404, zh: '没有这个场景', en: 'There is no such scene' },
  'scene.wrong_state': {
    status: 409,
    zh: '场景当前状态不允许此操作',
    en: 'The scene’s state does not allow this',
  },
  'scene.incomplete': { status: 422, zh: '必填内容不全', en: 'Required fields are missing' },
  'scene.below_quality': {
    status: 422,
    zh: '质量分不足 70，或仍有“必须修改”的问题',
    en: 'Quality below 70, or something that must be fixed remains',
  },
  'scene.not_overridable': {
    status: 422,
    zh: '只能对“应当修改”的问题作出认定',
    en: 'Only what “should be fixed” can be set aside',
  },
  'scene.comments_open': { status: 409, zh: '退回意见尚未逐条回应', en: 'Some comments are not answered yet' },
  'scene.needs_comment': {
    status: 422,
    zh: '退回须至少对一个字段写明意见',
    en: 'Returning needs at least one comment on a field',
  },
  'scene.needs_reason': { status: 422, zh: '须写明理由', en: 'A reason is needed' },
  'scene.needs_compliance': {
    status: 409,
    zh: '数据就绪 2 级及以上须先由合规审查确认',
    en: 'Data level 2 and above needs the compliance reviewer’s tick first',
  },
  'scene.needs_addendum': { status: 409, zh: '已发布的场景只能以补充公告修改', en: 'A published scene changes by addendum only' },
  'scene.too_late': { status: 409, zh: '已超过可恢复的期限', en: 'The time for this has passed' },
  'company.not_found': { status: 404, zh: '没有这家企业', en: 'There is no such company' },
  'company.exists': { status: 409, zh: '本组织已有能力档案', en: 'The organisation has a profile already' },
  'company.wrong_state': { status: 409, zh: '档案当前状态不允许此操作', en: 'The profile’s state does not allow this' },
  'company.incomplete': { status: 422, zh: '必填内容不全', en: 'Required fields are missing' },
  'card.not_found': { status: 404, zh: '没有这张能力卡', en: 'There is no such card' },
  'card.wrong_state': {
    status: 409,
    zh: '能力卡当前状态不允许此操作',
    en: 'The card’s state does not allow this',
  },
  'card.incomplete': { status: 422, zh: '必填内容不全', en: 'Required fields are missing' },
  'card.too_many': { status: 409, zh: '每家企业至多 20 张能力卡', en: 'A company has at most 20 cards' },
  'card.no_such_claim': { status: 422, zh: '该字段没有可核验的内容', en: 'There is nothing to verify in that field' },
  'learning.not_found': { status: 404, zh: '没有这个权重版本', en: 'There is no such version of the weights' },
  'learning.wrong_state': { status: 409, zh: '该权重版本当前状态不允许此操作', en: 'The version’s state does not allow this' },
  'learning.not_better': {
    status: 409,
    zh: '离线评测未证明该版本更好且曝光均衡，不能启用',
    en: 'It was not measured to order better and to show every group its share',
  },
  'learning.other_base': {
    status: 409,
    zh: '该版本由另一版出厂权重学得，不再适用',
    en: 'It was learned from other shipped weights and means nothing with these',
  },
  'audit.not_found': { status: 404, zh: '没有该对象的记录', en: 'Nothing is recorded for this object' },
  'server.fault': { status: 500, zh: '系统出错，已记录', en: 'Something broke; it has been recorded' },
} as const satisfies Record<string, { status: number; zh: string; en: string }>

export type RefusalCode = keyof typeof refusals

/** What else a refusal carries goes onto the wire beside the members of RFC 9457, whose names it cannot have. */
export type RefusalDetail = Record<string, unknown> & { type?: never; title?: never; status?: never }

/** A refusal is a value. */
export type Refusal = RefusalDetail & { code: RefusalCode }

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function refuse(code: RefusalCode, detail: RefusalDetail = {}): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { ...detail, code } }
}

/** Carries a refusal out of a transaction, which rolls back; app.onError turns it into a problem. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** The value, or the refusal thrown. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new RefusedError(outcome.refusal)
  return outcome.value
}

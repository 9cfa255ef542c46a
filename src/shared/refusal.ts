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
  'scene.pitches_open': {
    status: 409,
    zh: '仍有申报在评审中或申诉未裁定，须先公布对它们的决定',
    en: 'Pitches are still in the running or under appeal; release what is decided of them first',
  },
  'scene.pitches_chosen': {
    status: 409,
    zh: '已有企业入选或候补，不能记为未匹配',
    en: 'A company was selected or put in reserve, so it is not without a match',
  },
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
  'question.not_found': { status: 404, zh: '没有这个问题', en: 'There is no such question' },
  'question.too_late': { status: 409, zh: '提问或答复期限已过', en: 'The time for questions or answers has passed' },
  'question.exists': { status: 409, zh: '本企业已提出同样的问题', en: 'The company has asked this already' },
  'question.too_many': {
    status: 409,
    zh: '本企业对该场景的提问已达上限',
    en: 'The company has asked as much as it may of this scene',
  },
  'question.personal_number': {
    status: 422,
    zh: '问答向所有人公开，请勿写电话或证件号码',
    en: 'Everybody reads this: leave out telephone and identity numbers',
  },
  'question.names_asker': {
    status: 422,
    zh: '提问匿名公开，请勿写明本企业的名称、品牌、产品、人员或网址',
    en: 'Questions are public and nobody learns who asked: leave out your company, brands, people and addresses',
  },
  'question.answered': { status: 409, zh: '该问题已答复', en: 'The question has been answered already' },
  'pitch_invitation.not_found': { status: 404, zh: '没有这份邀请', en: 'There is no such invitation' },
  'pitch_invitation.exists': { status: 409, zh: '已邀请过该企业', en: 'This company has been invited already' },
  'pitch_invitation.wrong_state': {
    status: 409,
    zh: '邀请当前状态不允许此操作',
    en: 'The invitation’s state does not allow this',
  },
  'pitch_invitation.needs_reason': {
    status: 422,
    zh: '排名第 12 位之后的邀请须写明理由',
    en: 'An invitation below rank 12 needs a reason',
  },
  'pitch_invitation.excluded': {
    status: 409,
    zh: '该企业未通过准入条件，不能邀请',
    en: 'A gate keeps this company out; it cannot be invited',
  },
  'pitch.not_found': { status: 404, zh: '没有这份申报', en: 'There is no such pitch' },
  'pitch.exists': { status: 409, zh: '本企业已就该场景申报', en: 'The company has a pitch for this scene already' },
  'pitch.wrong_state': { status: 409, zh: '申报当前状态不允许此操作', en: 'The pitch’s state does not allow this' },
  'pitch.too_late': { status: 409, zh: '申报已截止', en: 'The deadline for pitches has passed' },
  'pitch.not_open': { status: 409, zh: '该场景目前不接受申报', en: 'The scene takes no pitches at present' },
  'pitch.invited_only': { status: 403, zh: '该场景仅限受邀企业申报', en: 'Only invited companies may pitch for this scene' },
  'pitch.incomplete': { status: 422, zh: '申报内容不全', en: 'The pitch is incomplete' },
  'pitch.conflict': { status: 409, zh: '与需求单位存在利益关联', en: 'There is a conflict of interest with the unit' },
  'pitch.team_open': { status: 409, zh: '团队成员尚未全部答复', en: 'Not every member of the team has answered' },
  'pitch.member_exists': { status: 409, zh: '该企业已在团队中', en: 'This company is in the team already' },
  'pitch.team_full': { status: 409, zh: '团队成员已达上限', en: 'The team is full' },
  'panel.not_evaluator': { status: 422, zh: '该人员不是评审', en: 'This person is not an evaluator' },
  'panel.not_member': { status: 403, zh: '您不在该场景的评审组', en: 'You are not on this scene’s panel' },
  'panel.recused': { status: 403, zh: '您已回避', en: 'You have stepped aside' },
  'panel.conflict': {
    status: 409,
    zh: '此人属于需求单位或申报企业，或其角色可见企业名称',
    en: 'This person belongs to the unit or to a company that pitches, or holds a role that reads names',
  },
  'panel.wrong_state': { status: 409, zh: '当前不能更改评审组', en: 'The panel cannot be changed now' },
  'score.sealed': { status: 409, zh: '评分已提交，不能更改', en: 'The score has been submitted and is sealed' },
  'score.incomplete': { status: 422, zh: '须按每项标准评分', en: 'Every criterion needs a mark' },
  'consensus.too_early': { status: 409, zh: '评审组尚未全部提交评分', en: 'Not everybody on the panel has submitted' },
  'consensus.not_chair': { status: 403, zh: '仅组长可记录合议结果', en: 'Only the chair writes down the consensus' },
  'decision.incomplete': {
    status: 422,
    zh: '每份申报均须有决定与至少 30 字的反馈；未入选的还须至少一项理由代码',
    en: 'Every pitch needs a decision and feedback of at least 30 characters, and a declined one a reason code',
  },
  'decision.too_many': { status: 422, zh: '超过公布的入围数或选定数', en: 'More than the announced shortlist or awards' },
  'decision.not_found': { status: 404, zh: '尚未公布决定', en: 'No decision has been released' },
  'decision.own': { status: 403, zh: '作出决定的人不能发布', en: 'Who decided may not release' },
  'decision.appeal_open': { status: 409, zh: '仍有申诉未裁定，不能公布', en: 'An appeal has not been ruled on yet' },
  'decision.released': { status: 409, zh: '决定已发布', en: 'The decisions have been released' },
  'session.not_found': { status: 404, zh: '没有这场对接会', en: 'There is no such session' },
  'session.wrong_state': { status: 409, zh: '对接会当前状态不允许此操作', en: 'The session’s state does not allow this' },
  'session.invalid_day': { status: 422, zh: '日程安排不成立', en: 'The day does not work out' },
  'session.meetings_open': { status: 409, zh: '仍有洽谈没有结果', en: 'Some meetings have no outcome yet' },
  'session.needs_notice': {
    status: 422,
    zh: '距开始不足 24 小时，须写明理由',
    en: 'With less than 24 hours to go a reason is needed',
  },
  'session.full': { status: 409, zh: '名额已满', en: 'There is no place left' },
  'session.stale_plan': {
    status: 409,
    zh: '排期之后情况已有变化，请重新排期',
    en: 'Something changed since this plan was made; plan again',
  },
  'session.no_planner': {
    status: 503,
    zh: '此处不能运行排期，请在服务器上运行或用 npm run plan',
    en: 'The planner does not run here; use a server or npm run plan',
  },
  'plan.not_found': { status: 404, zh: '没有这份排期', en: 'There is no such plan' },
  'plan.wrong_state': { status: 409, zh: '排期当前状态不允许此操作', en: 'The plan’s state does not allow this' },
  'plan.running': { status: 409, zh: '已有排期正在运行', en: 'A plan is being made already' },
  'participant.not_found': { status: 404, zh: '没有这个参会方', en: 'There is no such participant' },
  'participant.exists': { status: 409, zh: '该单位已在参会名单', en: 'This organisation is on the list already' },
  'participant.wrong_state': { status: 409, zh: '参会状态不允许此操作', en: 'The participant’s state does not allow this' },
  'meeting.not_found': { status: 404, zh: '没有这场洽谈', en: 'There is no such meeting' },
  'meeting.wrong_state': { status: 409, zh: '洽谈当前状态不允许此操作', en: 'The meeting’s state does not allow this' },
  'meeting.exists': { status: 409, zh: '双方已有洽谈', en: 'These two have a meeting already' },
  'meeting.double_booked': {
    status: 409,
    zh: '该时段有人或桌位已被占用',
    en: 'Somebody or the table is taken at that time',
  },
  'meeting.too_many_requests': { status: 409, zh: '未答复的约见已达上限', en: 'Too many requests are open' },
  'meeting.conflict': { status: 409, zh: '双方存在利益关联', en: 'The two are related' },
  'meeting.needs_outcome': {
    status: 422,
    zh: '须有结果代码，以及至少一项有负责人和日期的行动，或不合适的理由',
    en: 'It needs an outcome and an action with owner and date, or why it does not fit',
  },
  'calendar.not_found': { status: 404, zh: '没有这个日历地址', en: 'There is no such calendar address' },
  'sheet.not_readable': {
    status: 422,
    zh: '无法读取该表格，请上传 .xlsx 文件',
    en: 'The file cannot be read as an .xlsx workbook',
  },
  'sheet.invalid': {
    status: 422,
    zh: '表格中有行不能导入，未作任何改动',
    en: 'Some rows cannot be imported; nothing was changed',
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

import type { refusals, RefusalCode } from '../shared/refusal.ts'
import type { Bilingual } from './language.ts'

type Status = (typeof refusals)[RefusalCode]['status']

/** Keyed by status, so that a status never used before does not compile without advice. */
export const advice: Record<Status, Bilingual> = {
  400: {
    zh: '请求的写法有误，改正后重发；原样重发结果相同。',
    en: 'The request is not well formed. Correct it; sent again as it is, it fails again.',
  },
  401: { zh: '先登录，或在 x-api-key 中给出有效的密钥。', en: 'Sign in, or show a valid key in x-api-key.' },
  403: { zh: '换用有权限的账号，或请有权限的同事操作。', en: 'Use an account that may do this, or ask a colleague who may.' },
  404: {
    zh: '请核对地址与编号；尚未公开的，请用有权限的账号登录后查看。',
    en: 'Check the address and the id; what is not public is shown to those who may see it once they sign in.',
  },
  405: { zh: '改用 Allow 头列出的方法。', en: 'Use a method that the Allow header lists.' },
  409: {
    zh: '对象的状态已改变，请重新打开，再看现在可以办理什么。',
    en: 'It stands differently now. Open it again, and see what can be done with it.',
  },
  412: {
    zh: '重新读取，以最新的 ETag 作为 If-Match，再提交修改。',
    en: 'Read it again, take the new ETag as If-Match, and send the change again.',
  },
  413: { zh: '缩小请求正文后重发。', en: 'Send a smaller body.' },
  415: { zh: '以 Content-Type: application/json 发送。', en: 'Send it as Content-Type: application/json.' },
  422: {
    zh: '按 errors、findings 或 missing 逐项修改后重发。',
    en: 'Correct what errors, findings or missing names, and send it again.',
  },
  428: { zh: '先读取对象，以其 ETag 作为 If-Match。', en: 'Read the object first and send its ETag as If-Match.' },
  429: { zh: '稍等片刻再试。', en: 'Wait a little and try again.' },
  500: {
    zh: '稍后再试；仍然如此时，请把 request_id 告诉管理员。',
    en: 'Try again later; if it persists, tell the administrator the request_id.',
  },
  503: {
    zh: '此功能在这里不可用，请按说明换一种方式。',
    en: 'This does not run here; the message names the alternative.',
  },
}

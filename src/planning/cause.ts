/** What stands against a meeting or a bound, in a form that can be said in any language: a code and what it is about. */
export type Cause =
  | { code: 'pinned_outside_window'; slot: number; first: number; last: number }
  | { code: 'nobody_free'; participants: string[]; first: number; last: number }
  | { code: 'away_when_pinned'; participants: string[]; slot: number }
  | { code: 'pinned_clash'; slot: number; meeting: string }
  | { code: 'tables_short'; meetings: number; room: number; tables: number; excess: number }
  | { code: 'participant_short'; participant: string; meetings: number; room: number; excess: number }
  | { code: 'combination' }
  | { code: 'stopped' }
  | { code: 'min_unmet'; side: 'department' | 'company'; participant: string; min: number }
  | { code: 'floor_unmet'; side: 'department' | 'company'; participant: string; floor: number }
  | { code: 'pin_unmet'; department: string; company: string }

/** The smallest change that would help. */
export type Remedy =
  | { code: 'add_slot'; slot: number }
  | { code: 'pin_elsewhere'; slot: number }
  | { code: 'widen_window'; slot: number }
  | { code: 'one_more_table'; slot: number }
  | { code: 'be_available'; participant: string; slot: number }
  | { code: 'leave_out'; meeting: string; participant: string; slot: number }
  | { code: 'lower_minimum'; participant: string; to: number; short: number }
  | { code: 'lower_floor'; participant: string }
  | { code: 'one_more_meeting'; department: string; company: string }

type Words = { zh: string; en: string }

/** How participants and meetings are called; as they are written in the problem, where nobody says. */
export type Called = (id: string) => string

export function causeWords(cause: Cause, called: Called = asWritten): Words {
  const say = causes[cause.code] as (cause: Cause, called: Called) => Words
  return say(cause, called)
}

export function remedyWords(remedy: Remedy, called: Called = asWritten): Words {
  const say = remedies[remedy.code] as (remedy: Remedy, called: Called) => Words
  const words = say(remedy, called)
  if (!isAtSlot(remedy)) return words
  return { zh: `${words.zh}（第 ${remedy.slot} 时段）`, en: `${words.en} (slot ${remedy.slot})` }
}

type Sayings<T extends { code: string }> = { [Code in T['code']]: (what: Extract<T, { code: Code }>, called: Called) => Words }

const causes: Sayings<Cause> = {
  pinned_outside_window: ({ slot, first, last }) => ({
    zh: `已固定在第 ${slot} 时段，但只允许第 ${first}–${last} 时段`,
    en: `it is pinned to slot ${slot}, outside its window ${first}–${last}`,
  }),
  nobody_free: ({ participants, first, last }, called) => ({
    zh: `${participants.map(called).join('、')}有时段不能参加：第 ${first}–${last} 时段中没有各方都有空的时段`,
    en: `${participants.map(called).join(', ')} unavailable: not everybody is free in any slot from ${first} to ${last}`,
  }),
  away_when_pinned: ({ participants, slot }, called) => ({
    zh: `已固定在第 ${slot} 时段，但${participants.map(called).join('、')}届时不能参加`,
    en: `${participants.map(called).join(', ')} unavailable: not everybody is free in slot ${slot}, where it is pinned`,
  }),
  pinned_clash: ({ slot, meeting }, called) => ({
    zh: `已固定在第 ${slot} 时段，而同一参会方的“${called(meeting)}”也固定在该时段`,
    en: `it is pinned to slot ${slot}, where ${called(meeting)} with one of the same participants is pinned too`,
  }),
  tables_short: ({ meetings, room, tables, excess }) => ({
    zh: `${meetings} 场洽谈只有 ${room} 个位置（时段数 × ${tables} 张桌）：多出 ${excess} 场`,
    en: `${meetings} meetings share ${room} places (slots times ${tables} tables): ${excess} too many`,
  }),
  participant_short: ({ participant, meetings, room, excess }, called) => ({
    zh: `${called(participant)}有 ${meetings} 场洽谈，只有 ${room} 个可用时段：多出 ${excess} 场`,
    en: `participant ${called(participant)} has ${meetings} meetings for ${room} possible slots: ${excess} too many`,
  }),
  combination: () => ({
    zh: '已证明：单独可以安排，但无法与其他洽谈同时安排',
    en: 'proven: it cannot stand beside the others, although it could alone',
  }),
  stopped: () => ({
    zh: '在给定时间内没有找到位置，增加时间或可找到',
    en: 'no place was found for it in the time given; more time may find one',
  }),
  min_unmet: ({ side, participant, min }, called) => ({
    zh: `${sideWords[side]}${called(participant)}达不到最少 ${min} 场`,
    en: `${side} ${called(participant)} cannot have its least number of meetings, ${min}`,
  }),
  floor_unmet: ({ side, participant, floor }, called) => ({
    zh: `${sideWords[side]}${called(participant)}没有契合度 ${floor} 及以上的洽谈可安排`,
    en: `${side} ${called(participant)} cannot have a meeting of fit ${floor} or more`,
  }),
  pin_unmet: ({ department, company }, called) => ({
    zh: `${called(department)}与${called(company)}已指定洽谈，但其他指定的洽谈或总数已占满名额`,
    en: `${called(department)} and ${called(company)} are pinned, but the others pinned for them, or all, take the room there is`,
  }),
}

const remedies: Sayings<Remedy> = {
  add_slot: ({ slot }) => ({
    zh: `增加第 ${slot} 时段，在允许范围内且各方都有空`,
    en: `add slot ${slot}, within its window and with everybody free`,
  }),
  pin_elsewhere: ({ slot }) => ({ zh: `改为固定在第 ${slot} 时段`, en: `pin it to slot ${slot} instead` }),
  widen_window: ({ slot }) => ({ zh: `把允许范围放宽到第 ${slot} 时段`, en: `widen its window to slot ${slot}` }),
  one_more_table: () => ({ zh: '增加一张桌', en: 'one more table' }),
  be_available: ({ participant, slot }, called) => ({
    zh: `${called(participant)}在第 ${slot} 时段能参加`,
    en: `participant ${called(participant)} available in slot ${slot}`,
  }),
  leave_out: ({ meeting, participant }, called) => ({
    zh: `不安排${called(participant)}的“${called(meeting)}”`,
    en: `leave out ${called(meeting)} of participant ${called(participant)}`,
  }),
  lower_minimum: ({ participant, to, short }, called) => ({
    zh: `把${called(participant)}的最少场数降到 ${to}，或给与其契合的各方多留 ${short} 场`,
    en: `lower the minimum of ${called(participant)} to ${to}, or give those it fits ${short} more`,
  }),
  lower_floor: ({ participant }, called) => ({
    zh: `降低下限，或不对${called(participant)}适用`,
    en: `lower the floor, or leave ${called(participant)} out of it`,
  }),
  one_more_meeting: ({ department, company }, called) => ({
    zh: `为${called(department)}与${called(company)}各多留一场，或少指定一对`,
    en: `one more meeting for ${called(department)} and ${called(company)}, or one pin less`,
  }),
}

const sideWords = { department: '部门', company: '企业' } as const

/** A new slot stands nowhere yet. */
function isAtSlot(remedy: Remedy): remedy is Remedy & { slot: number } {
  return 'slot' in remedy && remedy.code !== 'add_slot'
}

function asWritten(id: string): string {
  return id
}

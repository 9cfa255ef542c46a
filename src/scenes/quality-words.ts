import words from './quality-words.json' with { type: 'json' }

/** Whether the text gives a figure: an amount, share, duration or limit. Years, product numbers and 十分 are none. */
export function hasFigure(text: string): boolean {
  const counted = folded(text).replace(notFigures, ' ')
  return /\d/u.test(counted) || chineseFigure.test(counted) || englishFigure.test(counted)
}

/** An action with an object, and a figure or a named system or party to hold it against. */
export function isTestable(requirement: string): boolean {
  const text = folded(requirement)
  return hasAction(text) && hasObject(text) && (hasFigure(text) || hasRhythm(text) || namesSomething(text))
}

/** How often: 每周更新一次 can be held to its word as well as a figure. */
function hasRhythm(text: string): boolean {
  return /每.{1,8}一[次遍轮]|每(?:秒|分钟|小时)|\b(?:hourly|daily|weekly|monthly)\b/iu.test(text)
}

/** Words of display that say nothing about the work. */
export function sloganIn(title: string): string | undefined {
  const text = folded(title).toLowerCase()
  return words.slogans.find((slogan) => text.includes(slogan))
}

/** Something is left when the words every title could carry are taken away. */
export function isSpecific(title: string): boolean {
  const text = folded(title)
  const chinese = without(text, words.generic_title_zh).match(/\p{Script=Han}/gu)?.length ?? 0
  const english = (text.toLowerCase().match(/[a-z][a-z-]{2,}/gu) ?? []).filter((word) => !words.generic_title_en.includes(word))
  return chinese >= specificHanMin || english.length >= specificWordsMin
}

export function saysWho(text: string): boolean {
  return holdsAny(text, words.who)
}

export function saysWhere(text: string): boolean {
  return holdsAny(text, words.where)
}

/** What goes wrong, or what is to be done. */
export function saysWhat(text: string): boolean {
  return holdsAny(text, words.problem_words) || hasAction(folded(text))
}

/** Full-width digits and letters read as half-width ones; offsets may change. */
export function folded(text: string): string {
  return text.normalize('NFKC')
}

const specificHanMin = 4
const specificWordsMin = 2

/** Calendar years, plan periods, standards' and products' numbers: digits that measure nothing. */
const notFigures = new RegExp(
  [
    String.raw`(?<!\d)(?:19|20)\d{2}\s*(?:年度?|[-/.]\d{1,2}(?:[-/.]\d{1,2})?)(?:\d{1,2}月)?(?:\d{1,2}日)?`,
    String.raw`\b(?:in|by|since|until|before|after)\s+(?:19|20)\d{2}\b`,
    String.raw`(?<!\d)\d{1,2}\s*月(?:\d{1,2}日)?(?:[前内底]|之前)`,
    String.raw`GB(?:/T)?\s*\d[\d.-]*`,
    String.raw`ISO\s*\d[\d:-]*`,
    String.raw`\b[2-6][GDK]\b`,
    String.raw`[2-6][GDK](?=\p{Script=Han})`,
    String.raw`\b(?:B2[BCG]|H5|G2B|COVID-19|MP3|MP4|Web\s?3|P2P|O2O)\b`,
    String.raw`\b[vV]?\d+\.\d+\s*版`,
    String.raw`\b[A-Za-z]+-?\d+(?:\.\d+)?\b`,
    String.raw`7\s*[x×*]\s*24(?!\s*小?时)`,
    '十[一二三四五六七八九]五',
    '二十大',
    '二次(?:开发|利用)',
    '四处',
    '千家万户',
    '千万(?:不要|别)',
    '十分(?!钟)',
    '万一',
    '一二三',
  ].join('|'),
  'giu',
)

const chineseUnits =
  '个|名|人|位|次|件|条|项|张|份|台|套|辆|家|户|所|间|处|座|路|米|公里|千米|平方|亩|吨|公斤|千克|秒|分钟|小时|天|日|周|个月|月|年|元|万元|倍|成|级|类|种|字|页|帧|人次|批|班|轮|例|笔|点'
const chineseFigure = new RegExp(
  `百分之|千分之|[二两三四五六七八九][十百千万亿]*(?:余|多|来)?(?:${chineseUnits})|[一二两三四五六七八九]?[十百千万亿][一二三四五六七八九十百千万亿]*(?:余|多|来|几)?(?:${chineseUnits})|(?:翻|减)半|(?:一个)?半(?:个?小时|天|个?月|年)|一(?:秒|分钟|小时|天|周|个月)内?`,
  'u',
)
const englishFigure =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|million|dozen|half|twice|percent|per cent)\b/iu

// Stems, because the list would otherwise need every ending: detect, detects, detected, detecting.
const englishAction = new RegExp(String.raw`\b(?:${words.actions_en.join('|')})[a-z]{0,4}\b`, 'iu')

function hasAction(text: string): boolean {
  return words.actions_zh.some((action) => text.includes(action)) || englishAction.test(text)
}

/** What is left beside actions, figures and filling words: two characters, or a word. */
function hasObject(text: string): boolean {
  const rest = without(text.replace(new RegExp(`\\d+(?:\\.\\d+)?\\s*(?:%|${chineseUnits})?`, 'gu'), ' '), [
    ...words.actions_zh,
    ...words.vague_names_zh,
  ])
  const isWord = (word: string) => !englishAction.test(word) && !englishFiller.test(word)
  return namesGrade(text) || /\p{Script=Han}{2,}/u.test(rest) || (rest.match(/[A-Za-z]{3,}/gu) ?? []).some(isWord)
}

const englishFiller =
  /^(?:the|and|for|with|must|shall|should|will|can|able|within|under|less|than|more|most|least|per|cent|percent|seconds?|minutes?|hours?|days?|from|into|all|any|our|its|very|easy|use|good|fast|stable|reliable|friendly|advanced|modern|existing|other|be)$/iu

/** A system, document or party called by its own name, so that somebody can look whether it was served. */
function namesSomething(text: string): boolean {
  return (
    /[「『《“"][^」』》”"]{2,}[」』》”"]/u.test(text) ||
    namesGrade(text) ||
    holdsAny(text, words.known_names) ||
    namesChinese(text) ||
    namesAcronym(text) ||
    namesEnglish(text)
  )
}

function namesGrade(text: string): boolean {
  return /等保[二三四]级|(?:GB|ISO|IEC|YY|GA)(?:\/T)?\s*\d{3,}|12345|110|119|120(?=\D|$)/u.test(text)
}

/** A noun for systems or parties with something particular before it: 区统一受理平台, not 现有业务系统. */
function namesChinese(text: string): boolean {
  const nouns = [...words.system_nouns_zh, ...words.party_nouns_zh].join('|')
  const matches = text.matchAll(new RegExp(`([\\p{Script=Han}A-Za-z0-9]{2,14}?)(?:${nouns})`, 'gu'))
  return [...matches].some(
    (match) =>
      (without(match[1]!, [...words.actions_zh, ...words.vague_names_zh]).match(/[\p{Script=Han}A-Za-z0-9]/gu)?.length ?? 0) >= 2,
  )
}

function namesAcronym(text: string): boolean {
  const found = text.match(/(?<![A-Za-z])(?:[A-Z]{2,}[A-Za-z0-9-]*|[A-Z][a-z]+[A-Z][A-Za-z]*)(?![a-z])/gu) ?? []
  return found.some((acronym) => !words.acronyms_vague.includes(acronym.toUpperCase()))
}

/** A capitalised word inside an English sentence. */
function namesEnglish(text: string): boolean {
  return /[a-z,;)] (?:[A-Z][a-z]{2,})/u.test(text)
}

function holdsAny(text: string, list: readonly string[]): boolean {
  const lower = folded(text).toLowerCase()
  return list.some((word) => lower.includes(word))
}

/** Longest first, so that 信息系统 does not leave a 系统 behind. */
function without(text: string, list: readonly string[]): string {
  return [...list].sort((a, b) => b.length - a.length).reduce((rest, word) => rest.replaceAll(word, ' '), text)
}

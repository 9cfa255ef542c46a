/** A filing's family, and within it a level where a higher one covers a lower one. */
export type FilingKind = { family: string; level: number }

const numerals: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  ⅰ: 1,
  ⅱ: 2,
  ⅲ: 3,
  i: 1,
  ii: 2,
  iii: 3,
}

/** The families that companies file; a need outside them is one whose kind nobody files. The level may stand before or after the name. */
const families: { family: string; pattern: RegExp; level?: RegExp }[] = [
  { family: 'classified_protection', pattern: /等保|等级保护|mlps/u, level: /([一二三四五1-5])(?:级|$)/u },
  { family: 'medical_device', pattern: /医疗器械|medicaldevice/u, level: /([一二三1-3ⅰⅱⅲ]|i{1,3})(?:类|$)|class(i{1,3}|[1-3])/u },
  { family: 'model_registration', pattern: /(?:生成式|模型|generative).*(?:登记|registration)/u },
  { family: 'model_filing', pattern: /(?:生成式|模型|generative).*(?:备案|filing)/u },
  { family: 'algorithm_filing', pattern: /(?:算法|深度合成|algorithm).*(?:备案|filing)/u },
  { family: 'iso_27001', pattern: /iso\/?(?:iec)?27001/u },
  { family: 'iso_27701', pattern: /iso\/?(?:iec)?27701/u },
  { family: 'iso_9001', pattern: /iso9001/u },
  { family: 'commercial_cryptography', pattern: /密评|商用密码/u },
]

/** What a name of a filing means; undefined for a kind nobody files. */
export function filingKind(name: string): FilingKind | undefined {
  const plain = name.replace(/[\s\-—（）()《》]/gu, '').toLowerCase()
  const found = families.find(({ pattern }) => pattern.test(plain))
  if (found === undefined) return undefined
  const level = found.level?.exec(plain)
  return { family: found.family, level: numerals[level?.[1] ?? level?.[2] ?? ''] ?? 0 }
}

/** 等保三级 covers 二级, 医疗器械三类 covers 二类; a registration is no filing. */
export function covers(held: FilingKind, needed: FilingKind): boolean {
  return held.family === needed.family && held.level >= needed.level
}

/** A filing's family, and within it a level where a higher one covers a lower one. */
export type FilingKind = { family: string; level: number }

const numerals: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, '1': 1, '2': 2, '3': 3, '4': 4, '5': 5, Ⅰ: 1, Ⅱ: 2, Ⅲ: 3, Ⅳ: 4, i: 1, ii: 2, iii: 3 }

/** The families that companies file; a need outside them is one whose kind nobody files. */
const families: { family: string; pattern: RegExp }[] = [
  { family: 'classified_protection', pattern: /(?:等保|等级保护|mlps).*?([一二三四五1-5])?(?:级|$)/iu },
  { family: 'medical_device', pattern: /(?:医疗器械|medicaldevice).*?([一二三123ⅠⅡⅢ]|i{1,3})?(?:类|$)/iu },
  { family: 'model_registration', pattern: /(?:服务|模型|应用)?登记/u },
  { family: 'model_filing', pattern: /(?:生成式|大模型|模型|generative).*(?:备案|filing)/iu },
  { family: 'algorithm_filing', pattern: /(?:算法|深度合成|algorithm).*(?:备案|filing)/iu },
  { family: 'iso_27001', pattern: /iso\/?(?:iec)?27001/iu },
  { family: 'iso_27701', pattern: /iso\/?(?:iec)?27701/iu },
  { family: 'iso_9001', pattern: /iso9001/iu },
  { family: 'commercial_cryptography', pattern: /密评|商用密码/u },
]

/** What a name of a filing means; undefined for a kind nobody files. */
export function filingKind(name: string): FilingKind | undefined {
  const plain = name.replace(/[\s\-—（）()《》]/gu, '')
  for (const { family, pattern } of families) {
    const match = pattern.exec(plain)
    if (match !== null) return { family, level: numerals[match[1]?.toLowerCase() ?? ''] ?? 0 }
  }
  return undefined
}

/** 等保三级 covers 二级, 医疗器械三类 covers 二类; a registration is no filing. */
export function covers(held: FilingKind, needed: FilingKind): boolean {
  return held.family === needed.family && held.level >= needed.level
}

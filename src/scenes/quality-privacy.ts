import { folded } from './quality-words.ts'

/** A personal telephone or identity number in the text, and which; figures and credit codes are neither. */
export function personalNumberIn(text: string): 'telephone' | 'identity' | undefined {
  const plain = folded(text)
  if ([...plain.matchAll(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/gu)].some(([number]) => isIdentityNumber(number)))
    return 'identity'
  return telephones.some((pattern) => pattern.test(plain)) ? 'telephone' : undefined
}

/** The brands of the list that the text names, and names with a company's legal form. */
export function brandsIn(text: string, brands: readonly string[]): string[] {
  const plain = folded(text)
  const named = brands.filter((brand) => holdsBrand(plain, folded(brand)))
  return [...new Set([...named, ...companyNamesIn(plain)])]
}

const telephones = [
  // Mobile numbers, with or without country code and separators.
  /(?<![A-Za-z\d.])(?:\+?86[-\s]?|0086[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?![A-Za-z\d.%]|\s*(?:元|万|千|人|次|条|件|个|吨|公里|平方|度|字|笔|单|米|k))/u,
  // Landlines with their area code.
  /(?<![\d.])\(?0(?:10|2\d|[3-9]\d{2})\)?[-\s]{0,2}[2-9]\d{2,3}[-\s]?\d{4}(?!\d)/u,
  // A local number that the words before it call one.
  /(?:电话|致电|拨打|手机|座机|联系方式|tel|phone|call)[^\d\n]{0,8}[1-9]\d{6,7}(?!\d)/iu,
]

/** GB 11643: a birth date, a region, and a check digit of ISO 7064 MOD 11-2. */
function isIdentityNumber(number: string): boolean {
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!/^[1-8]/u.test(number) || !/^(?:19|20)/u.test(born) || Number.isNaN(Date.parse(born))) return false
  const sum = identityWeights.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return '10X98765432'[sum % 11] === number[17]!.toUpperCase()
}

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Latin names count as whole words only, or “Ant” would stand in “relevant”. */
function holdsBrand(text: string, brand: string): boolean {
  if (brand.length < 2) return false
  if (!/^[\w .&-]+$/u.test(brand)) return text.includes(brand)
  return new RegExp(`(?<![A-Za-z0-9])${escaped(brand)}(?![A-Za-z0-9])`, 'iu').test(text)
}

function companyNamesIn(text: string): string[] {
  const chinese = [...text.matchAll(/([\p{Script=Han}A-Za-z0-9()]{2,24}?)(股份有限公司|有限责任公司|有限公司|集团公司)/gu)]
    .filter(
      ([, name]) => genericCompany.reduce((rest, word) => rest.replaceAll(word, ''), name!).replace(/[()]/gu, '').length >= 2,
    )
    .map(([whole]) => whole)
  const english = [...text.matchAll(/\b[A-Z][\w&-]+(?:\s[A-Z][\w&-]+)*,?\s(?:Co\.?,?\s?Ltd|Inc|GmbH|Corp|LLC|Ltd|PLC)\b/gu)].map(
    ([whole]) => whole,
  )
  return [...chinese, ...english]
}

/** Words that stand before a legal form without naming anybody: 依法注册的有限公司. */
const genericCompany = [
  '股份有限公司',
  '有限责任公司',
  '有限公司',
  '集团公司',
  '集团',
  '一人',
  '全资',
  '子公司',
  '分公司',
  '专业',
  '相关',
  '从事',
  '具备',
  '人工智能',
  '依法',
  '合法',
  '注册',
  '设立',
  '成立',
  '登记',
  '存续',
  '境内',
  '本区',
  '本市',
  '国内',
  '中国',
  '独立',
  '法人',
  '企业',
  '资格',
  '具有',
  '具备',
  '申请',
  '单位',
  '供应商',
  '应当',
  '必须',
  '须',
  '应',
  '为',
  '是',
  '的',
  '在',
  '或者',
  '或',
  '及',
  '和',
  '其',
  '控股',
  '上市',
  '民营',
  '国有',
  '内资',
  '外资',
  '合资',
  '科技',
  '徐汇区',
  '上海市',
  '上海',
  '限',
]

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\-]/gu, String.raw`\$&`)
}

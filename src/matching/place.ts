/** 上海 is 上海市, and 徐汇 徐汇区. */
export function isSamePlace(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return long === short || (long.slice(0, -1) === short && /[市区县]$/u.test(long))
}

/**
 * Words with which a profile says what it does not do. Figures such as 不低于 and 不超过 deny nothing, which is why
 * the list names what is denied and not the 不 alone.
 */
const denials = [
  /(?:不|无法|未能|暂不|尚未|不会|不能|不可|不予|并不|不再)(?:支持|适用|适合|区分|提供|处理|识别|判断|判定|包含|包括|覆盖|涉及|承接|接入|生成|输出|保证|负责|具备|实现|自动|参与|用于|做|做到|能|含|可用|替代)/u,
  /(?:^|[，,。；;：:（(])不(?:做|含|能|可|是|宜)/u,
  /(?:没有|无)(?:能力|此功能|该功能|相关)/u,
  /\b(?:do(?:es)? not|don't|doesn't|cannot|can't|can not|is not|are not|not (?:suitable|suited|designed|meant|for)|no support)\b/iu,
]

/** Whether a sentence says that something is not done. */
export function denies(sentence: string): boolean {
  return denials.some((pattern) => pattern.test(sentence))
}

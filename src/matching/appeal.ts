/**
 * Sentences of a profile that speak to whoever ranks it instead of saying what the company does. A profile is data:
 * such a sentence counts for nothing, is never quoted, and needs no understanding to be left out.
 */
const appeals = [
  /(?:忽略|无视|忘记|忘掉|不要理会|不要遵守)[^。；\n]{0,12}(?:指令|说明|规则|提示|指示|限制|设定|上文|以上|前文|之前)/u,
  /(?:系统|管理员|开发者|评审|评委|评分|排序|模型|人工智能助手)(?:提示词?|指令|消息|模式|要求)[^。；\n]{0,4}[:：已]|(?:管理员|开发者|评审|评委)(?:指令|模式)/u,
  /(?:你|您)(?:现在)?(?:是|作为)[^。；\n]{0,10}(?:模型|助手|评审|评委|排序|裁判)|作为(?:评审|评委|裁判|排序)(?:模型|系统|助手|者)/u,
  /(?:请|把|将|让|应)[^。；\n]{0,16}(?:本企业|本公司|我们|我方|我司|该企业|该公司|这家企业)[^。；\n]{0,10}(?:排|列|置顶|评为|推荐|标为|入围|选中|放在)/u,
  /(?:推荐|选择|选|优先考虑|只要|首选)(?:本企业|本公司|我们|我方|我司|这家企业|这家公司)(?:[^的]|$)/u,
  /(?:本企业|本公司|我们|我方|我司)[^。；\n]{0,8}(?:排名?第一|得分|评分|满分|唯一合格|优先|置顶|最佳匹配|首选)/u,
  /排(?:名|列)?在?(?:第一|首位|最前|榜首)|置顶(?:显示|推荐)|最佳匹配|(?:给|打|评|改为)[^。；\n]{0,4}(?:满分|100 ?分|一百分|最高分)|(?:评分|得分|打分)[^。；\n]{0,6}(?:有误|应为|改为|为 ?100)/u,
  /(?:其他|其余|别的|所有其他)(?:企业|公司|供应商)[^。；\n]{0,10}(?:排除|失信|不合格|排在|降|剔除)|(?:排除|剔除|忽略)(?:其他|其余|别的)(?:企业|公司|供应商)/u,
  /(?:满足|符合|适用于|胜任|支持)[^。；\n]{0,8}(?:任何|所有|全部|一切|任意)[^。；\n]{0,10}(?:场景|要求|需求|领域|条件)|适用于[^。；\n]{0,60}(?:等|在内的)?(?:所有|任何|一切)(?:领域|场景|行业)|任何场景|一律优先/u,
  /(?:所有|全部|各项)(?:条件|门槛|要求|核对结果)[^。；\n]{0,10}(?:标为|视为|设为|改为)|(?:标为|视为)[“"]?(?:符合|满足|通过)/u,
  /(?:资料|数据|档案|文档|输入)(?:到此)?结束|新的?(?:任务|指令|角色)[^。；\n]{0,4}[:：]|(?:当作|视为)[^。；\n]{0,6}(?:需求方|评审|系统)/u,
  /(?:评分|排序|排名|匹配)规则[^。；\n]{0,6}(?:更新|失效|改为|变更)|如果你?(?:在|能)?读(?:到|这)/u,
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instructions?|rules?|prompts?|above|previous|prior|guidelines|criteria)\b/iu,
  /\b(?:system|administrator|admin|developer|assistant|user|reviewer)\b ?(?:prompt|message|instructions?|mode|note)?\s*:|\b(?:system prompt|developer mode|admin(?:istrator)? instruction)\b/iu,
  /\byou are (?:now |an? |the )*(?:judge|ranker|reviewer|assistant|(?:language |ai )?model|evaluator)\b|\bas (?:the|an) (?:judge|ranker|ai|evaluator)\b/iu,
  /\b(?:rank|place|put|score|rate|pin|list|recommend|prefer|choose|select|shortlist|move)\b[^.\n]{0,30}\b(?:us|this company|our company|this profile|this supplier)\b|\b(?:us|this company|our company)\b[^.\n]{0,30}\b(?:rank|first|top|number one|highest|best match|shortlisted|full marks)\b/iu,
  /\b(?:exclude|remove|reject|demote|blacklist)\w*\b[^.\n]{0,20}\b(?:other|others|every other|all other)\b|\b(?:others|other (?:companies|suppliers))\b[^.\n]{0,20}\b(?:blacklisted|excluded|rejected|unqualified)\b/iu,
  /\b(?:full marks|score (?:is|of|to|=) ?100|100 (?:points|\/ ?100)|best match|only qualified supplier|highest score|rank(?:ed)? (?:first|number one|#? ?1))\b/iu,
  /\b(?:satisf(?:y|ies)|meets?|fulfil(?:s|ls)?)\b[^.\n]{0,12}\b(?:every|any|all)\b[^.\n]{0,30}\b(?:requirements?|conditions?|scenes?|criteria)\b|\bfor any scene\b|\bany requirement\b/iu,
  /\b(?:mark|treat|set|report)\b[^.\n]{0,20}\b(?:gates?|conditions?|requirements?|criteria)\b[^.\n]{0,12}\b(?:as|to)\b|\bdo not (?:check|verify)\b/iu,
  /\b(?:end of (?:data|profile|document|input)|new (?:task|instructions?|role)\s*:|scoring rules? (?:have |has )?(?:changed|updated)|if you (?:can )?read this|read this as)\b/iu,
  // Words heaped up with nothing between them but space.
  /(?:^|\s)(?:\p{Script=Han}{1,6}[ \u3000]+){5,}\p{Script=Han}{1,6}/u,
  /<[/!]?[a-z-]+[^<>\n]{0,80}>|<!--|-->|<\|[a-z_]+\|>|javascript:|\{\s*["“](?:score|rank|place|role|system|排名|得分)|```|\[\/?INST\]/iu,
]

/** Marks that nobody sees and that only hide what is said. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu

/** The text less the sentences that speak to whoever ranks. */
export function withoutAppeals(text: string): string {
  const seen = text.replace(unseen, '')
  if (!appeals.some((pattern) => pattern.test(seen))) return seen
  return Array.from(seen.matchAll(/[^。！？!?\n]+?(?:[。！？!?\n]|\.(?=\s|$)|$)/gu), ([sentence]) => sentence)
    .filter((sentence) => !appealsToRanker(sentence))
    .join('\n')
}

export function appealsToRanker(sentence: string): boolean {
  const seen = sentence.replace(unseen, '')
  return appeals.some((pattern) => pattern.test(seen))
}

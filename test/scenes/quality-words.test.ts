import { describe, expect, test } from 'vitest'
import { hasFigure, isSpecific, isTestable, saysWhere, saysWho, sloganIn } from '../../src/scenes/quality-words.ts'

describe('a testable requirement is an action with an object, and a figure or a name to hold it against', () => {
  test.each([
    '识别卧室与卫生间内的跌倒，召回率不低于 95%',
    '跌倒后 60 秒内推送告警到护理站值班终端',
    '对接区养老服务管理平台，每日同步告警记录',
    '与 HIS 对接，读取门诊病历',
    '支持普通话与上海话语音转写，字准确率达到百分之九十五',
    '单次问答响应时间不超过三秒',
    '接入“一网通办”受理窗口的材料预审',
    '工单自动分派到区城运中心，准确率≥90%',
    '模型部署通过等保三级测评',
    '为每所学校配置 2 台巡检机器人',
    '巡检记录留存不少于六个月',
    '输出符合《电子病历基本规范》的病历草稿',
    '培训两名馆员独立操作',
    '每周更新一次菜品营养数据',
    '训练数据不出校园网',
    '支持钉钉与企业微信登录',
    '按《个人信息保护法》完成匿名化处理',
    '适配华为昇腾 910B 推理卡',
    '检出 0.2 毫米以上划痕，漏检率低于 0.5%',
    'Must comply with GB/T 35273',
    'Flag damaged parcels with fewer than 1 false alarm per 1,000',
    'Detect falls in the bedroom with a recall of at least 95 %',
    'Send the alert to the nurse station within 60 seconds',
    'Integrate with the hospital’s HIS and read outpatient records',
    'Export meeting minutes to DingTalk as documents',
    'Answers questions about housing permits in under three seconds',
    'Transcribe Shanghainese calls for the Citizen Hotline',
  ])('good: %s', (requirement) => expect(isTestable(requirement)).toBe(true))

  test.each([
    '系统先进、稳定、可靠',
    '界面友好，操作便捷',
    '提升效率',
    '与现有业务系统对接',
    '对接相关平台',
    '具备良好的扩展性',
    '采用先进的人工智能技术',
    '支持 5G',
    '2026 年完成',
    '95%',
    '功能完善，性能优秀',
    '支持 AI 能力',
    '实现智慧管理',
    '十分高效地处理各类数据',
    '满足用户需要',
    '与本单位系统无缝对接',
    '支持二次开发',
    '数据安全可控',
    '技术路线先进，有成功案例',
    '实现全流程数字化管理',
    'Must integrate with our systems',
    'Use the latest large language model',
    '',
    'The system must be fast and reliable',
    'Easy to use, modern interface',
    'Support existing systems',
    'State of the art AI',
    '99.9 %',
    'Completed in 2026',
    'Improve efficiency',
  ])('bad: %s', (requirement) => expect(isTestable(requirement)).toBe(false))
})

describe('figures', () => {
  test.each([
    '每天 300 件',
    '约三成来电',
    '平均 6 小时',
    '百分之五',
    '三百余名老人',
    '两个窗口',
    '每案耗时一小时',
    '１２０人',
    'a backlog of two weeks',
    '30 % of calls',
    '投诉减半',
    '二十分钟',
    '排队一个半小时',
    '数十个路口',
    '百余家商户',
  ])('are found in: %s', (text) => expect(hasFigure(text)).toBe(true))
  test.each([
    '2025 年以来',
    '十分严重',
    '5G 网络',
    '十四五期间',
    '千万不要忽视',
    '效率低',
    'since 2024',
    'GB/T 22239 要求',
    'B2B 业务',
    '3 月底前',
    '统一管理',
    'slow and costly',
    '第三方平台',
    '一站式',
    '五角场商圈',
    '三甲医院',
    '二次开发',
    '千家万户',
  ])('are not: %s', (text) => expect(hasFigure(text)).toBe(false))
})

describe('titles', () => {
  test.each([
    '独居老人居家跌倒监测',
    '门诊病历语音录入',
    '河道漂浮物自动识别与清理',
    '12345 热线工单自动分派',
    'Fall alarms for elderly living alone',
    '数字化车间设备故障预警',
  ])('specific: %s', (title) => expect(isSpecific(title)).toBe(true))
  test.each([
    '人工智能应用场景需求',
    '智慧服务平台建设项目',
    '大模型应用解决方案征集',
    '数字化转型',
    'AI platform',
    'Smart application project',
    '',
  ])('not specific: %s', (title) => expect(isSpecific(title)).toBe(false))
  test.each([
    '赋能基层治理新高地',
    '打造一流智慧社区',
    '助力高质量发展',
    'World-class care',
    'Leading the future of ports',
    '让城市更聪明！',
  ])('slogan: %s', (title) => expect(sloganIn(title)).toBeDefined())
  test.each(['门诊病历语音录入', '地铁站台客流预警', 'Meeting minutes for courts'])('no slogan: %s', (title) =>
    expect(sloganIn(title)).toBeUndefined(),
  )
})

test('a summary says who and where in either language', () => {
  expect([saysWho('窗口人员每天手工核对'), saysWho('系统较慢'), saysWho('nurses wait')]).toEqual([true, false, true])
  expect([saysWhere('某街道'), saysWhere('流程慢'), saysWhere('in the hospital')]).toEqual([true, false, true])
})

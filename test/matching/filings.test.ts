import { describe, expect, test } from 'vitest'
import { covers, filingKind } from '../../src/matching/filings.ts'

describe('what a name of a filing means', () => {
  const same: [string, string[]][] = [
    [
      '等保二级',
      [
        '等保2级',
        '二级等保',
        '网络安全等级保护二级',
        '等级保护（二级）',
        '信息系统安全等级保护第二级',
        '等保 2.0 二级',
        'MLPS level 2',
        '等保二级测评',
        '通过等保二级备案',
      ],
    ],
    ['等保三级', ['等保3级', '三级等保', '等级保护三级', '等保2.0三级', '等保三级认证', '国家信息安全等级保护三级证明']],
    [
      '医疗器械二类',
      [
        '二类医疗器械',
        '第二类医疗器械注册证',
        '医疗器械注册证（二类）',
        'Ⅱ类医疗器械',
        'II类医疗器械注册证',
        '医疗器械第二类',
        'Class II medical device',
      ],
    ],
    ['医疗器械三类', ['三类医疗器械注册证', '第三类医疗器械', 'III 类医疗器械', '医疗器械三类证', 'Medical device class III']],
    ['生成式人工智能服务备案', ['生成式人工智能备案', '大模型备案', '《生成式人工智能服务》备案', 'Generative AI filing']],
    ['生成式人工智能服务登记', ['大模型应用登记', '生成式人工智能应用或功能登记', '大模型登记']],
    ['算法备案', ['互联网信息服务算法备案', '深度合成服务算法备案', 'Algorithm filing']],
    ['ISO 27001', ['ISO/IEC 27001:2022', 'ISO27001信息安全管理体系认证', 'iso27001']],
    ['ISO 9001', ['ISO9001:2015', 'iso 9001 质量管理体系']],
    ['密评', ['商用密码应用安全性评估', '密评三级']],
  ]
  test.each(same)('%s', (name, others) => {
    const kind = filingKind(name)
    expect(kind).toBeDefined()
    for (const other of others) expect([other, filingKind(other)]).toEqual([other, kind])
  })

  test.each([
    '通过街道伦理评议',
    '高新技术企业',
    '专精特新',
    '计算机软件著作权登记',
    '未成年人保护',
    '',
    '三级甲等',
    '知识产权登记',
  ])('a kind nobody files: %s', (name) => expect(filingKind(name)).toBeUndefined())
})

describe('what covers what', () => {
  const cases: [string, string, boolean][] = [
    ['等保三级', '等保二级', true],
    ['等保二级', '等保二级', true],
    ['等保二级', '等保三级', false],
    ['三级等保', '等保二级', true],
    ['等保三级', '等级保护', true],
    ['等保', '等保二级', false],
    ['医疗器械三类', '医疗器械二类', true],
    ['第三类医疗器械注册证', '第二类医疗器械', true],
    ['二类医疗器械', '医疗器械三类', false],
    ['医疗器械三类', '等保二级', false],
    ['生成式人工智能服务登记', '生成式人工智能服务备案', false],
    ['生成式人工智能服务备案', '生成式人工智能服务登记', false],
    ['算法备案', '生成式人工智能服务备案', false],
    ['生成式人工智能服务备案', '算法备案', false],
    ['ISO 27001', 'ISO 9001', false],
  ]
  test.each(cases)('%s for %s: %s', (held, needed, expected) => {
    expect(covers(filingKind(held)!, filingKind(needed)!)).toBe(expected)
  })
})

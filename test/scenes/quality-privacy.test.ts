import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { brandsIn, personalNumberIn } from '../../src/scenes/quality-privacy.ts'

describe('personal numbers', () => {
  test.each([
    '联系 13812345678',
    '手机：138 1234 5678',
    '+86 138-1234-5678',
    '１３８１２３４５６７８',
    '电话 021-64281234',
    '(021)64281234',
    '致电 64281234',
    '01064281234',
    '021 6428 1234',
    '13912345678（微信同号）',
    'call 021 64281234',
  ])('telephone: %s', (text) => expect(personalNumberIn(text)).toBe('telephone'))
  test.each(['身份证 11010519491231002X', '证件号：11010519491231002x。', '１１０１０５１９４９１２３１００２Ｘ'])(
    'identity: %s',
    (text) => expect(personalNumberIn(text)).toBe('identity'),
  )
  test.each([
    '年处理 13800000000 条',
    '年用电 13912345678 千瓦时',
    '编号 13800138000A',
    '坐标 121.4737021,31.2304',
    '银行账号 6222021001234567890',
    '统一社会信用代码 91310104MA1FR00001',
    '11310104002450012A',
    '110105194912310021',
    '12345 热线',
    '400-820-8820',
    '预算 300000000 元',
    '2026-03-02 至 2026-12-31',
    '响应 120 秒',
    '误差 0.0213456789',
    '共 18900 人次',
    '123456789012345678',
  ])('neither: %s', (text) => expect(personalNumberIn(text)).toBeUndefined())

  test('any mobile number is found wherever it stands in Chinese prose', () => {
    const mobile = fc.stringMatching(/^1[3-9]\d{9}$/u)
    const found = fc.property(
      mobile,
      fc.constantFrom('请联系', '老师：', '值班（'),
      (number, before) => personalNumberIn(`${before}${number}，谢谢`) === 'telephone',
    )
    expect(fc.check(found).failed).toBe(false)
  })
})

describe('brands', () => {
  const brands = ['某智', '稀宇科技', 'MiniMax', 'Ant']
  test.each([
    ['须使用稀宇科技模型', '稀宇科技'],
    ['支持minimax的产品', 'MiniMax'],
    ['仅限上海某某智能科技有限公司', '有限公司'],
    ['Supplied by Example Robotics Ltd', 'Example Robotics Ltd'],
    ['限定云帆股份有限公司代理商', '股份有限公司'],
  ])('named: %s', (text, brand) => expect(brandsIn(text, brands).join()).toContain(brand))
  test.each([
    '依法注册的有限责任公司',
    '有限责任公司或股份有限公司',
    '具有独立法人资格',
    'relevant experience',
    '三年以上养老项目经验',
    '中国境内注册的企业',
    '具备独立法人资格的有限公司',
  ])('not named: %s', (text) => expect(brandsIn(text, brands)).toEqual([]))
})

import { expect, test } from 'vitest'
import { denies } from '../../src/matching/denial.ts'

test.each([
  '不区分中枢型与阻塞型，不替代诊断。',
  '夜间照度低于 5 lux、树荫遮挡超过一半的点位不适用；',
  '本产品不自动回答市民来电',
  '暂不支持国产操作系统',
  '尚未接入省级平台，无法提供历史数据',
  'It does not cover languages other than English.',
  'Not suitable for outdoor use',
])('%s says what is not done', (sentence) => {
  expect(denies(sentence)).toBe(true)
})

test.each([
  '识别准确率不低于92%',
  '从告警到处置不超过10分钟',
  '不同厂家的摄像头都能接',
  '不仅识别车牌，也识别车型',
  '支持离线部署，数据不出园区',
  '无人机巡检配电线路',
  'No more than two seconds a page',
  'Works without a network',
])('%s denies nothing', (sentence) => {
  expect(denies(sentence)).toBe(false)
})

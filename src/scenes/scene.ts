import { sceneFields } from './scene-content.ts'

export const sceneStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'submitted', zh: '待审核', en: 'Submitted', public: false },
  { id: 'returned', zh: '已退回', en: 'Returned', public: false },
  { id: 'published', zh: '开放中', en: 'Open', public: true },
  { id: 'closed', zh: '已截止', en: 'Closed', public: true },
  { id: 'unmatched', zh: '未匹配', en: 'Unmatched', public: true },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
  { id: 'cancelled', zh: '已取消', en: 'Cancelled', public: false },
] as const

export type SceneStatus = (typeof sceneStatuses)[number]['id']

export { sceneFields }

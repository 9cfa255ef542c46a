export const companyStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'listed', zh: '已展示', en: 'Listed', public: true },
  { id: 'hidden', zh: '已隐藏', en: 'Hidden', public: false },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
] as const

export type CompanyStatus = (typeof companyStatuses)[number]['id']

export const cardStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'submitted', zh: '待核验', en: 'Submitted', public: false },
  { id: 'returned', zh: '已退回', en: 'Returned', public: false },
  { id: 'listed', zh: '已展示', en: 'Listed', public: true },
  { id: 'hidden', zh: '已隐藏', en: 'Hidden', public: false },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
  { id: 'expired', zh: '已过期', en: 'Expired', public: false },
] as const

export type CardStatus = (typeof cardStatuses)[number]['id']

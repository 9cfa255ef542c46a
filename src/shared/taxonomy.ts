/** A closed list: the id on the wire, and what people read. */
export type Term = { id: string; zh: string; en: string }

function terms<const T extends readonly Term[]>(list: T): T {
  return list
}

/** The ids of a closed list, as valibot's picklist wants them. */
export function idsOf<T extends readonly Term[]>(list: T): { [K in keyof T]: T[K]['id'] } {
  return list.map((term) => term.id) as { [K in keyof T]: T[K]['id'] }
}

export const domains = terms([
  { id: 'governance', zh: '城市治理', en: 'Urban governance' },
  { id: 'elderly', zh: '养老', en: 'Elderly care' },
  { id: 'education', zh: '教育', en: 'Education' },
  { id: 'health', zh: '医疗', en: 'Health' },
  { id: 'manufacturing', zh: '制造', en: 'Manufacturing' },
  { id: 'culture', zh: '文旅', en: 'Culture and tourism' },
  { id: 'finance', zh: '金融', en: 'Finance' },
  { id: 'transport', zh: '交通', en: 'Transport' },
  { id: 'energy', zh: '能源', en: 'Energy' },
  { id: 'media', zh: '传媒', en: 'Media' },
  { id: 'legal', zh: '法律', en: 'Legal' },
  { id: 'retail', zh: '零售', en: 'Retail' },
  { id: 'agriculture', zh: '农业', en: 'Agriculture' },
  { id: 'logistics', zh: '物流', en: 'Logistics' },
  { id: 'science', zh: '科研', en: 'Science' },
  { id: 'foundation', zh: '上游要素', en: 'Foundation' },
])

export const deployments = terms([
  { id: 'saas', zh: '公有云', en: 'Public cloud' },
  { id: 'private', zh: '专有云或本地', en: 'Private cloud or on premises' },
  { id: 'edge', zh: '端侧', en: 'On the device' },
])

/** Ordered: a later stage is the more mature. */
export const stages = terms([
  { id: 'concept', zh: '概念', en: 'Concept' },
  { id: 'dev', zh: '研发中', en: 'In development' },
  { id: 'lab', zh: '实验室验证', en: 'Proven in the laboratory' },
  { id: 'demo', zh: '示范应用', en: 'Demonstrated' },
  { id: 'market', zh: '已上市', en: 'On the market' },
])

export const aiForms = terms([
  { id: 'model', zh: '模型', en: 'Model' },
  { id: 'agent', zh: '智能体', en: 'Agent' },
  { id: 'app', zh: '应用', en: 'Application' },
  { id: 'device', zh: '智能硬件', en: 'Device' },
  { id: 'robot', zh: '机器人', en: 'Robot' },
  { id: 'data_service', zh: '数据服务', en: 'Data service' },
])

/** Ordered: the ladder of data readiness; the index in the list is the level. */
export const dataLevels = terms([
  { id: 'none', zh: '0 级 尚无', en: '0 none' },
  { id: 'described', zh: '1 级 有清单', en: '1 described' },
  { id: 'sample', zh: '2 级 有样例', en: '2 sample' },
  { id: 'sandbox', zh: '3 级 可入沙箱', en: '3 sandbox' },
  { id: 'feed', zh: '4 级 生产接入', en: '4 production feed' },
])

export const coopModes = terms([
  { id: 'free_pilot', zh: '免费试点', en: 'Free pilot' },
  { id: 'paid_pilot', zh: '付费试点', en: 'Paid pilot' },
  { id: 'try_then_buy', zh: '先试后转', en: 'Try, then buy' },
  { id: 'purchase', zh: '采购', en: 'Purchase' },
  { id: 'joint_rd', zh: '联合研发', en: 'Joint R&D' },
  { id: 'investment', zh: '投资', en: 'Investment' },
])

export const layers = terms([
  { id: 'upstream', zh: '上游要素层', en: 'Upstream: compute, data, tools' },
  { id: 'midstream', zh: '中游模型层', en: 'Midstream: models' },
  { id: 'downstream', zh: '下游垂类应用', en: 'Downstream: applications' },
])

export const organisationKinds = terms([
  { id: 'department', zh: '政府部门', en: 'Department' },
  { id: 'enterprise', zh: '企业（需求方）', en: 'Enterprise' },
  { id: 'institution', zh: '事业单位', en: 'Institution' },
  { id: 'company', zh: '人工智能企业', en: 'AI company' },
  { id: 'laboratory', zh: '科研机构', en: 'Laboratory' },
  { id: 'operator', zh: '载体运营方', en: 'Carrier operator' },
  { id: 'district_office', zh: '区场景专班', en: 'District scene office' },
])

/** Both labels of an id; the id itself where the list does not hold it. */
export function labelled(list: readonly Term[], id: string): { zh: string; en: string } {
  return list.find((term) => term.id === id) ?? { zh: id, en: id }
}

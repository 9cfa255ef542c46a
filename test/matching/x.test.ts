import { test, expect } from 'vitest'
import { marketWorld } from './market-world.ts'
test('explore', async () => {
  let t = performance.now()
  const w = await marketWorld()
  console.log('world', performance.now() - t); 
  const scenes = await w.ports.db.selectFrom('scene').select(['id','status','orgId','content','deadlineAt','opensAt']).execute()
  console.log(scenes.length, scenes.map(s=>s.status).join())
  const orgs = await w.ports.db.selectFrom('company').select(['id','status']).execute()
  console.log('companies', orgs.length)
  t = performance.now()
  for (const s of scenes.filter(s=>s.status==='published')) {
    const a = await w.matchmaker.get(`/api/v1/scenes/${s.id}/matches?limit=100`)
    const e = await w.matchmaker.get(`/api/v1/scenes/${s.id}/matches?limit=100&include=excluded`)
    console.log(a.status, s.content.title, a.body?.total, e.body?.total, a.body?.items?.slice(0,4).map((i:any)=>[i.company.name,i.score,i.reasons.length].join(' ')).join(' | '), s.opensAt, s.deadlineAt)
  }
  console.log('rank', performance.now() - t)
  const one = await w.matchmaker.get(`/api/v1/scenes/${scenes.find(s=>s.status==='published')!.id}/matches?limit=1`)
  console.log(JSON.stringify(one.body,null,1))
  expect(1).toBe(1)
}, 120000)

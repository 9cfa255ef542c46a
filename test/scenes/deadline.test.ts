import { expect, test } from 'vitest'
import { instantsOf, statusAt } from '../../src/scenes/scene.ts'
import { tickScenes } from '../../src/scenes/tick-scenes.ts'
import { goodContent, sceneWorld } from './fixtures.ts'

const summer = { questionsClose: '2026-03-20', deadline: '2026-03-29' }
const winter = { questionsClose: '2026-06-20', deadline: '2026-08-28', decisionAt: '2026-09-15', startBy: '2026-10-06' }

test.each([
  ['Asia/Shanghai', '2026-03-31', '2026-03-31T15:59:59.999Z', '2026-03-31T16:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-25T22:59:59.999Z', '2026-10-25T23:00:00.000Z'],
  ['America/Santiago', '2026-09-05', '2026-09-06T03:59:59.999Z', '2026-09-06T04:00:00.000Z'],
])('in %s a deadline of %s is open at 23:59:59.999 and over at 24:00', (zone, deadline, last, over) => {
  const { deadlineAt } = instantsOf({ deadline }, zone)
  const at = (instant: string) => statusAt({ status: 'published', deadlineAt }, new Date(instant))
  expect([at(last), at(over)]).toEqual(['published', 'closed'])
})

test.each([
  ['Asia/Shanghai', goodContent, '2026-03-31T15:59:59.999Z', '2026-03-31T16:00:00.000Z'],
  ['Europe/Berlin', { ...goodContent, ...summer }, '2026-03-29T21:59:59.999Z', '2026-03-29T22:00:00.000Z'],
  ['America/New_York', { ...goodContent, ...winter }, '2026-08-29T03:59:59.999Z', '2026-08-29T04:00:00.000Z'],
])(
  'a scene published in %s reads as closed from that millisecond, before and after the timer has written it',
  async (zone, content, last, over) => {
    const { ports, ask, everybody, officer, publishes } = await sceneWorld()
    await ports.db.updateTable('district').set({ timeZone: zone }).execute()
    const id = await publishes(content)
    const status = async () => (await ask(everybody, 'GET', `/scenes/${id}`)).body.status
    const open = async () => (await ask(everybody, 'GET', '/scenes?status=published')).body.total
    ports.clock.set(last)
    expect([await status(), await open(), await tickScenes(ports, ports.clock())]).toEqual(['published', 1, { closed: 0 }])
    ports.clock.set(over)
    expect([await status(), await open()]).toEqual(['closed', 0])
    expect(await ask(officer, 'POST', `/scenes/${id}/publication`)).toMatchObject({ status: 409, body: { state: 'closed' } })
    expect([await tickScenes(ports, ports.clock()), await status()]).toEqual([{ closed: 1 }, 'closed'])
    const { statusSince } = await ports.db
      .selectFrom('scene')
      .select('statusSince')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(statusSince).toEqual(new Date(over))
  },
)

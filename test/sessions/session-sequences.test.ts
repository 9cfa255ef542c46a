import { expect, test } from 'vitest'
import { newTally, runSequence } from '../../src/cli/session-sequences.ts'
import { setStage } from '../../src/cli/session-stage.ts'
import { insertDistrict, testPorts } from '../support/world.ts'

/** `npm run bench -- sessions` runs ten thousand. */
const sequences = 120

test('whatever people ask for, accept, cancel, pin, place and plan: nobody is in two places, and what was agreed stands', async () => {
  const ports = await testPorts()
  const { id } = await insertDistrict(ports.db)
  const stage = await setStage(ports, id)
  const tally = newTally()
  for (let seed = 1; seed <= sequences; seed += 1) await runSequence(ports, stage, seed, tally)
  expect(tally.faults).toEqual([])
  expect(tally).toMatchObject({ sequences, doubleBookings: 0, lostConfirmations: 0 })
  // The steps are no idle ones: some are refused, most are not.
  expect(tally.refused).toBeGreaterThan(tally.steps / 20)
  expect(tally.refused).toBeLessThan(tally.steps / 2)
}, 180_000)

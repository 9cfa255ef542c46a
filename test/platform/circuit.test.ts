import { beforeEach, describe, expect, test } from 'vitest'
import { Circuit, partsDown, withEmbedCircuits, withSearchCircuit } from '../../src/platform/circuit.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import type { EmbedPort, SearchPort } from '../../src/ports.ts'
import { SetGoneError, UnavailableError } from '../../src/shared/fault.ts'
import type { Part } from '../../src/shared/fault.ts'
import { testClock } from '../support/clock.ts'
import type { TestClock } from '../support/clock.ts'

let clock: TestClock
let logged: string[]
let circuit: Circuit

const opened = (part: Part = 'index') =>
  new Circuit(part, { clock, log: (level, event) => void logged.push(`${level} ${event}`) })

beforeEach(() => {
  clock = testClock()
  logged = []
  circuit = opened()
})

const down = () => Promise.reject(new UnavailableError('index', 'nobody there'))
const up = async () => 'here'

async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await expect(circuit.run(down)).rejects.toThrow('nobody there')
}

describe('a circuit', () => {
  test('lets everything through until five calls in a row have failed', async () => {
    await fail(4)
    expect(await circuit.run(up)).toBe('here')
    await fail(4)
    expect(circuit.isOpen).toBe(false)
    await fail(1)
    expect(circuit.isOpen).toBe(true)
    expect(logged).toEqual(['warn circuit.opened'])
  })

  test('open, fails at once without a call, and says why', async () => {
    await fail(5)
    let calls = 0
    const counted = async () => (calls += 1)
    await expect(circuit.run(counted)).rejects.toThrow(/left alone.*nobody there/u)
    await expect(circuit.run(counted)).rejects.toMatchObject({ name: 'UnavailableError', part: 'index' })
    expect(calls).toBe(0)
  })

  test('lets one call try every few seconds, and stays open while those fail', async () => {
    await fail(5)
    let calls = 0
    const tried = () => {
      calls += 1
      return down()
    }
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1_000)
      await Promise.allSettled([circuit.run(tried), circuit.run(tried), circuit.run(tried)])
    }
    expect(calls).toBe(15)
    expect(logged).toEqual(['warn circuit.opened'])
  })

  test('is closed within ten seconds of the part coming back', async () => {
    await fail(5)
    clock.advance(3_999)
    await expect(circuit.run(up)).rejects.toThrow(/left alone/u)
    // A trial that hung until its limit was under way when the part came back.
    clock.advance(1)
    await expect(circuit.run(() => new Promise(() => {}), 5)).rejects.toThrow('within 5 ms')
    let waited = 0
    while (circuit.isOpen && waited < 10_000) {
      clock.advance(500)
      waited += 500
      await circuit.run(up).catch(() => undefined)
    }
    expect(waited).toBeLessThanOrEqual(4_000)
    expect(logged).toEqual(['warn circuit.opened', 'info circuit.closed'])
    expect(await circuit.run(up)).toBe('here')
  })

  test('counts only what is unavailable: whoever answers anything else is there', async () => {
    const gone = () => Promise.reject(new SetGoneError('dropped'))
    for (let time = 0; time < 20; time += 1) await expect(circuit.run(gone)).rejects.toThrow('dropped')
    expect(circuit.isOpen).toBe(false)
    await fail(4)
    await expect(circuit.run(gone)).rejects.toThrow('dropped')
    await fail(4)
    expect(circuit.isOpen).toBe(false)
  })

  test('opens for calls that failed side by side as well, and says so once', async () => {
    await Promise.allSettled(Array.from({ length: 20 }, () => circuit.run(down)))
    expect(circuit.isOpen).toBe(true)
    expect(logged).toEqual(['warn circuit.opened'])
  })

  test('the parts that are down, each once', async () => {
    expect(partsDown([circuit])).toEqual([])
    await fail(5)
    expect(partsDown([circuit, opened(), circuit])).toEqual(['index'])
  })
})

describe('around the index', () => {
  test('readers stop asking, and who fills it goes on', async () => {
    const calls: string[] = []
    const inner = createEmbeddedSearch()
    const broken: SearchPort = {
      ...inner,
      recall: () => {
        calls.push('recall')
        return down()
      },
      put: (set, documents) => {
        calls.push('put')
        return inner.put(set, documents)
      },
    }
    const search = withSearchCircuit(broken, circuit)
    const set = await search.begin({ model: 'm', dimensions: 2, version: '1' })
    await search.serve(set)
    const recall = () => search.recall({ collection: 'card', by: 'tokens', tokens: 'x', filters: [], size: 1 })
    for (let time = 0; time < 8; time += 1) await expect(recall()).rejects.toMatchObject({ part: 'index' })
    await expect(search.generation()).rejects.toThrow(/left alone/u)
    await search.put(set, [])
    expect(await search.sets()).toMatchObject({ serving: set })
    expect(calls).toEqual([...Array.from({ length: 5 }, () => 'recall'), 'put'])
  })

  test('a reader does not wait for an index that hangs', async () => {
    const hanging: SearchPort = { ...createEmbeddedSearch(), generation: () => new Promise(() => {}) }
    await expect(withSearchCircuit(hanging, circuit, 20).generation()).rejects.toThrow(/index|within 20 ms/u)
  })
})

describe('around the embedding', () => {
  const space = { model: 'new', dimensions: 2, version: '1' }
  const circuits = () => ({ query: opened('embedding'), document: opened('embedding') })

  function embedding(model: string, isUp: (role: string) => boolean, others: EmbedPort[] = []): EmbedPort {
    return {
      ...space,
      model,
      embed: async (texts, role) => {
        if (!isUp(role)) throw new UnavailableError('embedding', `${model} is down`)
        return texts.map(() => Float32Array.of(1, 0))
      },
      inSpace: (wanted) => others.find((other) => other.model === wanted.model),
    }
  }

  test('queries that fail do not keep documents from being embedded', async () => {
    const embed = withEmbedCircuits(
      embedding('new', (role) => role === 'document'),
      circuits(),
      circuits,
    )
    for (let time = 0; time < 6; time += 1) await expect(embed.embed(['x'], 'query')).rejects.toMatchObject({ part: 'embedding' })
    await expect(embed.embed(['x'], 'query')).rejects.toThrow(/left alone/u)
    expect(await embed.embed(['x'], 'document')).toHaveLength(1)
  })

  test('another model of the endpoint has circuits of its own, kept from call to call', async () => {
    const old = embedding('old', () => false)
    const embed = withEmbedCircuits(
      embedding('new', () => true, [old]),
      circuits(),
      circuits,
    )
    for (let time = 0; time < 5; time += 1)
      await expect(embed.inSpace({ ...space, model: 'old' })!.embed(['x'], 'query')).rejects.toThrow('old is down')
    await expect(embed.inSpace({ ...space, model: 'old' })!.embed(['x'], 'query')).rejects.toThrow(/left alone/u)
    expect(await embed.embed(['x'], 'query')).toHaveLength(1)
    expect(embed.inSpace({ ...space, model: 'never' })).toBeUndefined()
  })

  test('a reader does not wait for an embedder that hangs; the relay has its own patience', async () => {
    const hanging: EmbedPort = { ...embedding('new', () => true), embed: () => new Promise(() => {}) }
    const embed = withEmbedCircuits(hanging, circuits(), circuits, 20)
    await expect(embed.embed(['x'], 'query')).rejects.toThrow('within 20 ms')
  })
})

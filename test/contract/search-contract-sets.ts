import { expect, test } from 'vitest'
import type { SearchPort } from '../../src/ports.ts'
import { DocumentsRefusedError, SetGoneError } from '../../src/shared/fault.ts'
import { document, everyDocument, everything, flatSpace, hitsFor, nearest, serving, towards, unit } from './search-fixtures.ts'
import type { Engine, Opened } from './search-fixtures.ts'

const otherSpace = { model: 'other', dimensions: 3, version: '1' }

export function sets(open: () => Engine | Promise<Engine>): void {
  test('until a set serves, every question finds the index unavailable', async () => {
    const { port } = await open()
    expect(await port.sets()).toEqual({ serving: undefined, building: undefined })
    const building = await port.begin(flatSpace)
    await port.put(building, [document('a')])
    expect(await port.sets()).toEqual({ serving: undefined, building })
    // All at once: what is refused while another is awaited would be nobody's.
    for (const answer of await Promise.allSettled(questions(port)))
      expect(answer).toMatchObject({ status: 'rejected', reason: { name: 'UnavailableError', part: 'index' } })
    await port.serve(building)
    expect(await everything(port)).toEqual(['a'])
  })

  test('a set is filled unseen beside the one that serves, and takes its place in one step', async () => {
    const { port, set: old, put } = await serving(await open())
    await put([document('a'), document('b')])
    const next = await port.begin(otherSpace)
    expect(next).toMatchObject({ space: otherSpace, mappingVersion: old.mappingVersion })
    expect(next.name).not.toBe(old.name)
    await port.put(next, [document('c', { vector: unit(1, 0, 0) })])
    expect(await port.sets()).toEqual({ serving: old, building: next })
    expect(await everything(port)).toEqual(['a', 'b'])
    const before = await port.generation()
    await port.serve(next)
    expect(await port.sets()).toEqual({ serving: next, building: undefined })
    expect(await everything(port)).toEqual(['c'])
    expect(await port.generation()).not.toBe(before)
  })

  test('whoever searches while the sets change finds all of the one or all of the other', async () => {
    const { port, put } = await serving(await open())
    await put([document('a'), document('b')])
    const next = await port.begin(flatSpace)
    await port.put(next, [document('c'), document('d')])
    const found: string[] = []
    let served = false
    const searching = Array.from({ length: 3 }, async () => {
      for (;;) {
        const isLast = served
        found.push((await everything(port)).join(' '))
        if (isLast) return
      }
    })
    await port.serve(next)
    served = true
    await Promise.all(searching)
    expect(new Set(found)).toEqual(new Set(['a b', 'c d']))
  })

  test('a set that was dropped takes nothing any more, and does not come back by being written to', async () => {
    const { port, set: old } = await serving(await open())
    const next = await port.begin(flatSpace)
    await port.serve(next)
    for (const attempt of [
      () => port.put(old, [document('a')]),
      () => port.remove(old, [{ collection: 'scene', id: 'a', version: 1 }]),
      () => port.versions(old, 'scene', '', 10),
      () => port.serve(old),
    ]) {
      await expect(attempt()).rejects.toThrow(SetGoneError)
    }
    expect(await port.sets()).toEqual({ serving: next, building: undefined })
    expect(await everything(port)).toEqual([])
  })

  test('a set that was being built is dropped by the next', async () => {
    const { port, set, put } = await serving(await open())
    await put([document('a')])
    const given = await port.begin(flatSpace)
    const next = await port.begin(flatSpace)
    await expect(port.put(given, [document('b')])).rejects.toThrow(SetGoneError)
    expect(await port.sets()).toEqual({ serving: set, building: next })
    expect(await everything(port)).toEqual(['a'])
  })

  test('a new set knows nothing of the versions of the one before', async () => {
    const { port, put, remove } = await serving(await open())
    await put([document('a', { version: 7 })])
    await remove('scene', 'b', 7)
    const next = await port.begin(flatSpace)
    await port.put(next, [document('a', { version: 1 }), document('b', { version: 1 })])
    await port.serve(next)
    expect(await port.versions(next, 'scene', '', 10)).toEqual([
      { id: 'a', version: 1 },
      { id: 'b', version: 1 },
    ])
  })

  test('a vector of another space than is served meets nothing', async () => {
    const { port, put } = await serving(await open())
    await put([document('a', { vector: unit(1, 0) })])
    for (const space of [otherSpace, { ...flatSpace, model: 'twin' }, { ...flatSpace, version: '2' }]) {
      const vector = { space, values: new Float32Array(space.dimensions).fill(1) }
      const recalled = port.recall({ collection: 'scene', by: 'vector', vector, filters: [], size: 5 })
      await expect(recalled, space.model).rejects.toThrow(SetGoneError)
      await expect(port.find({ ...everyDocument, tokens: '共同', vector }), space.model).rejects.toThrow(SetGoneError)
    }
  })
}

function questions(port: SearchPort): Promise<unknown>[] {
  return [
    port.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒', filters: [], size: 1 }),
    port.recall({ collection: 'scene', by: 'vector', vector: towards(1, 0), filters: [], size: 1 }),
    port.find(everyDocument),
    port.generation(),
  ]
}

export function holdings(opened: Opened): void {
  test('ids and versions in order of id, a few at a time, without what was removed', async () => {
    const { port, set, put, remove } = opened()
    await put(['e', 'b', 'd', 'a', 'c'].map((id, index) => document(id, { version: index + 1 })))
    await put([document('z', { collection: 'card' })])
    await put([document('b', { version: 9 })])
    await remove('scene', 'd', 9)
    await remove('scene', 'never-there', 3)
    const all = [
      { id: 'a', version: 4 },
      { id: 'b', version: 9 },
      { id: 'c', version: 5 },
      { id: 'e', version: 1 },
    ]
    expect(await port.versions(set, 'scene', '', 10)).toEqual(all)
    expect(await port.versions(set, 'scene', '', 3)).toEqual(all.slice(0, 3))
    expect(await port.versions(set, 'scene', 'b', 3)).toEqual(all.slice(2))
    expect(await port.versions(set, 'scene', 'e', 3)).toEqual([])
    expect(await port.versions(set, 'company', '', 3)).toEqual([])
  })

  test('of one document several times in one put, the newest stands', async () => {
    const search = opened()
    await search.put([3, 5, 4].map((version) => document('a', { version, tokens: `v${version}` })))
    await search.port.remove(search.set, [
      { collection: 'scene', id: 'b', version: 6 },
      { collection: 'scene', id: 'b', version: 2 },
    ])
    await search.put([document('b', { version: 5 })])
    expect(await hitsFor(search, 'v5')).toEqual(['a'])
    expect(await everything(search)).toEqual(['a'])
  })

  test('documents that cannot be taken are named with the reason, and the others are in', async () => {
    const search = opened()
    const put = search.put([
      document('a', { vector: unit(1, 0) }),
      document('long', { vector: unit(1, 0, 0) }),
      document('b'),
      document('broken', { vector: Float32Array.from([Number.NaN, 1]) }),
      document('endless', { vector: Float32Array.from([Number.POSITIVE_INFINITY, 1]) }),
    ])
    const error = await put.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DocumentsRefusedError)
    expect(Object.fromEntries((error as DocumentsRefusedError).refused)).toEqual({
      long: expect.stringMatching(/dimension/u),
      broken: expect.stringMatching(/not a number/u),
      endless: expect.stringMatching(/not a number/u),
    })
    expect(await everything(search)).toEqual(['a', 'b'])
  })

  test('a query with what is no vector is a fault, not an answer', async () => {
    const search = opened()
    await search.put([document('a', { vector: unit(1, 0) })])
    const asked = (values: Float32Array) => nearest(search, { space: flatSpace, values })
    await expect(asked(unit(1, 0, 0))).rejects.toThrow(/dimension/u)
    await expect(asked(Float32Array.from([Number.NaN, 1]))).rejects.toThrow(/not a number/u)
  })

  test('the vector of a text without words is near to nothing, and turns no list round', async () => {
    const search = opened()
    const none = new Float32Array(2)
    await search.put([
      document('a', { tokens: '跌倒', vector: unit(1, 0) }),
      document('b', { tokens: '跌倒 跌倒', vector: none }),
    ])
    expect(await nearest(search, { space: flatSpace, values: none })).toEqual([])
    expect(await nearest(search, towards(1, 0))).toEqual(['a'])
    const found = await search.find({ ...everyDocument, tokens: '跌倒', vector: { space: flatSpace, values: none } })
    expect(found).toMatchObject({ ids: ['b', 'a'], total: 2 })
  })

  test('more documents than go over the wire at once are all there', async () => {
    const { port, set, put } = opened()
    const ids = Array.from({ length: 2_300 }, (_, index) => `d${String(index).padStart(4, '0')}`)
    await put(ids.map((id) => document(id)))
    const held = [...(await port.versions(set, 'scene', '', 2_000)), ...(await port.versions(set, 'scene', 'd1999', 2_000))]
    expect(held.map(({ id }) => id)).toEqual(ids)
  })
}

import { hash } from '../shared/word-table.ts'

/** A listing younger than this is new. */
export const newcomerDays = 30

/** A newcomer that fits is to be seen in some top ten within so many days. */
export const surfacingDays = 7

/** Shown on so many days of rankings, a newcomer has had its chance, and the slot goes to others. */
export const servedMax = 7

/** How far down a ranking is looked at. */
export const topPlaces = 10

/** The one slot of a ranking lies here, below all that fit best. */
const slotPlaces = [8, 9, 10] as const

/** A company listed lately, and on how many days it stood in the top ten of a ranking somebody read. */
export type Newcomer = { companyId: string; served: number }

/** `propensity`: how likely this one was to get the slot, before the seed decided. */
export type Slot = { companyId: string; place: number; fitPlace: number; propensity: number }

export type SlotFacts<T> = {
  sceneId: string
  /** The district's date: for a day the slot stays with one company, so that the ranking can be paged through. */
  day: string
  isQualified: (item: T) => boolean
  newcomerOf: (item: T) => Newcomer | undefined
}

/** Those whom the slot could show or hide: all that fit below the top ten, and the tenth, whom it would push out. */
export function contendersForSlot<T>(ranked: readonly T[], isQualified: (item: T) => boolean): T[] {
  return ranked.slice(topPlaces - 1).filter(isQualified)
}

/**
 * The ranking with its one slot given to the qualified newcomer below the top ten that was served least; among equals
 * the seed decides, which is scene and day, so that the scenes of a day serve different newcomers. Where it is the turn
 * of a newcomer who is tenth by fit, nobody is put before it.
 */
export function giveSlot<T>(ranked: readonly T[], facts: SlotFacts<T>): { ranked: T[]; slot: Slot | null } {
  const seeded = (what: string) => spread(hash(`${facts.sceneId} ${facts.day} ${what}`))
  const waiting = contendersForSlot(ranked, facts.isQualified).flatMap((item) => {
    const newcomer = facts.newcomerOf(item)
    return newcomer === undefined || newcomer.served >= servedMax ? [] : [{ item, newcomer, draw: seeded(newcomer.companyId) }]
  })
  const least = Math.min(...waiting.map(({ newcomer }) => newcomer.served))
  const drawn = waiting.filter(({ newcomer }) => newcomer.served === least).toSorted((a, b) => a.draw - b.draw)
  const [chosen] = drawn
  if (chosen === undefined || chosen.item === ranked[topPlaces - 1]) return { ranked: [...ranked], slot: null }
  const place = slotPlaces[seeded('place') % slotPlaces.length]!
  const fitPlace = ranked.indexOf(chosen.item) + 1
  const others = ranked.filter((item) => item !== chosen.item)
  return {
    ranked: others.toSpliced(place - 1, 0, chosen.item),
    slot: { companyId: chosen.newcomer.companyId, place, fitPlace, propensity: 1 / drawn.length },
  }
}

/** FNV's values of texts that differ at their end alone lie close together. */
function spread(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

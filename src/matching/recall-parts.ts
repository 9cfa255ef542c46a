import type { Demand } from './demand.ts'
import type { Supply } from './supply.ts'

/** Searches for single requirements in one ranking. */
export const partsMax = 8

/**
 * What of a demand is looked for on its own: each requirement; of more than there are searches, several share one, the
 * essential ones least. A demand with one requirement is its whole text.
 */
export function askedParts({ requirements }: Pick<Demand, 'requirements'>): string[] {
  if (requirements.length < 2) return []
  return spread([...requirements.filter(({ must }) => must), ...requirements.filter(({ must }) => !must)].map(({ text }) => text))
}

/** Each card of a profile, for they may be unlike. */
export function offeredParts({ cards }: Pick<Supply, 'cards'>): string[] {
  return cards.length < 2 ? [] : spread(cards.map(({ fields }) => fields.map(({ text }) => text).join('\n')))
}

/** What is left over is added from the back, to those that weigh least. */
function spread(texts: readonly string[]): string[] {
  const parts: string[][] = texts.slice(0, partsMax).map((text) => [text])
  texts.slice(partsMax).forEach((text, index) => parts[partsMax - 1 - (index % partsMax)]!.push(text))
  return parts.map((part) => part.join('\n'))
}

/** As ports.ts has it: model, dimensions, and how texts are made ready. */
type Space = { model: string; dimensions: number; version: string }

export function isSameSpace(a: Space, b: Space): boolean {
  return a.model === b.model && a.dimensions === b.dimensions && a.version === b.version
}

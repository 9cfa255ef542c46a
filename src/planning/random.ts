/** A whole number from 0 up to, and without, `below`: the same ones for the same seed (sfc32). */
export type Random = (below: number) => number

export function seeded(seed: number): Random {
  let a = seed | 0
  let b = Math.imul(seed, 0x9e3779b1) | 0
  let c = 0x243f6a88
  let counter = 1
  const next = (below: number) => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return Math.floor(((sum >>> 0) / 4_294_967_296) * below)
  }
  for (let round = 0; round < 12; round++) next(1)
  return next
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const folder = fileURLToPath(new URL('../../test/bench/', import.meta.url))

/** What a script of test/bench measured in this run; undefined, and a line that says why, where it could not run. */
export async function anchor<T extends { ms: number }>(script: string, args: readonly string[]): Promise<T | undefined> {
  try {
    const { stdout } = await promisify(execFile)('python3', [`${folder}${script}`, ...args], { maxBuffer: 2 ** 26 })
    return JSON.parse(stdout) as T
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : undefined
    console.log(`anchor ${script} not run: ${said || (error instanceof Error ? error.message.split('\n')[0] : String(error))}`)
    return undefined
  }
}

/** Ours, the anchor's and the ratio, as far as the anchor ran. */
export function beside(name: string, ours: number, anchors: number | undefined): Record<string, number> {
  if (anchors === undefined) return { [`ours_${name}`]: ours }
  return { [`ours_${name}`]: ours, [`anchor_${name}`]: anchors, [`ratio_${name}`]: ours / anchors }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

/** Milliseconds of each item. */
export function timed<T>(items: readonly T[], run: (item: T) => unknown): number[] {
  return items.map((item) => {
    const startedAt = performance.now()
    run(item)
    return performance.now() - startedAt
  })
}

/** How times grow with sizes: the slope of the straight line that comes nearest to their logarithms; 1 is in proportion. */
export function growth(sizes: readonly number[], times: readonly number[]): number {
  return slope(sizes.map(Math.log), times.map(Math.log))
}

function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middleX, middleY] = [mean(x), mean(y)]
  const covariance = x.reduce((sum, value, index) => sum + (value - middleX) * (y[index]! - middleY), 0)
  return covariance / x.reduce((sum, value) => sum + (value - middleX) ** 2, 0)
}

import { growth } from './anchor.ts'
import { benchMatches } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'

const markets = [200, 2_000, 20_000]

/** How a ranking's time grows from a market of a thousand cards to one of a hundred thousand, all stages. */
export async function benchGrowth({ cards }: BenchSize, environment: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  const times: number[] = []
  for (const companies of markets) {
    const { p50_ms: wall, cpu_p50_ms: cpu } = await benchMatches({ companies, cards }, environment)
    Object.assign(figures, { [`p50_ms_${companies * cards}`]: wall, [`cpu_p50_ms_${companies * cards}`]: cpu })
    times.push(wall!)
  }
  const sizes = markets.map((companies) => companies * cards)
  return { ...figures, log_log_slope: growth(sizes, times) }
}

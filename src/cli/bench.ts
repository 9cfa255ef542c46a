/** Measures one part at a size, beside an anchor in the same run. */
export async function runBench(): Promise<void> {
  throw new Error('npm run bench -- matches')
}

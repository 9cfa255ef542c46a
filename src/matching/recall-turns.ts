/** Runs the tasks side by side, at most so many at a time; answers in their order, and fails with the first that fails. */
export async function inTurns<T>(atOnce: number, tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const answers = new Array<T>(tasks.length)
  let next = 0
  const line = async (): Promise<void> => {
    while (next < tasks.length) {
      const at = next
      next += 1
      try {
        answers[at] = await tasks[at]!()
      } catch (error) {
        next = tasks.length
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, line))
  return answers
}

/** Lets whoever waits for an answer have their turn in the midst of long work. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

/** Drops every index whose name begins so; by their names, since servers refuse to drop by a pattern. */
export async function dropIndices(url: string, prefix: string): Promise<void> {
  const found = await fetch(`${url}/${prefix}-*?filter_path=*.settings.index.uuid`)
  const names = Object.keys((await found.json()) as object)
  if (names.length > 0) await fetch(`${url}/${names.join(',')}?ignore_unavailable=true`, { method: 'DELETE' })
}

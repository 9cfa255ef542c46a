import type { EmbedPort } from '../ports.ts'

/** The same embedding, asked once for each text and role. */
export function remembered(embed: EmbedPort): EmbedPort {
  const known = { query: new Map<string, Float32Array>(), document: new Map<string, Float32Array>() }
  return {
    model: embed.model,
    dimensions: embed.dimensions,
    version: embed.version,
    inSpace: (space) => embed.inSpace(space),
    async embed(texts, role) {
      const missing = [...new Set(texts)].filter((text) => !known[role].has(text))
      const vectors = missing.length === 0 ? [] : await embed.embed(missing, role)
      missing.forEach((text, index) => known[role].set(text, vectors[index]!))
      return texts.map((text) => known[role].get(text)!)
    },
  }
}

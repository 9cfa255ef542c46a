import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export type Source = { path: string; text: string }

/** `target` is a path below src/ for our own files, otherwise the package's name. */
export type Import = { from: string; target: string; isType: boolean }

/** Every source file, by its path below src/. */
export function sources(): Source[] {
  const folder = join(root, 'src')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }))
}

/** What a file imports, whether by import, re-export or import(). */
export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(statement)].map(([, type, specifier, bare, dynamic]) => ({
    from: path,
    target: targetOf(path, (specifier ?? bare ?? dynamic)!),
    isType: type !== undefined,
  }))
}

const statement =
  /^(?:import|export)(\s+type)?\s[^'"`;=]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gmu

function targetOf(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return packageName(specifier)
  return relative('/src', join('/src', from, '..', specifier))
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!
}

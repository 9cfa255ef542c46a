import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The test files that import this file of test/, directly or through others of test/; all are paths from the top. */
export function testsReaching(target: string): string[] {
  const importers = new Map<string, boolean>([[target, true]])
  const reaches = (file: string): boolean => {
    const known = importers.get(file)
    if (known !== undefined) return known
    importers.set(file, false)
    const found = importsOf(file).some(reaches)
    importers.set(file, found)
    return found
  }
  return testFiles().filter(reaches)
}

function testFiles(): string[] {
  const entries = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))
  return paths.filter((path) => /\.test\.tsx?$/u.test(path)).toSorted()
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const targets = [...text.matchAll(/\bfrom\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/gu)].map(
    (match) => (match[1] ?? match[2])!,
  )
  return targets
    .map((target) => join(dirname(file), target))
    .filter((path) => path.startsWith('test/') && existsSync(join(root, path)))
}

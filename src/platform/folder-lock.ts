import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The data folder is open in another process; two on one folder would destroy the database. */
export class FolderLockedError extends Error {
  override name = 'FolderLockedError'
  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is in use by process ${pid}; stop it or set DATA_DIR to another folder`)
  }
}

/** Takes the folder for this process until the function returned is called; a dead process's lock is taken over. */
export function lockFolder(folder: string): () => void {
  const lock = join(folder, 'duijie.lock')
  const mine = join(folder, `duijie.lock.${process.pid}`)
  if (held.has(lock)) throw new FolderLockedError(folder, process.pid)
  const owner = ownerLine(process.pid)
  writeFileSync(mine, owner)
  try {
    while (!linked(mine, lock)) clearStale(folder, lock)
  } finally {
    rmSync(mine, { force: true })
  }
  held.add(lock)
  return () => {
    held.delete(lock)
    if (read(lock) === owner) rmSync(lock, { force: true })
  }
}

/** A container gives the same process id after each restart, so our own id in the file proves nothing. */
const held = new Set<string>()

/** A hard link appears with its content or not at all. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function clearStale(folder: string, lock: string): void {
  const owner = read(lock)
  if (owner === undefined) return
  const pid = Number(owner.split(' ')[0])
  if (pid !== process.pid && isRunning(pid) && ownerLine(pid) === owner) throw new FolderLockedError(folder, pid)
  const stale = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, stale)
  } catch {
    return
  }
  // Somebody may have taken the lock over between reading and renaming: then it goes back.
  if (read(stale) !== owner) linked(stale, lock)
  rmSync(stale, { force: true })
}

/** The process id and, where the system tells it, when that process began: ids are given out again. */
function ownerLine(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  const startedAt = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return startedAt === undefined ? String(pid) : `${pid} ${startedAt}`
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

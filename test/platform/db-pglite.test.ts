import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openPglite } from '../../src/platform/db-pglite.ts'
import { FolderLockedError, lockFolder } from '../../src/platform/folder-lock.ts'

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'duijie-data-'))
}

test('what was committed is there after closing and opening again, with names and types as the code has them', async () => {
  const folder = newFolder()
  const first = await openPglite(folder)
  await sql`create table kept (id bigint, made_at timestamptz, content jsonb)`.execute(first.db)
  await sql`insert into kept values (9007199254740993, '2026-03-02T02:00:00Z', '{"in_ner": 1}')`.execute(first.db)
  await first.close()
  const second = await openPglite(folder)
  const { rows } = await sql`select * from kept`.execute(second.db)
  await second.close()
  expect(rows).toEqual([{ id: '9007199254740993', madeAt: new Date('2026-03-02T02:00:00Z'), content: { in_ner: 1 } }])
})

test('a start cut short while the database was being made is begun anew', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres.new'))
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '17')
  const { db, close } = await openPglite(folder)
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await close()
  expect(existsSync(join(folder, 'postgres.new'))).toBe(false)
})

test('the second on one folder is refused, with the folder and the first one’s process id', async () => {
  const folder = newFolder()
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(other, 'spawn')
  writeFileSync(join(folder, 'duijie.lock'), ownerOf(other.pid!))
  const message = `The data folder ${folder} is in use by process ${other.pid}; stop it or set DATA_DIR to another folder`
  await expect(openPglite(folder)).rejects.toThrow(message)
  other.kill('SIGKILL')
  await once(other, 'exit')
  const unlock = lockFolder(folder)
  expect(readFileSync(join(folder, 'duijie.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`, 'u'))
  unlock()
})

test('one process cannot open a folder twice either, until it has closed it', () => {
  const folder = newFolder()
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderLockedError)
  unlock()
  lockFolder(folder)()
  expect(existsSync(join(folder, 'duijie.lock'))).toBe(false)
})

test('a lock whose process id was given out again is taken over', () => {
  const folder = newFolder()
  // Process 1 runs everywhere, but it never began at this time.
  writeFileSync(join(folder, 'duijie.lock'), existsSync('/proc/1/stat') ? '1 999999999' : '999999999')
  const unlock = lockFolder(folder)
  expect(readFileSync(join(folder, 'duijie.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`, 'u'))
  unlock()
})

/** As folder-lock.ts writes it. */
function ownerOf(pid: number): string {
  if (!existsSync(`/proc/${pid}/stat`)) return String(pid)
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
}

import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Resident memory of a process, in MiB. */
export async function residentMemory(pid: number): Promise<number> {
  const kib = process.platform === 'linux' ? await readVmRss(pid) : Number(await ps('rss=', pid))
  if (!(kib > 0)) throw new Error(`The memory of process ${pid} cannot be read`)
  return kib / 1024
}

/** The processes that a process has started and that are still there. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const pids =
    process.platform === 'linux' ? await pidsOfProc() : (await ps('pid=')).match(/\d+/g)?.map(Number)
  const parents = await Promise.all(
    (pids ?? []).map(async (child) => ({ child, parent: await parentOf(child) })),
  )
  return parents.filter(({ parent }) => parent === pid).map(({ child }) => child)
}

async function readVmRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
}

async function pidsOfProc(): Promise<number[]> {
  return (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
}

/** Null when the process has ended meanwhile. */
async function parentOf(pid: number): Promise<number | null> {
  try {
    if (process.platform !== 'linux') return Number(await ps('ppid=', pid))
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1])
  } catch {
    return null
  }
}

async function ps(column: string, pid?: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', [
    '-o',
    column,
    ...(pid === undefined ? ['-A'] : ['-p', `${pid}`]),
  ])
  return stdout
}

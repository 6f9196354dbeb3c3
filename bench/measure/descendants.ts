import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The processes that a process has started, and those that they have: a sandbox process may have a wall around it that is one itself. */
export async function descendantsOf(pid: number): Promise<readonly number[]> {
  const parents = process.platform === 'linux' ? await parentsOfProc() : await parentsOfPs()
  const below = (parent: number): number[] =>
    parents.filter((entry) => entry.parent === parent).flatMap(({ child }) => [child, ...below(child)])
  return below(pid)
}

interface Parenthood {
  readonly child: number
  readonly parent: number
}

async function parentsOfProc(): Promise<readonly Parenthood[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  return await Promise.all(pids.map(async (child) => ({ child, parent: await parentOf(child) })))
}

/** 0 when the process has ended meanwhile. */
async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
}

async function parentsOfPs(): Promise<readonly Parenthood[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  const lines = stdout.trim().split('\n')
  return lines.map((line) => {
    const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    return { child, parent }
  })
}

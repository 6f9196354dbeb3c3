import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Resident memory of processes together, in MiB; on Linux, pages that they share are counted once. */
export async function sharedMemory(...pids: readonly number[]): Promise<number> {
  if (process.platform !== 'linux') return residentMemory(...pids)
  const kib = await Promise.all(pids.map(readPss))
  return kib.reduce((sum, size) => sum + size, 0) / 1024
}

async function readPss(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1])
}

/** Resident memory of processes together, in MiB. */
export async function residentMemory(...pids: readonly number[]): Promise<number> {
  const kib = await Promise.all(pids.map(process.platform === 'linux' ? readVmRss : readPs))
  if (!kib.every((size) => size > 0))
    throw new Error(`The memory of the processes ${pids.join(', ')} cannot be read`)
  return kib.reduce((sum, size) => sum + size, 0) / 1024
}

async function readVmRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
}

async function readPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', `${pid}`])
  return Number(stdout)
}

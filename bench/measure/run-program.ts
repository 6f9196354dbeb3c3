import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program with its arguments, as `spawn` takes them. */
export interface ProgramRun {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const LOOK_MS = 10

/** Runs a program to its end and returns its wall-clock time in ms. @throws where it fails */
export async function runProgram(run: ProgramRun): Promise<number> {
  const { startedAt, ended } = start(run)
  await ended
  return performance.now() - startedAt
}

/** As `runProgram`, but returns the most memory that it had at once, in MiB, as the operating system kept it. */
export async function peakMemory(run: ProgramRun): Promise<number> {
  const { pid, ended } = start(run)
  const state = { isOver: false }
  const over = ended.finally(() => (state.isOver = true))
  let peak = 0
  while (!state.isOver) {
    peak = Math.max(peak, await highWaterMark(pid))
    await sleep(LOOK_MS)
  }
  await over
  return peak
}

function start({ command, args, env }: ProgramRun) {
  const startedAt = performance.now()
  const child = spawn(command, args, { env: { ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  return { startedAt, ended: end(child, `${command} ${args.join(' ')}`), pid: child.pid ?? 0 }
}

async function end(child: ChildProcess, command: string): Promise<void> {
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`'${command}' ended with ${String(code)}`)
}

async function highWaterMark(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024
}

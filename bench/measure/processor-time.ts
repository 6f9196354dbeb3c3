import { readFile } from 'node:fs/promises'

/** Clock ticks a second in `/proc`, the same on every Linux that Node runs on. */
const TICKS_PER_S = 100

/** Processor time that processes have used since they started, in ms, or null where `/proc` does not tell. */
export async function processorTime(pids: readonly number[]): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8')))
  return stats.map(ticksOf).reduce((sum, ticks) => sum + ticks, 0) * (1000 / TICKS_PER_S)
}

/** The fields `utime` and `stime`; the name before them, in parentheses, may hold spaces. */
function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

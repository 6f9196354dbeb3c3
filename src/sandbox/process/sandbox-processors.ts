import { availableParallelism } from 'node:os'

import { type CgroupLimit, cgroupProcessors } from './cgroup-limits.ts'

/** One may spin. */
const LEAST_PROCESSES = 2

/** More only help where there are more cores, and each takes memory. */
const MOST_PROCESSES = 4

/** What there is to compute with, and what follows for a component. */
export interface SandboxProcessors {
  readonly count: number
  /** Where that comes from, as a person reads it. */
  readonly source: string
  /** How many processes one component has at most. */
  readonly perComponent: number
}

/** What the machine has, or the container: a share of a processor counts as a whole one. */
export function sandboxProcessors(
  available: number = availableParallelism(),
  group: CgroupLimit | null = cgroupProcessors(),
): SandboxProcessors {
  const allowed = group === null ? available : Math.ceil(group.value)
  const isLimited = group !== null && allowed < available
  const count = isLimited ? allowed : available
  return {
    count,
    source: isLimited ? group.path : 'those that Node may use',
    perComponent: Math.max(LEAST_PROCESSES, Math.min(MOST_PROCESSES, count)),
  }
}

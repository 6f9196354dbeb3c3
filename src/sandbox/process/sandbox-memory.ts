import { totalmem } from 'node:os'

import { type CgroupLimit, cgroupMemory } from './cgroup-limits.ts'

/** What sandbox processes may take of the memory that there is; the rest is for the server, and whoever else is there. */
const SHARE = 0.75

/** What there is, in bytes. */
interface MemoryFacts {
  /** Of the container, as Node sees it; without a limit it is 0, or more than any machine has. */
  readonly container?: number
  readonly machine?: number
  /** The smallest limit of the control groups, also of those above ours. */
  readonly group?: CgroupLimit | null
  /** What the operator allows; null for a share. */
  readonly setting?: number | null
}

/** What all sandbox processes may take together. */
export interface SandboxMemory {
  readonly bytes: number
  /** Where that comes from, as a person reads it. */
  readonly source: string
}

/** What all sandbox processes may take together: what the operator says, else a share of what there is, which nothing passes. */
export function sandboxMemory({
  container = process.constrainedMemory(),
  machine = totalmem(),
  group = cgroupMemory(),
  setting = null,
}: MemoryFacts = {}): SandboxMemory {
  const there = [
    { bytes: machine, of: 'the machine' },
    ...(container > 0 ? [{ bytes: container, of: 'the container' }] : []),
    ...(group === null ? [] : [{ bytes: group.value, of: group.path }]),
  ]
  const least = there.reduce((a, b) => (b.bytes < a.bytes ? b : a))
  if (setting === null) {
    return { bytes: Math.floor(least.bytes * SHARE), source: `three quarters of ${least.of}` }
  }
  if (setting <= least.bytes) return { bytes: setting, source: 'max_sandbox_memory' }
  return { bytes: least.bytes, source: `all of ${least.of}: max_sandbox_memory is more` }
}

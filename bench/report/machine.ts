import { arch, cpus, platform, release, totalmem } from 'node:os'

/** Where figures were measured: they mean nothing without it. */
export interface Machine {
  readonly cores: number
  readonly cpu: string
  readonly memoryGiB: number
  readonly os: string
  readonly node: string
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const cores = cpus()
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    os: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  }
}

/** The machine on one line. */
export function formatMachine({ cores, cpu, memoryGiB, os, node }: Machine): string {
  return `${cores} cores (${cpu}), ${memoryGiB} GiB, ${os}, Node ${node}`
}

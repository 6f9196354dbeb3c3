import type { SandboxMemory, SandboxProcessors } from '#sandbox'

import { type Check, ok } from './check.ts'

/** Says what all sandbox processes may take of this machine, and where that comes from. */
export function checkMachine(memory: SandboxMemory, processors: SandboxProcessors): readonly Check[] {
  const mebibytes = Math.floor(memory.bytes / 1024 / 1024)
  const { perComponent, count, source } = processors
  return [
    ok('Memory', `${mebibytes} MiB for all sandbox processes together: ${memory.source}`),
    ok('Processors', `${count} of ${source}, so up to ${perComponent} processes of one component at once`),
  ]
}

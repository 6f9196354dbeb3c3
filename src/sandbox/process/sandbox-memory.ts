import { totalmem } from 'node:os'

/** What sandbox processes may take of the memory that there is; the rest is for the server, and whoever else is there. */
const SHARE = 0.75

/** What all sandbox processes may take together, in bytes: of the container (cgroups of either version), else of the machine. */
export function sandboxMemoryBytes(
  container: number = process.constrainedMemory(),
  machine: number = totalmem(),
): number {
  // Without a limit it is 0, or more than any machine has.
  const there = container > 0 ? Math.min(container, machine) : machine
  return Math.floor(there * SHARE)
}

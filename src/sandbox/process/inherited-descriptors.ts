import { readdirSync, readFileSync } from 'node:fs'

const O_CLOEXEC = 0o2000000
const FIRST_AFTER_STANDARD = 3

/**
 * Descriptors that this process was started with, and would hand on. Node sees to its own, and to inherited ones up to the first
 * gap after 15. Found on Linux alone.
 */
export function inheritedDescriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fdinfo').map(Number).filter(isHandedOn)
  } catch {
    return []
  }
}

function isHandedOn(descriptor: number): boolean {
  if (descriptor < FIRST_AFTER_STANDARD) return false
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0
  } catch {
    // That of the listing itself, which is closed by now.
    return false
  }
}

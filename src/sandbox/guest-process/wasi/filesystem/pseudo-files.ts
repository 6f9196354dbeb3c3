import { statfsSync } from 'node:fs'

import type { Handles } from './handles.ts'
import type { Held } from './held.ts'

/**
 * Linux's numbers of file systems that are windows into processes, the kernel and devices: proc, sysfs, devpts, cgroup, debugfs,
 * tracefs, securityfs, bpf, binfmt_misc, efivarfs, configfs.
 *
 * @see https://man7.org/linux/man-pages/man2/statfs.2.html
 */
const PSEUDO_TYPES: ReadonlySet<number> = new Set([
  0x9fa0, 0x6265_6572, 0x1cd1, 0x27_e0eb, 0x6367_7270, 0x6462_6720, 0x7472_6163, 0x7363_6673, 0xcafe_4a11,
  0x4249_4e4d, 0xde5e_81e4, 0x6265_6570,
])

/** Knows pseudo file systems wherever they are mounted: in a folder for a container, `/proc` shows the environment of the server. */
export class PseudoFiles {
  readonly #handles: Handles
  /** By the number of the device, which what lies in one mount has in common. */
  readonly #known = new Map<bigint, boolean>()

  constructor(handles: Handles) {
    this.#handles = handles
  }

  /** Of a link it is not told: what it leads to is walked, and asked about then. */
  has(held: Held): boolean {
    if (process.platform !== 'linux' || held.isLink) return false
    const { dev } = held.stat
    const isPseudo = this.#known.get(dev) ?? PSEUDO_TYPES.has(statfsSync(this.#handles.pathTo(held)).type)
    this.#known.set(dev, isPseudo)
    return isPseudo
  }
}

import { readFileSync } from 'node:fs'
import { posix } from 'node:path'

const ROOT = '/sys/fs/cgroup'

/** Reads a file of the operating system; null where it is not there. */
export type ReadText = (path: string) => string | null

/** The smallest limit of the control groups that this process is in, with all of its children. */
export interface CgroupLimit {
  readonly value: number
  /** The file that says so. */
  readonly path: string
}

type ReadLimit = (folder: string) => CgroupLimit | null

/** What memory the control groups allow, in bytes; null where none has a limit. */
export function cgroupMemory(read: ReadText = readText): CgroupLimit | null {
  const sizeIn = (name: string): ReadLimit => {
    return (folder) => limitOf(posix.join(folder, name), numberIn(read(posix.join(folder, name))))
  }
  return smallest(read, 'memory', {
    unified: [sizeIn('memory.max'), sizeIn('memory.high')],
    own: [sizeIn('memory.limit_in_bytes')],
  })
}

/** How many processors' time the control groups allow, with a fraction; null where none has a limit. */
export function cgroupProcessors(read: ReadText = readText): CgroupLimit | null {
  const inOneFile: ReadLimit = (folder) => {
    const path = posix.join(folder, 'cpu.max')
    const [quota = '', period = ''] = read(path)?.trim().split(' ') ?? []
    return limitOf(path, quotient(quota, period))
  }
  const inTwoFiles: ReadLimit = (folder) => {
    const path = posix.join(folder, 'cpu.cfs_quota_us')
    return limitOf(path, quotient(read(path), read(posix.join(folder, 'cpu.cfs_period_us'))))
  }
  return smallest(read, 'cpu', { unified: [inOneFile], own: [inTwoFiles] })
}

/** A limit holds for all groups below: an operator may have set it on a service, a pod or a session above ours. */
function smallest(
  read: ReadText,
  controller: string,
  readers: { readonly unified: readonly ReadLimit[]; readonly own: readonly ReadLimit[] },
): CgroupLimit | null {
  const limits = groupsIn(read('/proc/self/cgroup') ?? '').flatMap(({ controllers, path }) => {
    const isUnified = controllers === ''
    if (!isUnified && !controllers.split(',').includes(controller)) return []
    const mounts = isUnified ? [ROOT, `${ROOT}/unified`] : [`${ROOT}/${controllers}`, `${ROOT}/${controller}`]
    const folders = mounts.flatMap((mount) => upwards(path).map((folder) => posix.join(mount, folder)))
    return folders.flatMap((folder) => readers[isUnified ? 'unified' : 'own'].map((limit) => limit(folder)))
  })
  const [first = null] = limits.filter((limit) => limit !== null).toSorted((a, b) => a.value - b.value)
  return first
}

/** `id:controllers:path` each; the one hierarchy of cgroup v2 names no controllers. */
function groupsIn(text: string): readonly { readonly controllers: string; readonly path: string }[] {
  const lines = text.split('\n').map((line) => /^\d+:([\w,=.-]*):(\/.*)$/.exec(line))
  return lines.flatMap((match) => {
    const [, controllers, path] = match ?? []
    return controllers === undefined || path === undefined ? [] : [{ controllers, path }]
  })
}

/** The folder and each above it. What it has of a container's outside is not there in the container: the root of its own is. */
function upwards(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..')
  return parts.reduce<readonly string[]>((found, part) => [...found, `${found.at(-1)}${part}/`], ['/'])
}

function limitOf(path: string, value: number): CgroupLimit | null {
  return value > 0 && Number.isFinite(value) ? { value, path } : null
}

/** Not a number for `max` and `-1`, which are no limit. */
function numberIn(text: string | null): number {
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : Number.NaN
}

function quotient(quota: string | null, period: string | null): number {
  return numberIn(quota) / numberIn(period)
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

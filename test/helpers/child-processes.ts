import { readdir, readFile } from 'node:fs/promises'

/** Process ids of the direct children that run; empty where there is no `/proc`. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const entries = await readdir('/proc').catch(() => [])
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number)
  const parents = await Promise.all(pids.map(parentOf))
  return pids.filter((_, index) => parents[index] === pid)
}

/** Process ids of the children, of theirs, and so on: the wall around a sandbox process is a process too. */
export async function descendantsOf(pid: number): Promise<readonly number[]> {
  const children = await childrenOf(pid)
  return [...children, ...(await Promise.all(children.map(descendantsOf))).flat()]
}

/** Resolves with the id of a child that somebody has stopped. */
export async function aStoppedChild(pid: number): Promise<number> {
  for (;;) {
    for (const child of await childrenOf(pid)) if ((await fieldsOf(child))[0] === 'T') return child
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Resolves when a process has ended. */
export async function gone(pid: number): Promise<void> {
  while ((await parentOf(pid)) !== null) await new Promise((resolve) => setTimeout(resolve, 10))
}

async function parentOf(pid: number): Promise<number | null> {
  const fields = await fieldsOf(pid)
  // A zombie has ended; whoever adopted it has not looked yet.
  return fields[0] === 'Z' || fields[1] === undefined ? null : Number(fields[1])
}

/** What `/proc` says behind the name of the program: the state, the parent, and more. */
async function fieldsOf(pid: number): Promise<readonly string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

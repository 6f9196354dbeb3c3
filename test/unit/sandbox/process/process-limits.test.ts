import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'

import { limited, type ProcessLimits } from '../../../../src/sandbox/process/process-limits.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** Runs a shell line under limits. */
async function run(line: string, limits: ProcessLimits, cwd = '/'): Promise<string> {
  const [program = '', ...args] = limited(['/bin/sh', '-c', line], limits)
  return (await promisify(execFile)(program, args, { cwd })).stdout
}

describe('limited()', () => {
  it('holds a process to each limit, soft and hard, and to no core file', async () => {
    const limits = { fileBytes: 4096, openFiles: 64, processorSeconds: 7, dataBytes: 1024 * 1024 * 1024 }
    const lines = (await run('cat /proc/self/limits', limits)).split('\n')
    for (const [name, value] of [
      ['Max core file size', '0'],
      ['Max file size', '4096'],
      ['Max open files', '64'],
      ['Max cpu time', '7'],
      ['Max data size', '1073741824'],
    ] as const) {
      const line = lines.find((candidate) => candidate.startsWith(name)) ?? ''
      assert.deepEqual(line.slice(name.length).trim().split(/\s+/).slice(0, 2), [value, value], name)
    }
  })

  it('has the kernel end what writes a larger file', async (t) => {
    const folder = await temporaryFolder(t)
    const write = `exec head -c 100000 /dev/zero > ${join(folder, 'file')}`
    await assert.rejects(run(write, { fileBytes: 4096 }), { signal: 'SIGXFSZ' })
  })

  it('asks for no more than the server has', async () => {
    const own = await run('ulimit -Hn', {})
    assert.equal(await run('ulimit -Hn', { openFiles: 1_000_000_000 }), own)
  })
})

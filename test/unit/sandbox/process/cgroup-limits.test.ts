import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'

import {
  cgroupMemory,
  cgroupProcessors,
  type ReadText,
} from '../../../../src/sandbox/process/cgroup-limits.ts'
import { temporaryFolder } from '../../../helpers/temporary-folder.ts'

/** A folder of files as the operating system has them. */
async function systemWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<ReadText> {
  const folder = await temporaryFolder(t)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), `${content}\n`)
  }
  return (path) => {
    try {
      return readFileSync(join(folder, path), 'utf8')
    } catch {
      return null
    }
  }
}

const SELF = '/proc/self/cgroup'
const ROOT = '/sys/fs/cgroup'

/** Version 1, where the controller of processors lies under some name. */
const mountedAt = (mount: string) => ({
  [SELF]: '2:cpu,cpuacct:/pod/app',
  [`${ROOT}/${mount}/pod/cpu.cfs_quota_us`]: '50000',
  [`${ROOT}/${mount}/pod/cpu.cfs_period_us`]: '100000',
  [`${ROOT}/${mount}/pod/app/cpu.cfs_quota_us`]: '-1',
  [`${ROOT}/${mount}/pod/app/cpu.cfs_period_us`]: '100000',
})

describe('cgroupMemory()', () => {
  it('is the smallest of the groups down to ours', async (t) => {
    const read = await systemWith(t, {
      [SELF]: '0::/user.slice/session.scope/app',
      [`${ROOT}/user.slice/memory.max`]: '1000',
      [`${ROOT}/user.slice/session.scope/memory.max`]: 'max',
      [`${ROOT}/user.slice/session.scope/app/memory.max`]: '3000',
      [`${ROOT}/other.slice/memory.max`]: '10',
    })
    assert.deepEqual(cgroupMemory(read), { value: 1_000, path: `${ROOT}/user.slice/memory.max` })
  })

  it('is that from which on the kernel slows us down', async (t) => {
    const read = await systemWith(t, {
      [SELF]: '0::/app',
      [`${ROOT}/app/memory.max`]: '1000',
      [`${ROOT}/app/memory.high`]: '900',
    })
    assert.deepEqual(cgroupMemory(read), { value: 900, path: `${ROOT}/app/memory.high` })
  })

  it('is read in both versions at once', async (t) => {
    const read = await systemWith(t, {
      [SELF]: '4:memory:/docker/abc\n1:name=systemd:/docker/abc\n0::/docker/abc',
      [`${ROOT}/memory/memory.limit_in_bytes`]: '9223372036854771712',
      [`${ROOT}/memory/docker/memory.limit_in_bytes`]: '700',
      [`${ROOT}/memory/docker/abc/memory.limit_in_bytes`]: '800',
      [`${ROOT}/unified/docker/abc/memory.max`]: '750',
    })
    assert.deepEqual(cgroupMemory(read), { value: 700, path: `${ROOT}/memory/docker/memory.limit_in_bytes` })
  })

  it('is that of the root where our path is one of outside the container', async (t) => {
    for (const path of ['/docker/abc', '/../../outside', '/']) {
      const read = await systemWith(t, { [SELF]: `0::${path}`, [`${ROOT}/memory.max`]: '500' })
      assert.deepEqual(cgroupMemory(read), { value: 500, path: `${ROOT}/memory.max` })
    }
  })

  it('is none where there is no limit, no file and no sense in it', async (t) => {
    assert.equal(
      cgroupMemory(() => null),
      null,
    )
    for (const text of ['max', '', '-1', '0', 'much']) {
      const read = await systemWith(t, { [SELF]: '0::/app', [`${ROOT}/app/memory.max`]: text })
      assert.equal(cgroupMemory(read), null)
    }
    assert.equal(cgroupMemory(await systemWith(t, { [SELF]: 'nonsense', [`${ROOT}/memory.max`]: '1' })), null)
  })
})

describe('cgroupProcessors()', () => {
  it('is the smallest of the groups down to ours', async (t) => {
    const read = await systemWith(t, {
      [SELF]: '0::/pod/app',
      [`${ROOT}/pod/cpu.max`]: '150000 100000',
      [`${ROOT}/pod/app/cpu.max`]: 'max 100000',
    })
    assert.deepEqual(cgroupProcessors(read), { value: 1.5, path: `${ROOT}/pod/cpu.max` })
  })

  it('is read in version 1, whatever the controller is mounted with', async (t) => {
    for (const mount of ['cpu', 'cpu,cpuacct']) {
      const path = `${ROOT}/${mount}/pod/cpu.cfs_quota_us`
      assert.deepEqual(cgroupProcessors(await systemWith(t, mountedAt(mount))), { value: 0.5, path })
    }
  })

  it('is none where there is no limit, or no period', async (t) => {
    for (const text of ['max 100000', '100000', '100000 0']) {
      const read = await systemWith(t, { [SELF]: '0::/', [`${ROOT}/cpu.max`]: text })
      assert.equal(cgroupProcessors(read), null)
    }
  })
})

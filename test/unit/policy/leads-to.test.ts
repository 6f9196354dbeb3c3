import assert from 'node:assert/strict'
import { mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { leadsAsGranted, withTarget } from '../../../src/policy/leads-to.ts'
import { grant } from '../../helpers/guest-files.ts'
import { temporaryFolder } from '../../helpers/temporary-folder.ts'

describe('withTarget()', () => {
  it('says what a link leads to, also one on the way and one whose target is not there', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await mkdir(join(base, 'real'))
    await symlink('real', join(base, 'link'))
    await symlink('nowhere', join(base, 'dangling'))
    for (const [path, resolved] of [
      ['real', undefined],
      ['missing/deep', undefined],
      ['link', join(base, 'real')],
      ['link/deep/file', join(base, 'real', 'deep', 'file')],
      ['link/*.txt', join(base, 'real')],
      ['link/**', join(base, 'real')],
      ['dangling', join(base, 'nowhere')],
    ] as const) {
      const asked = { kind: 'storage', uri: `fs://${join(base, path)}`, access: ['read'] } as const
      assert.deepEqual(withTarget(asked), resolved === undefined ? asked : { ...asked, resolved }, path)
      // What it led to before is not what it leads to.
      assert.deepEqual(withTarget({ ...asked, resolved: '/before' }), withTarget(asked), path)
    }
  })

  it('leaves what is no path as it is', () => {
    const network = { kind: 'network', host: 'x.com' } as const
    assert.equal(withTarget(network), network)
  })
})

describe('leadsAsGranted()', () => {
  it('takes a link of the system for the system itself', async () => {
    // `/bin` and `/lib` are links on most of Linux, `/tmp` and `/var` on macOS: their like is all that it is about.
    assert.equal(leadsAsGranted(grant('/', 'read')), true)
    assert.equal(leadsAsGranted(grant('/bin', 'read')), true)
  })

  it('holds for what it led to, by whatever name that goes', async (t) => {
    const base = await realpath(await temporaryFolder(t))
    await mkdir(join(base, 'real'))
    await symlink('real', join(base, 'link'))
    const at = (path: string, resolved?: string) => ({
      ...grant(join(base, path), 'read'),
      ...(resolved !== undefined && { resolved: join(base, resolved) }),
    })
    assert.equal(leadsAsGranted(at('real')), true)
    assert.equal(leadsAsGranted(at('missing')), true)
    assert.equal(leadsAsGranted(at('link')), false)
    assert.equal(leadsAsGranted(at('link', 'real')), true)
    assert.equal(leadsAsGranted(at('link', 'link')), false)
    assert.equal(leadsAsGranted(at('real', 'other')), false)
  })
})

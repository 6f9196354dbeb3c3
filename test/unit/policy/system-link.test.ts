import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { isSystemLink } from '../../../src/policy/system-link.ts'

describe('isSystemLink()', () => {
  for (const [place, target] of [
    ['/bin', 'usr/bin'],
    ['/sbin', '/usr/sbin'],
    ['/lib', 'usr/lib'],
    ['/lib64', 'usr/lib64'],
    ['/libx32', 'usr/libx32'],
    ['/tmp', 'private/tmp'],
    ['/var', '/private/var'],
    ['/etc', 'private/etc'],
  ] as const) {
    it(`knows the system's own: ${place} to ${target}`, () => {
      assert.equal(isSystemLink(place, target), true)
    })
  }

  for (const [place, target] of [
    ['/data', '/mnt/data'],
    ['/data', '/usr/data'],
    ['/data', '/private/data'],
    ['/home', 'usr/home'],
    ['/library', 'usr/library'],
    ['/tmp', '/home/somebody'],
    ['/tmp', 'usr/tmp'],
    ['/bin', 'private/bin'],
    ['/bin', 'usr/sbin'],
    ['/etc', 'private/etc/../../root'],
    ['/srv/bin', 'usr/bin'],
    ['/srv/tmp', '/private/srv/tmp'],
  ] as const) {
    it(`has any other resolved and shown: ${place} to ${target}`, () => {
      assert.equal(isSystemLink(place, target), false)
    })
  }
})

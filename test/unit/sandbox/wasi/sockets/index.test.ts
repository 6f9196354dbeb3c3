import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSockets } from '../../../../../src/sandbox/guest-process/wasi/sockets/index.ts'
import { interfaceOf, witError } from '../guest.ts'

const DENIED = [
  ['wasi:sockets/tcp-create-socket', 'createTcpSocket'],
  ['wasi:sockets/udp-create-socket', 'createUdpSocket'],
  ['wasi:sockets/ip-name-lookup', 'resolveAddresses'],
] as const

describe('createSockets()', () => {
  for (const [name, operation] of DENIED) {
    it(`denies ${operation}`, () => {
      const functions = interfaceOf<Record<string, () => void>>(createSockets(), name)
      assert.throws(() => functions[operation]?.(), witError('access-denied'))
    })
  }

  it('gives a network that is good for nothing', () => {
    const imports = createSockets()
    const { instanceNetwork } = interfaceOf<{ instanceNetwork: () => object }>(
      imports,
      'wasi:sockets/instance-network',
    )
    const { Network } = interfaceOf<{ Network: new () => object }>(imports, 'wasi:sockets/network')
    assert.ok(instanceNetwork() instanceof Network)
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GuestTrap } from '../../../../src/sandbox/guest-process/wasi/guest-trap.ts'
import { createRandom } from '../../../../src/sandbox/guest-process/wasi/random.ts'
import { interfaceOf } from './guest.ts'

type Bytes = (length: bigint) => Uint8Array

describe('createRandom()', () => {
  for (const [name, bytesName, numberName] of [
    ['random', 'getRandomBytes', 'getRandomU64'],
    ['insecure', 'getInsecureRandomBytes', 'getInsecureRandomU64'],
  ] as const) {
    const random = interfaceOf<Record<string, Bytes>>(createRandom(), `wasi:random/${name}`)

    it(`gives as many bytes as were asked for (${name})`, () => {
      assert.equal(random[bytesName]?.(0n).length, 0)
      assert.equal(random[bytesName]?.(33n).length, 33)
      assert.notDeepEqual(random[bytesName]?.(32n), random[bytesName]?.(32n))
    })

    it(`traps on a length past the limit (${name})`, () => {
      assert.throws(() => random[bytesName]?.(16n * 1024n * 1024n + 1n), GuestTrap)
      assert.throws(() => random[bytesName]?.(2n ** 64n - 1n), GuestTrap)
    })

    it(`gives 64 bits (${name})`, () => {
      const value: unknown = random[numberName]?.(0n)
      assert.ok(typeof value === 'bigint' && value >= 0n && value < 2n ** 64n)
    })
  }

  it('gives an instance one seed, and another instance another', () => {
    const imports = createRandom()
    assert.deepEqual(seedOf(imports), seedOf(imports))
    assert.notDeepEqual(seedOf(imports), seedOf(createRandom()))
  })
})

function seedOf(imports: Record<string, object>): unknown {
  return interfaceOf<{ insecureSeed: () => unknown }>(imports, 'wasi:random/insecure-seed').insecureSeed()
}

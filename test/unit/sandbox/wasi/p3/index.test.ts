import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { GuestExit } from '../../../../../src/sandbox/guest-process/wasi/guest-exit.ts'
import type { GuestStream } from '../../../../../src/sandbox/guest-process/wasi/p3/guest-stream.ts'
import { createPreview3 } from '../../../../../src/sandbox/guest-process/wasi/p3/index.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

/** A guest's `stream<u8>` as jco hands it over: bytes come as an array, a typed array or alone. */
function streamOf(...chunks: (Uint8Array | number[] | number)[]): GuestStream & { dropped: boolean } {
  return {
    dropped: false,
    read: () => Promise.resolve({ value: chunks.shift(), done: chunks.length === 0 }),
    [Symbol.dispose](): void {
      this.dropped = true
    },
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what the test is going to call
function preview3<Shape>(name: string, granted: Parameters<typeof testGuest>[0] = {}): Shape {
  return interfaceOf<Shape>(createPreview3(testGuest(granted).guest), name)
}

describe('createPreview3()', () => {
  it('prints what comes on a stream until it ends', async () => {
    const { guest, printed } = testGuest()
    const imports = createPreview3(guest)
    for (const name of ['stdout', 'stderr'] as const) {
      const { writeViaStream } = interfaceOf<{ writeViaStream: (data: GuestStream) => Promise<unknown> }>(
        imports,
        `wasi:cli/${name}@0.3`,
      )
      const data = streamOf(Buffer.from('a'), [98, 99], 100)
      assert.deepEqual(await writeViaStream(data), { tag: 'ok', val: undefined })
      assert.equal(printed[name], 'abcd')
    }
  })

  it('has an input that is at its end', async () => {
    const { readViaStream } = preview3<{ readViaStream: () => [unknown[], Promise<unknown>] }>(
      'wasi:cli/stdin@0.3',
    )
    const [stream, result] = readViaStream()
    assert.deepEqual(stream, [])
    assert.deepEqual(await result, { tag: 'ok', val: undefined })
  })

  it('shows the granted environment', () => {
    const environment = preview3<Record<string, () => unknown>>('wasi:cli/environment@0.3', {
      environment: [['KEY', 'value']],
      arguments: ['one'],
    })
    assert.deepEqual(environment['getEnvironment']?.(), [['KEY', 'value']])
    assert.deepEqual(environment['getArguments']?.(), ['one'])
    assert.equal(environment['getInitialCwd']?.(), undefined)
  })

  it('ends the call, not the process, when the guest exits', () => {
    const { exitWithCode } = preview3<{ exitWithCode: (code: number) => never }>('wasi:cli/exit@0.3')
    assert.throws(() => exitWithCode(3), GuestExit)
  })

  it('waits as long as the guest says', async () => {
    const clock = preview3<{
      now: () => bigint
      waitFor: (duration: bigint) => Promise<void>
      waitUntil: (mark: bigint) => Promise<void>
    }>('wasi:clocks/monotonic-clock@0.3')
    const start = clock.now()
    await clock.waitFor(2_000_000n)
    assert.ok(clock.now() - start >= 2_000_000n)
    await clock.waitUntil(start)
  })

  it('gives fewer random bytes than were asked for rather than too many', () => {
    const random = preview3<{ getRandomBytes: (length: bigint) => Uint8Array }>('wasi:random/random@0.3')
    assert.equal(random.getRandomBytes(5n).length, 5)
    assert.equal(random.getRandomBytes(2n ** 64n - 1n).length, 16 * 1024 * 1024)
  })

  it('grants no folder', () => {
    const { getDirectories } = preview3<{ getDirectories: () => unknown }>('wasi:filesystem/preopens@0.3')
    assert.deepEqual(getDirectories(), [])
  })

  it('denies sockets and names', () => {
    const denied = witError({ tag: 'access-denied' })
    const types = preview3<Record<string, { create: () => void }>>('wasi:sockets/types@0.3')
    assert.throws(() => types['TcpSocket']?.create(), denied)
    assert.throws(() => types['UdpSocket']?.create(), denied)
    const { resolveAddresses } = preview3<{ resolveAddresses: () => void }>('wasi:sockets/ip-name-lookup@0.3')
    assert.throws(() => resolveAddresses(), denied)
  })
})

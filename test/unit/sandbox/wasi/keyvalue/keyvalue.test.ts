import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { createKeyvalue } from '../../../../../src/sandbox/guest-process/wasi/keyvalue/index.ts'
import type { StateReply, StateRequest } from '../../../../../src/sandbox/protocol/state-protocol.ts'
import { interfaceOf, testGuest, witError } from '../guest.ts'

interface Bucket {
  listKeys(cursor?: unknown): Promise<unknown>
  get(key: string): Promise<unknown>
}

interface Store {
  open(name: string): Promise<Bucket>
}

/** A guest whose host answers what it likes. */
function importsWith(answer: (request: StateRequest) => StateReply): Readonly<Record<string, object>> {
  return createKeyvalue(testGuest({ state: { ask: async (request) => answer(request) } }).guest)
}

function done(result: Extract<StateReply, { kind: 'done' }>['result']): StateReply {
  return { kind: 'done', result }
}

describe('createKeyvalue()', () => {
  it('denies where the host gives no state at all', async () => {
    const store = interfaceOf<Store>(createKeyvalue(testGuest().guest), 'wasi:keyvalue/store')
    await assert.rejects(store.open(''), witError({ tag: 'access-denied' }))
  })

  it('knows no store with too long a name', async () => {
    const store = interfaceOf<Store>(
      importsWith(() => done(null)),
      'wasi:keyvalue/store',
    )
    await assert.rejects(store.open('x'.repeat(129)), witError({ tag: 'no-such-store' }))
  })

  it('hands on what the host says went wrong', async () => {
    const imports = importsWith(({ kind }) =>
      kind === 'open' ? done(null) : { kind: 'failed', message: 'Full' },
    )
    const bucket = await interfaceOf<Store>(imports, 'wasi:keyvalue/store').open('')
    await assert.rejects(bucket.get('a'), witError({ tag: 'other', val: 'Full' }))
  })

  for (const [name, cursor] of [
    ['wasi:keyvalue/store', '7'],
    ['wasi:keyvalue/store@draft', 7n],
  ] as const) {
    it(`has the cursors of its draft (${name})`, async () => {
      const asked: StateRequest[] = []
      const imports = importsWith((request) => {
        asked.push(request)
        return done(request.kind === 'list' ? { keys: ['a'], after: 7n } : null)
      })
      const bucket = await interfaceOf<Store>(imports, name).open('b')
      assert.deepEqual(await bucket.listKeys(), { keys: ['a'], cursor })
      await bucket.listKeys(cursor)
      assert.deepEqual(asked.at(-1), { kind: 'list', bucket: 'b', after: 7n })
    })
  }

  it('wraps what a swap fails by', async () => {
    const imports = importsWith(({ kind }) =>
      kind === 'swap' ? { kind: 'denied' } : done({ value: null, version: 0n }),
    )
    const { Cas, swap } = interfaceOf<{
      readonly Cas: { readonly new: (bucket: Bucket, key: string) => Promise<object> }
      readonly swap: (cas: object, value: Uint8Array) => Promise<void>
    }>(imports, 'wasi:keyvalue/atomics')
    const bucket = await interfaceOf<Store>(imports, 'wasi:keyvalue/store').open('')
    const error = { tag: 'store-error', val: { tag: 'access-denied' } }
    await assert.rejects(swap(await Cas.new(bucket, 'a'), new Uint8Array()), witError(error))
  })
})

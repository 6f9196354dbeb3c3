import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createConfig } from '../../../../src/sandbox/guest-process/wasi/config.ts'
import type { ProcessAttempt } from '../../../../src/sandbox/protocol/component-protocol.ts'
import { interfaceOf, testGuest } from './guest.ts'

interface Store {
  readonly get: (key: string) => string | undefined
  readonly getAll: () => unknown
}

describe('createConfig()', () => {
  for (const name of ['wasi:config/store', 'wasi:config/runtime']) {
    const store = (environment: readonly (readonly [string, string])[]): Store =>
      interfaceOf(createConfig(testGuest({ environment }).guest), name)

    it(`finds what was granted and nothing else (${name})`, () => {
      assert.equal(store([['KEY', 'value']]).get('KEY'), 'value')
      assert.equal(store([['KEY', 'value']]).get('PATH'), undefined)
      assert.equal(store([]).get('constructor'), undefined)
    })

    it(`tells of a name that was asked for and not given (${name})`, () => {
      const told: ProcessAttempt[] = []
      const guest = testGuest({ environment: [['KEY', '']], reportDenial: (attempt) => told.push(attempt) })
      const asked: Store = interfaceOf(createConfig(guest.guest), name)
      asked.get('KEY')
      asked.getAll()
      assert.deepEqual(told, [])
      asked.get('OTHER')
      assert.deepEqual(told, [{ kind: 'environment', key: 'OTHER' }])
    })

    it(`lists all of it (${name})`, () => {
      assert.deepEqual(store([['KEY', 'value']]).getAll(), [['KEY', 'value']])
    })
  }
})

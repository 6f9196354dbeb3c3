import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { describe, it } from 'node:test'

import { CodedError } from '#platform'

import { guardedLookup } from '../../../../src/artifacts/http/guarded-lookup.ts'

/** A resolver that answers every name with these addresses. */
function answering(...addresses: readonly string[]): LookupFunction {
  return (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

/** A resolver that knows no name. */
const failing: LookupFunction = (_hostname, _options, callback) => callback(new Error('ENOTFOUND'), [])

function look(hostname: string, resolve: LookupFunction, inside: readonly string[] = []): Promise<string> {
  const { promise, resolve: answer, reject } = Promise.withResolvers<string>()
  guardedLookup(inside, resolve)(hostname, { all: true }, (error, found: string | LookupAddress[]) => {
    if (error) reject(error)
    else answer(typeof found === 'string' ? found : found.map(({ address }) => address).join(' '))
  })
  return promise
}

describe('guardedLookup()', () => {
  it('leads outside', async () => {
    assert.equal(
      await look('ghcr.io', answering('93.184.216.34', '2606:2800::1')),
      '93.184.216.34 2606:2800::1',
    )
  })

  for (const inside of [
    '127.0.0.1',
    '169.254.169.254',
    '10.0.0.1',
    '::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a9fe:a9fe',
  ]) {
    it(`does not lead to ${inside}, unless the host is named`, async () => {
      await assert.rejects(look('evil.example', answering(inside)), { code: 'ADDRESS_REFUSED' })
      assert.equal(await look('evil.example', answering(inside, '93.184.216.34')), '93.184.216.34')
      assert.equal(await look('registry.corp', answering(inside), ['registry.corp:5000']), inside)
      await assert.rejects(look('evil.registry.corp', answering(inside), ['registry.corp']), CodedError)
    })
  }

  it('leads to this machine under its own name, and nowhere else under that', async () => {
    assert.equal(await look('localhost', answering('127.0.0.1')), '127.0.0.1')
    await assert.rejects(look('a.localhost', answering('10.0.0.1')), { code: 'ADDRESS_REFUSED' })
    await assert.rejects(look('a.localhost', answering('93.184.216.34')), { code: 'ADDRESS_REFUSED' })
  })

  it('answers with one address where one is asked for, and hands on what went wrong', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown[]>()
    guardedLookup([], answering('93.184.216.34'))('ghcr.io', {}, (...answer) => resolve(answer))
    assert.deepEqual(await promise, [null, '93.184.216.34', 4])
    await assert.rejects(look('ghcr.io', failing), /ENOTFOUND/)
  })
})

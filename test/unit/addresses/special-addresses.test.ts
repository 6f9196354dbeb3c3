import assert from 'node:assert/strict'
import type { LookupFunction } from 'node:net'
import { describe, it } from 'node:test'

import { classifyAddress, normalizeHost, parseIpAddress } from '#addresses'
import { decideAddress, networkAttemptOf } from '#policy'

import { guardedLookup } from '../../../src/artifacts/http/guarded-lookup.ts'
import { isInternal } from '../../../src/artifacts/http/addresses.ts'
import { granting } from '../../helpers/policies.ts'
import { PUBLIC, SPECIAL } from './special-addresses.ts'

/** A host as it stands in an URL. */
function inUrl(address: string): string {
  return new URL(`http://${address.includes(':') ? `[${address}]` : address}`).hostname
}

/** Whether a load gets there by a name that leads there. */
function isLoaded(address: string): boolean {
  let reached = false
  const resolve: LookupFunction = (_name, _options, callback) =>
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  guardedLookup([], resolve)('registry.example', { all: true }, (error) => void (reached = error === null))
  return reached
}

/** Whether a guest gets there by a name that leads there, with every name granted. */
function isGranted(address: string): boolean {
  const policy = granting({ network: { allow: [{ host: '*' }] } })
  const attempt = networkAttemptOf('https://granted.example/')
  return decideAddress(policy, { attempt, address }).kind === 'allowed'
}

function classOf(address: string): string {
  return classifyAddress(parseIpAddress(address) ?? assert.fail(address))
}

describe('the one table of addresses', () => {
  for (const { what, addresses, leads } of SPECIAL) {
    it(`keeps loads and guests from ${addresses[0]}, ${what}`, () => {
      for (const address of addresses) {
        assert.equal(classOf(address), leads, address)
        assert.equal(isInternal(inUrl(address)), true, address)
        assert.equal(isLoaded(address), false, address)
        assert.equal(isGranted(address), false, address)
      }
    })
  }

  it('keeps nobody from what everybody reaches', () => {
    for (const address of PUBLIC) {
      assert.equal(classOf(address), 'public', address)
      assert.equal(isInternal(inUrl(address)), false, address)
      assert.equal(isLoaded(address), true, address)
      assert.equal(isGranted(address), true, address)
      assert.equal(normalizeHost(inUrl(address)), normalizeHost(address))
    }
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import type { Signer } from '#artifacts'

import { describeSigner, isSameSigner } from '../../../../src/artifacts/trust/signer.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'
const WORKFLOW = 'https://github.com/ada/tool/.github/workflows/publish.yml'

function keyless(identity: string, issuer = ISSUER): Signer {
  return { kind: 'keyless', identity, issuer }
}

function key(digit: string): Signer {
  return { kind: 'key', fingerprint: `sha256:${digit.repeat(64)}` }
}

describe('isSameSigner()', () => {
  it('takes a workflow for the same at another tag or branch', () => {
    assert.ok(isSameSigner(keyless(`${WORKFLOW}@refs/tags/v1`), keyless(`${WORKFLOW}@refs/tags/v2`)))
    assert.ok(isSameSigner(keyless(`${WORKFLOW}@refs/tags/v1`), keyless(`${WORKFLOW}@refs/heads/main`)))
  })

  const others: readonly (readonly [Signer, Signer])[] = [
    [keyless('ada@example.com'), keyless('bob@example.com')],
    [keyless('ada@example.com'), keyless('ada@example.com', 'https://other.example')],
    [keyless(`${WORKFLOW}@refs/tags/v1`), keyless(`${WORKFLOW}-evil@refs/tags/v1`)],
    [
      keyless(`${WORKFLOW}@refs/tags/v1`),
      keyless('https://github.com/ada/tool-evil/.github/workflows/publish.yml@refs/tags/v1'),
    ],
    [keyless('ada@refs/tags/v1'), keyless('ada@refs/tags/v2')],
    [keyless(`${WORKFLOW}@x@refs/tags/v1`), keyless(`${WORKFLOW}@refs/tags/v1`)],
    [key('1'), key('2')],
    [key('1'), keyless('ada@example.com')],
    [keyless('ada@example.com'), key('1')],
  ]
  for (const [one, other] of others) {
    it(`tells ${describeSigner(one)} from ${describeSigner(other)}`, () => {
      assert.ok(!isSameSigner(one, other))
      assert.ok(isSameSigner(one, one))
    })
  }
})

describe('describeSigner()', () => {
  it('leaves out what could redraw a terminal, and cuts', () => {
    const text = describeSigner(keyless(`\u001B[2J${'a'.repeat(1000)}`, 'https://a\n'))
    assert.doesNotMatch(text, /[^\u0020-\u007e]/)
    assert.ok(text.length < 400)
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { explain } from '#policy'

import { granting } from '../../../helpers/policies.ts'

const POLICY = granting({
  storage: { allow: [{ uri: 'fs:///work', access: ['read'] }] },
  network: {
    allow: [{ host: 'x.com', methods: ['GET'] }, { host: 'open.com' }, { host: 'paths.com', paths: ['/v1'] }],
  },
  environment: { allow: [{ key: 'API_KEY' }] },
})

describe('explain()', () => {
  for (const [question, kinds] of [
    ['/work/a', ['allowed', 'denied']],
    ['fs:///work/a', ['allowed', 'denied']],
    ['https://x.com/v1', ['allowed']],
    ['POST https://x.com/v1', ['denied']],
    ['/proc/self/environ', ['denied', 'denied']],
    ['HTTPS://x.com/', ['allowed']],
    ['VERSION-CONTROL https://x.com/', ['denied']],
    ['CONNECT https://open.com/', ['denied']],
    ['https://paths.com/v1/a', ['allowed']],
    ['https://paths.com/a/../v1', ['denied']],
    ['https://paths.com/v1/%2e%2e/v1', ['denied']],
    ['tcp://x.com:22', ['denied']],
    ['API_KEY', ['allowed']],
    ['PATH', ['denied']],
  ] as const) {
    it(`answers '${question}'`, () => {
      assert.deepEqual(
        explain(POLICY, question).map(({ decision }) => decision.kind),
        kinds,
      )
    })
  }

  it('says what else is decided on: where links and names lead', () => {
    for (const [question, noted] of [
      ['/work/a', [true, false]],
      ['https://x.com/', [true]],
      ['https://93.184.215.14/', [false]],
      ['API_KEY', [false]],
    ] as const) {
      const notes = explain(POLICY, question).map(({ note }) => note !== null)
      assert.deepEqual(notes, noted, question)
    }
  })

  for (const [question, code] of [
    ['', 'QUESTION_INVALID'],
    ['what ever', 'QUESTION_INVALID'],
    ['https://', 'URL_INVALID'],
    ['ftp://x.com', 'URL_INVALID'],
    ['tcp://x.com', 'URL_INVALID'],
    ['https://a@x.com', 'URL_INVALID'],
    ['https://x.com:0/', 'URL_INVALID'],
    ['https://x.com:65536/', 'URL_INVALID'],
  ] as const) {
    it(`refuses '${question}'`, () => assert.throws(() => explain(POLICY, question), { code }))
  }
})

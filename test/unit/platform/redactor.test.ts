import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { redactingLogger, Redactor } from '#platform'

import { recordingLogger } from '../../helpers/recording-logger.ts'

function knowing(...values: readonly string[]): Redactor {
  const redactor = new Redactor()
  for (const value of values) redactor.add(value)
  return redactor
}

const secret = fc.string({ unit: 'binary', minLength: 6, maxLength: 60 })

describe('Redactor', () => {
  it('takes values out, wherever they stand', () => {
    const text = 'a s3cret-value, b s3cret-valuex'
    assert.equal(knowing('s3cret-value').redact(text), 'a [redacted], b [redacted]x')
  })

  it('takes the longest first', () => {
    assert.equal(knowing('secret', 'secret-and-more').redact('secret-and-more'), '[redacted]')
  })

  it('leaves words alone that are too short to be known', () => {
    assert.equal(knowing('on', 'yes').redact('yes, come on'), 'yes, come on')
  })

  it('takes encoded forms out too', () => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 5 }), (value, before) => {
        fc.pre(value.isWellFormed())
        const redactor = knowing(value)
        const forms = [
          encodeURIComponent(value),
          new URLSearchParams([['k', value]]).toString().slice(2),
          JSON.stringify(value),
          Buffer.from(value).toString('base64'),
          Buffer.from(value).toString('hex'),
          Buffer.from(value).toString('latin1'),
        ]
        for (const form of forms) assert.match(redactor.redact(form), /\[redacted\]/)
        const basic = Buffer.from(`${before}:${value}`).toString('base64')
        assert.match(redactor.redact(basic), /\[redacted\]/)
      }),
    )
  })

  it('takes out what servers make of characters beyond ASCII', () => {
    const redactor = knowing('s\u00e9cret-\u{1F511}')
    for (const form of ['s\u00c3\u00a9cret-\u00f0\u009f\u0094\u0091', '"s\\u00e9cret-\\ud83d\\udd11"']) {
      assert.match(redactor.redact(form), /^"?\[redacted\]"?$/)
    }
  })

  it('takes out the lines of a value, which a log has one by one', () => {
    const redactor = knowing('-----BEGIN KEY-----\r\nMIIEvQIBADANBgkqhkiG\nshort\n-----END KEY-----\n')
    assert.equal(redactor.redact('printed: MIIEvQIBADANBgkqhkiG'), 'printed: [redacted]')
    assert.equal(redactor.redact('in short'), 'in short')
  })

  it('takes them out of data and errors, keys too', () => {
    const redactor = knowing('s3cret-value')
    const data = { a: ['s3cret-value', 1, null], 's3cret-value': { b: 'x s3cret-value' } }
    const redacted = { a: ['[redacted]', 1, null], '[redacted]': { b: 'x [redacted]' } }
    assert.deepEqual(redactor.redactDeep(data), redacted)
    const error = new Error('s3cret-value', { cause: new Error('s3cret-value') })
    assert.doesNotMatch(JSON.stringify(redactor.redactDeep(error)), /s3cret-value/)
  })

  it('ends on data that holds itself', () => {
    const data: Record<string, unknown> = {}
    data['self'] = data
    assert.deepEqual(knowing('s3cret-value').redactDeep(data), { self: '[circular]' })
  })

  it('changes nothing while it knows nothing', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(new Redactor().redactDeep(value), value)))
  })
})

describe('redactingLogger()', () => {
  it('takes values out of messages and fields', () => {
    const logger = recordingLogger()
    const redacting = redactingLogger(logger, knowing('s3cret-value'))
    redacting.error({ reason: new Error('s3cret-value') }, 'no s3cret-value')
    assert.equal(logger.lines[0]?.message, 'no [redacted]')
    assert.doesNotMatch(JSON.stringify(logger.lines), /s3cret-value/)
  })
})

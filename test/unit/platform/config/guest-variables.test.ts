import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import fc from 'fast-check'

import { isCodedError } from '#platform'

import { parseEnvFile, parseEnvFlags } from '../../../../src/platform/config/guest-variables.ts'

const NAME = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/)
const VALUE = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''))

describe('parseEnvFile()', () => {
  it('reads assignments, comments, empty lines and quotes', () => {
    const content =
      '\uFEFF# a comment\n\nA=1\r\n B = two words \nC="quoted # value"\nD=\'single\'\nE=a=b\nF=\nG="\n'
    assert.deepEqual(parseEnvFile(content), {
      A: '1',
      B: 'two words',
      C: 'quoted # value',
      D: 'single',
      E: 'a=b',
      F: '',
      G: '"',
    })
  })

  it('names the line that is wrong and never what stands in it', () => {
    for (const line of ['secret', '=secret', 'a secret=1']) {
      assert.throws(
        () => parseEnvFile(`A=1\n${line}`),
        (error) =>
          isCodedError(error, 'INVALID_ENV_FILE') &&
          error.message === 'Invalid environment variable format at line 2: expected KEY=VALUE',
      )
    }
  })

  it('reads back every value that was written in double quotes', () => {
    fc.assert(
      fc.property(fc.dictionary(NAME, VALUE), (variables) => {
        const lines = Object.entries(variables).map(([name, value]) => `${name}="${value}"`)
        assert.deepEqual(parseEnvFile(lines.join('\n')), { ...variables })
      }),
    )
  })
})

describe('parseEnvFlags()', () => {
  it('takes a value as it is, and the last of a key', () => {
    assert.deepEqual(parseEnvFlags(['A=1', 'B="2" ', 'A=3=4']), { A: '3=4', B: '"2" ' })
  })

  it('refuses what is no assignment', () => {
    assert.throws(() => parseEnvFlags(['secret']), { code: 'INVALID_ENV_FLAG' })
    assert.throws(() => parseEnvFlags(['=secret']), { code: 'INVALID_ENV_FLAG' })
  })

  it('reads back every variable', () => {
    fc.assert(
      fc.property(fc.dictionary(NAME, VALUE), (variables) => {
        const flags = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
        assert.deepEqual(parseEnvFlags(flags), { ...variables })
      }),
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { describeRefusal } from '../../../src/sandbox/guest-process/describe-refusal.ts'

describe('describeRefusal()', () => {
  it('puts an error and its causes into one line', () => {
    const message =
      'failed to translate component\n\nCaused by:\n    0: first\n    1: second (at offset 0x25)\n'
    assert.equal(
      describeRefusal(message, ''),
      'failed to translate component: first: second (at offset 0x25)',
    )
  })

  it('says what was printed when the tool itself failed', () => {
    const printed = `\nthread '<unnamed>' (1) panicked at crates/a.rs:1:17:\nnot yet implemented\nnote: run with`
    assert.equal(
      describeRefusal('wasm trap: unreachable', printed),
      'the transpiler stopped at it: not yet implemented',
    )
  })
})

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
      'the generator stopped at it: not yet implemented',
    )
  })

  it('names what the tool does not have yet', () => {
    const printed = `thread 'main' panicked at crates/a.rs:1:17:\nnot implemented: utf16 copier\n`
    assert.equal(describeRefusal('wasm trap: unreachable', printed), 'the generator has no utf16 copier')
  })

  it('names the feature that a tool stopped at', () => {
    const why =
      'Error { inner: ErrorInner { message: "legacy_exceptions feature required for try instruction", kind: X } }'
    const printed = `thread 'main' panicked at crates/a.rs:1:17:\nvalidated function body: ${why}\n`
    assert.equal(
      describeRefusal('wasm trap: unreachable', printed),
      'it needs legacy exceptions, which the generator does not know',
    )
  })
})
